import type { CalendarDate, Instant } from '#eventsourcing';
import { listed, standingQuote, type DealFacts } from '#rules';

/** Something with a time of its own that stands in a deal’s facts: a day that is the last for it, or an instant by which it is to be done. */
export type DatedFact = { readonly id: string } & (
  | { readonly what: 'quoteValidity' | 'proposal'; readonly on: CalendarDate }
  | { readonly what: 'commitment' | 'collaboration'; readonly at: Instant }
);

/** The quote that the customer has; where none was issued, the last proposal, which takes the place of those before it. */
const offered = (facts: DealFacts): readonly DatedFact[] => {
  const quote = standingQuote(facts)?.data;
  if (quote) return [{ what: 'quoteValidity', id: quote.quoteId, on: quote.validUntil }];
  const last = listed(facts.proposals).at(-1)?.data;
  return last?.validUntil === undefined ? [] : [{ what: 'quoteValidity', id: last.proposalId, on: last.validUntil }];
};

/** Proposals that have not been submitted. */
const owed = ({ proposalDueDates, proposals }: DealFacts): readonly DatedFact[] =>
  listed(proposalDueDates).flatMap(({ data: { proposalId: id, dueOn: on } }) => (proposals[id] ? [] : [{ what: 'proposal', id, on }]));

/** What is neither fulfilled nor broken, and what no other promise was agreed on in place of. */
const promised = ({ commitments, commitmentsFulfilled, commitmentsBroken }: DealFacts): readonly DatedFact[] => {
  const made = listed(commitments).map(({ data }) => data);
  const settled = new Set(made.map(({ insteadOf }) => insteadOf));
  return made
    .filter(({ commitmentId: id }) => !settled.has(id) && !commitmentsFulfilled[id] && !commitmentsBroken[id])
    .map(({ commitmentId: id, dueAt: at }) => ({ what: 'commitment', id, at }));
};

/** What a department was asked for and has not taken on. */
const askedFor = ({ collaborationRequests, collaborationResponses }: DealFacts): readonly DatedFact[] =>
  listed(collaborationRequests).flatMap(({ data: { requestId: id, neededBy: at } }) =>
    at === undefined || collaborationResponses[id]?.data.response === 'accepted' ? [] : [{ what: 'collaboration', id, at }],
  );

/** What is on the table while it is good (L139), what is to be offered (L145), what we promised the customer (L10), what others of ours are asked for (L11). */
export const datedFactsOf = (facts: DealFacts): readonly DatedFact[] => [
  ...offered(facts),
  ...owed(facts),
  ...promised(facts),
  ...askedFor(facts),
];
