import { refuse, type Refusal } from '#eventsourcing';
import {
  approvalFor,
  approvalsOf,
  discountMeasures,
  isWithin,
  limitsOf,
  pocContentSha256,
  standingOf,
  type DealFacts,
  type ApprovalType,
} from '#rules';
import type { Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal } from './opportunity.state.ts';

type Issued = Data<'QuoteIssued'>;
type Allowed = Pick<Issued, 'authority'> | { readonly refusal: Refusal<OpportunityRefusal> };

/** What was asked for before, with both hashes: of what it was asked for, and of what is there now. */
const askedBefore = (facts: DealFacts, type: ApprovalType, subjectId: string, currentSha256: string): object => {
  const last = approvalsOf(facts, type, subjectId).at(-1)?.data;
  if (!last) return { currentSha256 };
  const { approvalId, ask } = last;
  return { currentSha256, approvalId, standing: standingOf(facts, approvalId), approvedSha256: ask.subject.contentSha256 };
};

const limitsOfOwner = ({ allowance }: Known): ReturnType<typeof limitsOf> =>
  allowance?.matrix ? limitsOf(allowance.matrix.contents, allowance.ownerRoles) : [];

/** Whether the owner of the deal may give this away without asking. */
export const withinLimits = (measures: Parameters<typeof isWithin>[1], known: Known): boolean => isWithin(limitsOfOwner(known), measures);

const namedMatrix = ({ allowance }: Known): { readonly matrix: string | null } => ({ matrix: allowance?.matrix?.name ?? null });

/** What would lift it; where no matrix is in force, there is nobody to ask. */
const liftedBy = ({ allowance }: Known): readonly string[] => [allowance?.matrix ? 'SeekApproval' : 'PublishDefinition'];

const byLimit = ({ allowance }: Known): Pick<Issued, 'authority'> =>
  allowance?.matrix ? { authority: { matrix: allowance.matrix.name, by: 'limit' } } : {};

/**
 * L149, L188: what allows the discount of a quote that is to be issued: the limit of its owner's roles, or an approval of exactly this content that
 * covers what is measured over the deal today. Where no matrix is in force, nobody may give anything away.
 */
export const discountAllowed = (
  { facts }: Pick<OpenDeal, 'facts'>,
  { quoteId, contentSha256 }: Pick<Issued, 'quoteId' | 'contentSha256'>,
  known: Known,
): Allowed => {
  const measures = discountMeasures(facts, quoteId, known.now) ?? {};
  if (withinLimits(measures, known)) return byLimit(known);
  const noted = approvalFor(facts, { type: 'discount', subjectId: quoteId, contentSha256 }, measures)?.data;
  if (noted) return { authority: { matrix: noted.note.matrix, by: 'approval', approvalId: noted.approvalId } };
  const asked = askedBefore(facts, 'discount', quoteId, contentSha256);
  const detail = { quoteId, measures, limits: limitsOfOwner(known), ...namedMatrix(known), ...asked };
  return { refusal: refuse('DiscountNotAuthorised', detail, liftedBy(known)) };
};

/** L188: a proof of concept that takes many people waits for an approval of what it was asked for with. */
export const resourceAllowed = (
  { facts }: Pick<OpenDeal, 'facts'>,
  pocId: string,
  known: Known,
): Refusal<OpportunityRefusal> | undefined => {
  const requested = facts.pocRequests[pocId];
  if (!requested) return undefined;
  const { personDays } = requested.data.effort;
  const limit = known.allowance?.matrix?.contents.resourcePersonDays ?? 0;
  const contentSha256 = pocContentSha256(requested);
  if (personDays <= limit || approvalFor(facts, { type: 'resource', subjectId: pocId, contentSha256 }, { personDays })) return undefined;
  const asked = askedBefore(facts, 'resource', pocId, contentSha256);
  return refuse('ResourceNotApproved', { pocId, personDays, limit, ...namedMatrix(known), ...asked }, liftedBy(known));
};
