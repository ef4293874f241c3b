import { accept, type Instant } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { covers, discountMeasures, liveApprovals, quoteContentSha256, type DealFacts } from '#rules';
import type { Known } from './chapter.ts';
import type { Data, Outcome } from './opportunity.state.ts';

type Sought = DealFacts['approvalsSought'][string];
type Overturned = Pick<Data<'DealApprovalOverturned'>, 'because'> & { readonly currentSha256?: string };

/** What an approval was asked for, compared with what an event makes of it; nothing where it stays. */
type Effect<T extends OpportunityEvent['type']> = (
  data: Data<T>,
  asked: Sought['data']['ask'],
  facts: DealFacts,
  now: Instant,
) => Overturned | undefined;

const revised: Effect<'QuoteRevised'> = (data, { subject: { kind, id, contentSha256 } }) => {
  const currentSha256 = quoteContentSha256({ data });
  return kind === 'quote' && id === data.quoteId && contentSha256 !== currentSha256
    ? { because: 'contentChanged', currentSha256 }
    : undefined;
};

const withdrawn: Effect<'QuoteWithdrawn'> = ({ quoteId }, { subject: { kind, id } }) =>
  kind === 'quote' && id === quoteId ? { because: 'withdrawn' } : undefined;

const cancelled: Effect<'PocCancelled'> = ({ pocId }, { subject: { kind, id } }) =>
  kind === 'poc' && id === pocId ? { because: 'withdrawn' } : undefined;

/** Another quote goes out: an approval that nothing was issued on yet, and that does not cover the deal any more, is to be asked for anew. */
const issued: Effect<'QuoteIssued'> = (data, { type, subject: { id, version }, measures }, facts, now) => {
  if (type !== 'discount' || id === data.quoteId || facts.quotesIssued[id]?.data.version === version) return undefined;
  const known = { eventId: '', revision: Number.MAX_SAFE_INTEGER, at: now, by: '', data };
  const { quoteDrafts, quoteRevisions, quoteWithdrawals, quotesIssued } = facts;
  const then = { quoteDrafts, quoteRevisions, quoteWithdrawals, quotesIssued: { ...quotesIssued, [data.quoteId]: known } };
  const today = discountMeasures(then, id, now);
  return today && !covers(measures, today) ? { because: 'dealGrew' } : undefined;
};

const ended = (): Overturned => ({ because: 'dealEnded' });

const effects: { readonly [T in OpportunityEvent['type']]?: Effect<T> } = {
  QuoteRevised: revised,
  QuoteWithdrawn: withdrawn,
  QuoteIssued: issued,
  PocCancelled: cancelled,
  OpportunityLost: ended,
  OpportunityAbandoned: ended,
};

const overturnedBy = (
  { type, data }: OpportunityEvent,
  { data: { approvalId, ask } }: Sought,
  facts: DealFacts,
  now: Instant,
): readonly OpportunityEvent[] => {
  const effect = effects[type] as Effect<OpportunityEvent['type']> | undefined;
  const overturned = effect?.(data, ask, facts, now);
  if (!overturned) return [];
  const { opportunityId, subject } = ask;
  const approvedSha256 = subject.contentSha256;
  return [
    { type: 'DealApprovalOverturned', data: { opportunityId, approvalId, approvedSha256, currentSha256: approvedSha256, ...overturned } },
  ];
};

/**
 * What was decided, with every approval that does not hold after it (L188), in the same append: at no time is there a quote that has changed and an
 * approval that has not noticed.
 */
export const withOverturned = (outcome: Outcome, facts: DealFacts, { now }: Known): Outcome => {
  if (outcome.kind === 'refused' || outcome.events.length === 0) return outcome;
  const live = liveApprovals(facts);
  const overturned = outcome.events.flatMap((event) => live.flatMap((sought) => overturnedBy(event, sought, facts, now)));
  return overturned.length === 0 ? outcome : accept(...outcome.events, ...overturned);
};
