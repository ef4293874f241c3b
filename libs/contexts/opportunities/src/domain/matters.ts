import { refuse, type Refusal } from '#eventsourcing';
import type { ApprovalAsk, ApprovalMeasures } from '#event-contracts';
import {
  authorsOf,
  discountMeasures,
  hasRoute,
  isLargeResource,
  isWithin,
  latestVersionOf,
  latestVersionOfQuote,
  limitsOf,
  quoteContentSha256,
  requestedResource,
  resourceMeasures,
  solutionContentSha256,
  type DealFacts,
} from '#rules';
import type { Known } from './chapter.ts';
import type { OpportunityRefusal } from './opportunity.state.ts';
import { solutionUnknown } from './solution-references.ts';

/** What a deal may ask for; a contract is asked about by the contract itself, which asks about its terms as well (L154, L156). */
export const dealApprovalTypes = ['discount', 'nonStandardTerms', 'paymentTerms', 'resource', 'solutionReview'] as const;
export type DealApprovalType = (typeof dealApprovalTypes)[number];

/** What is asked about, in the content that it has now. */
export interface Matter {
  readonly subject: ApprovalAsk['subject'];
  readonly measures: ApprovalMeasures;
  readonly authors: readonly string[];
  /** Whether there is anything in it that has to be allowed. */
  readonly needed: boolean;
  /** What may be done without asking, as a refusal shows it beside the measures. */
  readonly free: object;
}
type Found = Matter | Refusal<OpportunityRefusal>;

/** Where a type of matter is found in the deal, and weighed by what is allowed. */
type Weighing = (facts: DealFacts, id: string, known: Known) => Found;

type Reckoned = Pick<Matter, 'measures' | 'needed' | 'free'>;

/** A quote as it is now, weighed by what it gives away over the deal and by what it says itself. */
const ofQuote =
  (
    weighed: (
      given: Required<NonNullable<ReturnType<typeof discountMeasures>>>,
      quote: NonNullable<ReturnType<typeof latestVersionOfQuote>>['data'],
      known: Known,
    ) => Reckoned,
  ): Weighing =>
  (facts, id, known) => {
    const quote = latestVersionOfQuote(facts, id);
    const given = discountMeasures(facts, id, known.now);
    if (!quote || !given) return refuse('NotOnFile', { what: 'quote', ids: [id] }, ['DraftQuote']);
    return {
      subject: { kind: 'quote', id, version: quote.data.version, contentSha256: quoteContentSha256(quote) },
      authors: authorsOf([facts.quoteDrafts[id], quote]),
      ...weighed(given, quote.data, known),
    };
  };

/** L149, L188: within the limits of the roles that the deal's owner has. */
const discount = ofQuote((measures, _quote, { allowance }) => {
  const limits = allowance?.matrix ? limitsOf(allowance.matrix.contents, allowance.ownerRoles) : [];
  return { measures, needed: !isWithin(limits, measures), free: { limits } };
});

/** L149: whatever differs from the usual terms has to be allowed. */
const nonStandardTerms = ofQuote(({ amount }, { terms }) => {
  const deviations = terms === undefined ? 0 : 1;
  return { measures: { amount, deviations }, needed: deviations > 0, free: { limit: 0 } };
});

/** L156: whoever pays later than the standard is given something. */
const paymentTerms = ofQuote(({ amount }, { paymentDays = 0 }, { allowance }) => {
  const limit = allowance?.matrix?.contents.standardPaymentDays ?? 0;
  return { measures: { amount, paymentDays }, needed: paymentDays > limit, free: { limit } };
});

/** L188: proofs of concept and other resources, over the whole deal. */
const resource: Weighing = (facts, id, { allowance }) => {
  const asked = requestedResource(facts, id);
  const measures = resourceMeasures(facts, id);
  if (!asked || !measures) return refuse('NotOnFile', { what: 'requested resource', ids: [id] }, ['RequestPoc', 'RequestResource']);
  const { kind, contentSha256, request } = asked;
  const { resourcePersonDays = 0, resourceCost = null } = allowance?.matrix?.contents ?? {};
  return {
    subject: { kind, id, version: 1, contentSha256 },
    authors: authorsOf([request]),
    measures,
    needed: isLargeResource(allowance?.matrix?.contents, asked, measures),
    free: { limit: resourcePersonDays, costLimit: resourceCost },
  };
};

/** L127, L259: the latest version, at the size of the deal as it is expected; only where the matrix says who reviews. */
const solutionReview: Weighing = (facts, id, { allowance }) => {
  const latest = latestVersionOf(facts, id);
  if (!latest) return solutionUnknown(id);
  return {
    subject: { kind: 'solution', id, version: latest.data.version, contentSha256: solutionContentSha256(latest) },
    authors: authorsOf([facts.solutionDesigns[id], latest]),
    measures: { amount: facts.forecast.amount },
    needed: isReviewByMatrix(allowance),
    free: { liftedBy: 'RequestSolutionReview' },
  };
};

/** Whether the matrix in force says who reviews solutions; where it does not, they are reviewed by minutes, as before (L127). */
export const isReviewByMatrix = (allowance: Known['allowance']): boolean =>
  allowance?.matrix !== undefined && hasRoute(allowance.matrix.contents, 'solutionReview');

const weighings: Readonly<Record<DealApprovalType, Weighing>> = { discount, nonStandardTerms, paymentTerms, resource, solutionReview };

/** What a deal has to have allowed, as it is now. */
export const matterOf = (
  { type, subjectId }: { readonly type: DealApprovalType; readonly subjectId: string },
  facts: DealFacts,
  known: Known,
): Found => weighings[type](facts, subjectId, known);
