import { accept, type Command, type RecordedEvent } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { dueAt, same } from '#rules';
import type { Known } from './chapter.ts';
import type { AnswerOwed, Data, KnownLead, Outcome } from './lead.state.ts';

/** L107, L236: given when a hand-over was to be answered, by the program itself. */
export type BreachAcceptance = Command<'BreachAcceptance', Data<'LeadAcceptanceOverdue'>>;

/** L107: the time to answer runs from when the lead was handed over. */
export const acceptDue = ({ calendar, at, limits }: Known): string => dueAt(calendar, at, limits.acceptWithin);

/** L107, L236. What happened in time settles it even when it was recorded later, and whatever else has become of the lead since. */
export const breachAcceptance = ({ leadId, ...answer }: BreachAcceptance['data'], { answersOwed }: KnownLead): Outcome =>
  answersOwed.some((owed) => same(owed, answer)) ? accept({ type: 'LeadAcceptanceOverdue', data: { leadId, ...answer } }) : accept();

type Event = RecordedEvent<LeadEvent>;

const settles: readonly LeadEvent['type'][] = [
  ...(['LeadHandedOver', 'LeadSalesAccepted', 'LeadSalesRejected', 'LeadReturnedToMarketing', 'LeadReclaimed'] as const),
  ...(['LeadDisqualified', 'LeadInvalidated', 'LeadMergedInto', 'LeadConverted'] as const),
];

/** Whether nobody waits for this answer any longer: a lead that is given to someone else is not the former one's to answer. */
const isSettled = ({ to, dueAt }: AnswerOwed, { type, data, occurredAt }: Event): boolean =>
  occurredAt <= dueAt && (settles.includes(type) || ((type === 'LeadAssigned' || type === 'LeadReassigned') && data.from === to));

const owedAfter = (owed: readonly AnswerOwed[], event: Event): readonly AnswerOwed[] => {
  if (event.type === 'LeadAcceptanceOverdue') {
    const { leadId: _, ...told } = event.data;
    return owed.filter((each) => !same(each, told));
  }
  const left = owed.filter((each) => !isSettled(each, event));
  if (event.type !== 'LeadHandedOver' || event.data.acceptDueAt === undefined) return left;
  const { from, to, acceptDueAt } = event.data;
  return [...left, { from, to, handedOverAt: event.occurredAt, dueAt: acceptDueAt }];
};

/** Which answers a lead waits for after an event. */
export const awaiting = <L extends KnownLead>(lead: L, event: Event): L => ({ ...lead, answersOwed: owedAfter(lead.answersOwed, event) });
