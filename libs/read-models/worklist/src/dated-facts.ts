import type { CalendarDate } from '#eventsourcing';
import { listed, type DealFacts } from '#rules';

/** Something with a date of its own that stands in a deal’s facts. */
export interface DatedFact {
  readonly what: 'quoteValidity';
  /** Of the proposal. */
  readonly id: string;
  /** The last day on which it is good. */
  readonly on: CalendarDate;
}

/** What is on the table, with the day until which it is good (L139): the last proposal, which takes the place of those before it. */
export const datedFactsOf = ({ proposals }: DealFacts): readonly DatedFact[] => {
  const last = listed(proposals).at(-1)?.data;
  return last?.validUntil === undefined ? [] : [{ what: 'quoteValidity', id: last.proposalId, on: last.validUntil }];
};
