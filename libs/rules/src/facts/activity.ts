import type { LeadEvent, OpportunityEvent } from '#event-contracts';

/** What the program itself notes about a deal in which nothing happens. */
const notes: readonly OpportunityEvent['type'][] = ['StageLimitExceeded', 'DealStalled', 'DealSilenceChecked', 'ForecastSubmissionMissed'];

/** Whether an event of a deal tells that something happens in it: whatever anyone does about it. A default, not policy. */
export const isDealActivity = ({ type }: Pick<OpportunityEvent, 'type'>): boolean => !notes.includes(type);

/** The same of a lead: that nobody did what was due is no activity. */
export const isLeadActivity = ({ type }: Pick<LeadEvent, 'type'>): boolean =>
  type !== 'FirstContactSlaBreached' && type !== 'LeadAcceptanceOverdue';
