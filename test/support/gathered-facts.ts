import { recordedAs } from '#eventsourcing/testing';
import type { OpportunityEvent } from '#event-contracts';
import { dealFacts, type DealFacts } from '#rules';
import { opened } from './open-deal.ts';

/** An event with who caused it, where that is not the deal's owner. */
export const by = (userId: string, event: OpportunityEvent): OpportunityEvent => ({
  ...event,
  ...{ actor: { userId, rolesAtThatTime: [], userRevision: 0, channel: 'api' } },
});

/** The facts of the deal of `rep1` after these events; each is the evidence `e` and its place, from 1. */
export const factsAfter = (...history: readonly OpportunityEvent[]): DealFacts => {
  const facts = [opened, ...history].reduce<DealFacts | undefined>(
    (folded, event, at) => dealFacts(folded, recordedAs(event, at)),
    undefined,
  );
  if (!facts) throw new Error('the deal was not opened');
  return facts;
};
