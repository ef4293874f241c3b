import { leads, OneOf } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { NurtureCommand } from '../domain/nurture.ts';
import type { ScoreLead } from '../domain/scoring.ts';
import { leadController } from './lead-controller.ts';

const { InsightShared, LeadBehaviourRecorded, LeadNurtureEntered, LeadNurtureTouched, LeadPainPointRecorded } = leads;

type Nurture = Exclude<NurtureCommand['type'], 'WakeNurturedLead'> | ScoreLead['type'];

export const LeadNurtureController = leadController<Nurture>('LeadNurture', 'leads: nurture', {
  EnterNurture: {
    path: 'nurture',
    summary: 'The lead comes into the nurture pool, until it is ready or to be looked at again (L23, L104).',
    body: bodyOf(LeadNurtureEntered.fields, 'leadId'),
  },
  TouchNurturedLead: {
    path: 'nurture/touches',
    summary: 'A lead in the nurture pool was sent something (L104).',
    body: bodyOf(LeadNurtureTouched.fields, 'leadId', 'touchId'),
    makes: { touchId: 'touch' },
  },
  ExitNurture: {
    path: 'nurture/exit',
    summary: 'The lead leaves the nurture pool (L104).',
    body: { because: { schema: OneOf('ready', 'exhausted'), required: true } },
  },
  RecordLeadBehaviour: {
    path: 'behaviours',
    summary: 'The lead downloaded, attended, visited or opened something (L19, L20, L105); recorded once for each external id.',
    body: bodyOf(LeadBehaviourRecorded.fields, 'leadId', 'externalId'),
    makes: { externalId: 'behaviour' },
  },
  ShareInsight: {
    path: 'insights',
    summary: 'An insight into its industry was shared with the lead (L22).',
    body: bodyOf(InsightShared.fields, 'leadId', 'insightId'),
    makes: { insightId: 'insight' },
  },
  RecordLeadPainPoint: {
    path: 'pain-points',
    summary: 'A pain that the lead or its industry has became known (L21, L233).',
    body: bodyOf(LeadPainPointRecorded.fields, 'leadId', 'painPointId'),
    makes: { painPointId: 'lead-pain-point' },
  },
  ScoreLead: {
    path: 'score',
    summary: 'Behaviour and completeness are scored under the model in force; from its threshold on the lead is an MQL (L25, L105).',
    body: {},
  },
});
