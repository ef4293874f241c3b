import { refuse, type Refusal } from '#eventsourcing';
import { approvalFor, approvalsOf, standingOf, type ApprovalType, type DealFacts } from '#rules';
import type { Known } from './chapter.ts';
import { matterOf } from './matters.ts';
import type { Data, OpenDeal, OpportunityRefusal } from './opportunity.state.ts';

type Authority = Pick<Data<'QuoteIssued'>, 'authority'>;
type Refused = { readonly refusal: Refusal<OpportunityRefusal> };

/** What waits for an approval before it is done; a review is not waited for here, but at the gate. */
const refusals = {
  discount: 'DiscountNotAuthorised',
  nonStandardTerms: 'TermsNotApproved',
  paymentTerms: 'PaymentTermsNotApproved',
  resource: 'ResourceNotApproved',
} as const satisfies Readonly<Partial<Record<ApprovalType, OpportunityRefusal>>>;

/** What was asked for before, with both hashes: of what it was asked for, and of what is there now. */
const askedBefore = (facts: DealFacts, type: ApprovalType, subjectId: string, currentSha256: string): object => {
  const last = approvalsOf(facts, type, subjectId).at(-1)?.data;
  if (!last) return { currentSha256 };
  const { approvalId, ask } = last;
  return { currentSha256, approvalId, standing: standingOf(facts, approvalId), approvedSha256: ask.subject.contentSha256 };
};

/** What would lift it; where no matrix is in force, there is nobody to ask. */
const liftedBy = ({ allowance }: Known): readonly string[] => [allowance?.matrix ? 'SeekApproval' : 'PublishDefinition'];

const byLimit = ({ allowance }: Known): Authority =>
  allowance?.matrix ? { authority: { matrix: allowance.matrix.name, by: 'limit' } } : {};

/**
 * L149, L156, L188: what allows something of the deal that is to be done: that it is within what may be done without asking, or an approval of
 * exactly this content that covers what is measured today. Where no matrix is in force, nothing is free. `named` is what the refusal calls it.
 */
const allowing = (
  type: keyof typeof refusals,
  subjectId: string,
  { facts }: Pick<OpenDeal, 'facts'>,
  known: Known,
  named: object,
): Authority | Refused => {
  const matter = matterOf({ type, subjectId }, facts, known);
  if ('kind' in matter) return { refusal: matter };
  const { needed, subject, measures, free } = matter;
  if (!needed) return byLimit(known);
  const { contentSha256 } = subject;
  const noted = approvalFor(facts, { type, subjectId, contentSha256 }, measures)?.data;
  if (noted) return { authority: { matrix: noted.note.matrix, by: 'approval', approvalId: noted.approvalId } };
  const matrix = known.allowance?.matrix?.name ?? null;
  const detail = { ...named, measures, ...free, matrix, ...askedBefore(facts, type, subjectId, contentSha256) };
  return { refusal: refuse(refusals[type], detail, liftedBy(known)) };
};

type Deal = Pick<OpenDeal, 'facts'>;
type AllowedTerms = NonNullable<Data<'QuoteIssued'>['terms']>;

/** The terms of a quote (L149, L156): by which approvals they may be, where they need any. */
const termsAllowed = (deal: Deal, quoteId: string, known: Known): { readonly terms: AllowedTerms } | Refused => {
  const terms: AllowedTerms = [];
  for (const type of ['nonStandardTerms', 'paymentTerms'] as const) {
    const allowed = allowing(type, quoteId, deal, known, { quoteId });
    if ('refusal' in allowed) return allowed;
    const { matrix, approvalId } = allowed.authority ?? {};
    if (matrix !== undefined && approvalId !== undefined) terms.push({ type, matrix, approvalId });
  }
  return { terms };
};

/** What allows a quote that is to be issued: its discount (L149, L188) and its terms (L149, L156). */
export const quoteAllowed = (deal: Deal, quoteId: string, known: Known): Pick<Data<'QuoteIssued'>, 'authority' | 'terms'> | Refused => {
  const authority = allowing('discount', quoteId, deal, known, { quoteId });
  if ('refusal' in authority) return authority;
  const allowed = termsAllowed(deal, quoteId, known);
  if ('refusal' in allowed) return allowed;
  return { ...authority, ...(allowed.terms.length > 0 && allowed) };
};

/** L188: what takes much of the company waits for an approval of what it was asked for with. */
export const resourceAllowed = (deal: Deal, named: { readonly pocId: string } | { readonly resourceId: string }, known: Known) =>
  allowing('resource', 'pocId' in named ? named.pocId : named.resourceId, deal, known, named);
