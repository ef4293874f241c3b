import { accept, type Instant } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import {
  covers,
  discountMeasures,
  liveApprovals,
  quoteContentSha256,
  resourceMeasures,
  solutionContentSha256,
  type DealFacts,
  type Fact,
} from '#rules';
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

const notNeeded: Effect<'ResourceRequestWithdrawn'> = ({ resourceId }, { subject: { kind, id } }) =>
  kind === 'resource' && id === resourceId ? { because: 'withdrawn' } : undefined;

/** The facts as they are with one more of a kind. */
const withOne = <D>(known: Readonly<Record<string, Fact<D>>>, id: string, data: D, now: Instant): Readonly<Record<string, Fact<D>>> => ({
  ...known,
  [id]: { eventId: '', revision: Number.MAX_SAFE_INTEGER, at: now, by: '', data },
});

/** Another quote goes out: an approval that nothing was issued on yet, and that does not cover the deal any more, is to be asked for anew. */
const issued: Effect<'QuoteIssued'> = (data, { type, subject: { kind, id, version }, measures }, facts, now) => {
  if (kind !== 'quote' || id === data.quoteId || facts.quotesIssued[id]?.data.version === version) return undefined;
  const { quoteDrafts, quoteRevisions, quoteWithdrawals } = facts;
  const quotesIssued = withOne(facts.quotesIssued, data.quoteId, data, now);
  const today = discountMeasures({ quoteDrafts, quoteRevisions, quoteWithdrawals, quotesIssued }, id, now);
  const measured = type === 'discount' ? today : today && { amount: today.amount };
  return measured && !covers(measures, measured) ? { because: 'dealGrew' } : undefined;
};

/** Something else is taken without asking: an approval that nothing began on yet may not cover what the deal takes in all. */
const outgrown = (
  { subject: { id }, measures }: Sought['data']['ask'],
  then: Parameters<typeof resourceMeasures>[0],
): Overturned | undefined => {
  if (then.pocStarts[id] || then.resourcesEngaged[id]) return undefined;
  const today = resourceMeasures(then, id);
  return today && !covers(measures, today) ? { because: 'dealGrew' } : undefined;
};

const pocStarted: Effect<'PocStarted'> = (data, ask, { pocRequests, pocStarts, resourceRequests, resourcesEngaged }, now) =>
  ask.type === 'resource'
    ? outgrown(ask, { pocRequests, resourceRequests, resourcesEngaged, pocStarts: withOne(pocStarts, data.pocId, data, now) })
    : undefined;

const engaged: Effect<'ResourceEngaged'> = (data, ask, { pocRequests, pocStarts, resourceRequests, resourcesEngaged }, now) =>
  ask.type === 'resource'
    ? outgrown(ask, { pocRequests, resourceRequests, pocStarts, resourcesEngaged: withOne(resourcesEngaged, data.resourceId, data, now) })
    : undefined;

const redesigned: Effect<'SolutionRevised'> = (data, { subject: { kind, id } }) =>
  kind === 'solution' && id === data.solutionId ? { because: 'contentChanged', currentSha256: solutionContentSha256({ data }) } : undefined;

const ended = (): Overturned => ({ because: 'dealEnded' });

const effects: { readonly [T in OpportunityEvent['type']]?: Effect<T> } = {
  QuoteRevised: revised,
  QuoteWithdrawn: withdrawn,
  QuoteIssued: issued,
  PocCancelled: cancelled,
  PocStarted: pocStarted,
  ResourceEngaged: engaged,
  ResourceRequestWithdrawn: notNeeded,
  SolutionRevised: redesigned,
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
