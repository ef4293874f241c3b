import { leads } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { ClassifyLead } from '../domain/capture.ts';
import type { ArchiveLead, ReopenLead } from '../domain/ending.ts';
import type { MergeLead } from '../domain/merging.ts';
import type { ScreeningCommand } from '../domain/screening.ts';
import { leadController } from './lead-controller.ts';

const { LeadClassified, LeadInvalidated, LeadMergedInto, LeadReopened, LeadScreened } = leads;

type Intake = (ClassifyLead | ScreeningCommand | MergeLead | ArchiveLead | ReopenLead)['type'];

export const LeadIntakeController = leadController<Intake>('LeadIntake', 'leads: intake', {
  ClassifyLead: {
    path: 'classify',
    summary: 'How aware the customer is of its problem, and whom the lead belongs to (L17, L23).',
    body: bodyOf(LeadClassified.fields, 'leadId'),
  },
  ScreenLead: {
    path: 'screen',
    summary: 'Industry, size, source and completeness are checked (L103, L224); whether it is complete the program finds out.',
    body: bodyOf(LeadScreened.fields, 'leadId', 'complete', 'result'),
  },
  InvalidateLead: {
    path: 'invalidate',
    summary: 'A lead that did not pass its screening is eliminated, for a stated reason (L224).',
    body: bodyOf(LeadInvalidated.fields, 'leadId', 'contactId'),
  },
  MergeLead: {
    path: 'merge',
    summary: 'The lead is the same as an earlier one, which goes on in its place (L224).',
    body: { into: LeadMergedInto.fields.into },
  },
  ArchiveLead: { path: 'archive', summary: 'A lead that is not pursued is put on file (L236).', body: {} },
  ReopenLead: {
    path: 'reopen',
    summary: 'A lead that was not pursued is pursued again, from the beginning (L104, L236).',
    body: { reason: LeadReopened.fields.reason },
  },
});
