import type { LedgerEvent } from '#eventsourcing';
import type { EventOf, leads } from '#event-contracts';
import type { BreachFirstContact } from '#leads';
import { deadline, type Due } from './deadline.ts';

type Assigned = LedgerEvent<EventOf<(typeof leads)['LeadAssigned']> | EventOf<(typeof leads)['LeadReassigned']>>;

const contactDue = ({ data: { leadId, to: assigneeId, contactDueAt: dueAt } }: Assigned): Due<BreachFirstContact> | undefined =>
  dueAt === undefined
    ? undefined
    : { subject: leadId, dueAt, command: { type: 'BreachFirstContact', data: { leadId, assigneeId, dueAt } } };

/** What takes a lead from whoever had it, for good or to someone else. */
const leaves = [
  ...(['LeadAssigned', 'LeadReassigned', 'LeadReclaimed', 'LeadSalesRejected', 'LeadReturnedToMarketing'] as const),
  ...(['LeadDisqualified', 'LeadInvalidated', 'LeadMergedInto', 'LeadConverted'] as const),
] as const;

/** L232: whoever is given a lead contacts it in time. Who it is given to next has a time of their own. */
export const firstContact = deadline({
  name: 'first-contact',
  version: 2,
  of: 'lead',
  starts: { LeadAssigned: contactDue, LeadReassigned: contactDue },
  ends: [...leaves, 'LeadContacted'],
  effects: ['FirstContactSlaBreached'],
});

/** L232: a lead whose first contact was missed goes back to the pool, unless it is contacted after all, or given to someone else. */
export const reclaim = deadline({
  name: 'reclaim',
  version: 1,
  of: 'lead',
  starts: {
    FirstContactSlaBreached: ({ data: { leadId, reclaimAt: dueAt } }) =>
      dueAt === undefined ? undefined : { subject: leadId, dueAt, command: { type: 'ReclaimLead', data: { leadId } } },
  },
  ends: [...leaves, 'LeadContacted'],
  effects: ['LeadReclaimed'],
});

/** L104: a nurtured lead is looked at again. */
export const nurtureWake = deadline({
  name: 'nurture-wake',
  version: 1,
  of: 'lead',
  starts: {
    LeadNurtureEntered: ({ data: { leadId, wakeAt } }) =>
      wakeAt === undefined
        ? undefined
        : { subject: leadId, dueAt: wakeAt, command: { type: 'WakeNurturedLead', data: { leadId, wakeAt } } },
  },
  ends: ['LeadNurtureExited', 'LeadDisqualified', 'LeadInvalidated', 'LeadMergedInto', 'LeadConverted'],
  effects: ['LeadNurtureExited'],
});

/** L107, L236: whoever is handed a lead accepts or rejects it in time; whoever has it next is not the one who was to answer. */
export const acceptance = deadline({
  name: 'acceptance',
  version: 1,
  of: 'lead',
  starts: {
    LeadHandedOver: ({ occurredAt: handedOverAt, data: { leadId, from, to, acceptDueAt: dueAt } }) =>
      dueAt === undefined
        ? undefined
        : { subject: to, dueAt, command: { type: 'BreachAcceptance', data: { leadId, from, to, handedOverAt, dueAt } } },
  },
  ends: [
    ...(['LeadHandedOver', 'LeadSalesAccepted', 'LeadSalesRejected', 'LeadReturnedToMarketing', 'LeadReclaimed'] as const),
    ...(['LeadDisqualified', 'LeadInvalidated', 'LeadMergedInto', 'LeadConverted'] as const),
  ],
  endsOne: { LeadAssigned: ({ data: { from } }) => from ?? undefined, LeadReassigned: ({ data: { from } }) => from },
  effects: ['LeadAcceptanceOverdue'],
});
