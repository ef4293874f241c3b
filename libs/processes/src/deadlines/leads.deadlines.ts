import { deadline } from './deadline.ts';

/** L232: whoever is given a lead contacts it in time. Who it is given to next has a time of their own. */
export const firstContact = deadline({
  name: 'first-contact',
  version: 1,
  of: 'lead',
  starts: {
    LeadAssigned: ({ data: { leadId, to: assigneeId, contactDueAt: dueAt } }) =>
      dueAt === undefined
        ? undefined
        : { subject: leadId, dueAt, command: { type: 'BreachFirstContact', data: { leadId, assigneeId, dueAt } } },
  },
  ends: ['LeadAssigned', 'LeadContacted', 'LeadDisqualified', 'LeadConverted'],
  effects: ['FirstContactSlaBreached'],
});
