import { leads } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { AssignLeadByRules, ReassignLead, ReclaimLead } from '../domain/assignment.ts';
import type { HandoverCommand } from '../domain/handover.ts';
import { leadController } from './lead-controller.ts';

const { LeadHandedOver, LeadReassigned, LeadReturnedToMarketing, LeadSalesRejected } = leads;
const givenBack = ['leadId', 'by', 'from', 'levelFrom', 'levelTo', 'contactId'] as const;

type Handover = (AssignLeadByRules | ReassignLead | ReclaimLead | HandoverCommand)['type'];

export const LeadHandoverController = leadController<Handover>('LeadHandover', 'leads: hand-over', {
  AssignLeadByRules: {
    path: 'assign-by-rules',
    summary: 'To whom the lead rules say, by territory, segment, source and load (L105).',
    body: {},
  },
  ReassignLead: {
    path: 'reassign',
    summary: 'After a first contact was missed, to someone else; to whom the lead rules say when nobody is named (L232).',
    body: { to: { ...LeadReassigned.fields.to, required: false } },
  },
  ReclaimLead: { path: 'reclaim', summary: 'After a first contact was missed, back to the pool (L232).', body: {} },
  HandOverLead: {
    path: 'hand-over',
    summary: 'Marketing hands an MQL over to sales, with a description of its need (L105, L107).',
    body: bodyOf(LeadHandedOver.fields, 'leadId', 'from'),
  },
  AcceptLead: {
    path: 'accept',
    summary: 'Sales takes over need, contacts and score; only with this the lead is an SQL (L107).',
    body: {},
  },
  RejectLead: {
    path: 'reject',
    summary: 'Sales does not take over what it was handed, for a stated reason (L107, L236).',
    body: bodyOf(LeadSalesRejected.fields, ...givenBack),
  },
  ReturnLead: {
    path: 'return',
    summary: 'A lead that does not meet the conditions goes back to marketing, for a stated reason (L236).',
    body: bodyOf(LeadReturnedToMarketing.fields, ...givenBack),
  },
});
