import type { LeadEvent } from '#event-contracts';
import { nameOfDefinition, statedOf, type Form } from '#rules';
import { knownOfLead } from './known-lead.ts';

type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];

const leadId = 'l1';
export const contactKey = 'a'.repeat(64);

/** Events of the lead `l1` by name, for stories: complete, of the company Acme, whose contact is `p1`. */
export const leadEvents = {
  captured: (more: Partial<Data<'LeadCaptured'>> = {}): LeadEvent => ({
    type: 'LeadCaptured',
    data: { leadId, source: 'web', company: 'Acme', need: 'planning', contactId: 'p1', contactKeys: [contactKey], ...more },
  }),
  screened: (result: Data<'LeadScreened'>['result']): LeadEvent => ({
    type: 'LeadScreened',
    data: {
      ...{ leadId, industryMatch: true, sizeMatch: true },
      ...{ sourceValid: result !== 'failed', complete: result === 'passed', result },
    },
  }),
  did: (kind: Data<'LeadBehaviourRecorded'>['kind'], externalId = 'x1'): LeadEvent => ({
    type: 'LeadBehaviourRecorded',
    data: { leadId, externalId, kind },
  }),
  scored: (total: number): LeadEvent => ({
    type: 'LeadScored',
    data: {
      leadId,
      model: nameOfDefinition(knownOfLead.scoringModel),
      behaviour: 0,
      completeness: total,
      total,
      threshold: 60,
      reachedMql: total >= 60,
    },
  }),
  assigned: (to = 'rep1', contactDueAt = '2026-03-03T08:00:00.000Z'): LeadEvent => ({
    type: 'LeadAssigned',
    data: { leadId, from: null, to, contactDueAt },
  }),
  contacted: (effective = true, first = true): LeadEvent => ({
    type: 'LeadContacted',
    data: { leadId, channel: 'call', direction: 'outbound', effective, first, contactId: 'p1' },
  }),
  missed: (assigneeId = 'rep1', dueAt = '2026-03-03T08:00:00.000Z'): LeadEvent => ({
    type: 'FirstContactSlaBreached',
    data: { leadId, assigneeId, dueAt },
  }),
  nurtured: (wakeAt = '2026-09-01T08:00:00.000Z'): LeadEvent => ({
    type: 'LeadNurtureEntered',
    data: { leadId, reason: 'notReady', wakeAt },
  }),
  qualified: (as: Data<'LeadQualified'>['as'], from: Data<'LeadQualified'>['from'] = null): LeadEvent => ({
    type: 'LeadQualified',
    data: { leadId, from, as, bant: {} },
  }),
  handedOver: (to = 'rep1', from = 'mia', acceptDueAt?: string): LeadEvent => ({
    type: 'LeadHandedOver',
    data: { leadId, from, to, brief: 'planning', ...(acceptDueAt !== undefined && { acceptDueAt }) },
  }),
  accepted: (by = 'rep1'): LeadEvent => ({
    type: 'LeadSalesAccepted',
    data: { leadId, by, brief: 'planning', contacts: ['p1'], score: 65 },
  }),
  answered: (question: Data<'LeadBantAnswered'>['question'], met = true, form: Form = knownOfLead.bantForm): LeadEvent => ({
    type: 'LeadBantAnswered',
    data: { leadId, question, met, answer: 'as asked', ...statedOf(form) },
  }),
  assessed: (more: Partial<Data<'PurchaseIntentAssessed'>> = {}): LeadEvent => ({
    type: 'PurchaseIntentAssessed',
    data: {
      ...{ leadId, intent: 'high', decisionChainKnown: true, decisionExpectedBy: '2026-09-30', contactId: 'p1' },
      budgetTo: { minor: 100, currency: 'EUR' },
      ...more,
    },
  }),
  overridden: (criterion: string, stage = 'S1', reason = 'a customer of the group'): LeadEvent => ({
    type: 'LeadCriterionOverridden',
    data: { leadId, stage, criterion, reason, role: 'SALES_MANAGER' },
  }),
  disqualified: { type: 'LeadDisqualified', data: { leadId, reason: 'noBudget', contactId: 'p1' } } satisfies LeadEvent,
} as const;
