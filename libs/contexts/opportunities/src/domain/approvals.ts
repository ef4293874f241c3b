import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { ApprovalAsk, ApprovalMeasures, ApprovalNote } from '#event-contracts';
import {
  approvalFor,
  approvalsOf,
  authorsOf,
  discountMeasures,
  distinct,
  latestVersionOfQuote,
  pocContentSha256,
  quoteContentSha256,
  same,
  standingOf,
  type DealFacts,
} from '#rules';
import { withinLimits } from './allowance.ts';
import { onFile, type Chapter, type Known } from './chapter.ts';
import type { Deal, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';

/** What a deal may ask for; terms of payment and contracts are asked for by the contract (L154, L156). */
export const dealApprovalTypes = ['discount', 'nonStandardTerms', 'resource'] as const;
type DealApprovalType = (typeof dealApprovalTypes)[number];

/** L149, L188. What it is about is named, a quote or a proof of concept; what it measures is reckoned by the server. */
export type SeekApproval = Command<
  'SeekApproval',
  {
    readonly opportunityId: string;
    readonly approvalId: string;
    readonly type: DealApprovalType;
    /** Of a quote, or of a proof of concept. */
    readonly subjectId: string;
    readonly reason: string;
  }
>;
/** What became of an approval, as its own stream has it. */
export type NoteDealApproval = Command<
  'NoteDealApproval',
  { readonly opportunityId: string; readonly note: ApprovalNote; readonly deciders: readonly string[] }
>;

export type ApprovalCommand = SeekApproval | NoteDealApproval;

/** What is asked about, in the content that it has now. */
interface Matter {
  readonly subject: ApprovalAsk['subject'];
  readonly measures: ApprovalMeasures;
  readonly authors: readonly string[];
  /** Whether there is anything in it that has to be allowed. */
  readonly needed: boolean;
}
type Found = Matter | Refusal<OpportunityRefusal>;

const quoteMatter = (facts: DealFacts, id: string, known: Known, isTerms: boolean): Found => {
  const quote = latestVersionOfQuote(facts, id);
  const measured = discountMeasures(facts, id, known.now);
  if (!quote || !measured) return refuse('NotOnFile', { what: 'quote', ids: [id] }, ['DraftQuote']);
  const deviations = quote.data.terms === undefined ? 0 : 1;
  const { amount } = measured;
  return {
    subject: { kind: 'quote', id, version: quote.data.version, contentSha256: quoteContentSha256(quote) },
    authors: authorsOf([facts.quoteDrafts[id], quote]),
    ...(isTerms
      ? { measures: { amount, deviations }, needed: deviations > 0 }
      : { measures: measured, needed: !withinLimits(measured, known) }),
  };
};

const pocMatter = (facts: DealFacts, id: string, { allowance }: Known): Found => {
  const poc = facts.pocRequests[id];
  if (!poc) return refuse('NotOnFile', { what: 'requested POC', ids: [id] }, ['RequestPoc']);
  const { personDays } = poc.data.effort;
  return {
    subject: { kind: 'poc', id, version: 1, contentSha256: pocContentSha256(poc) },
    authors: authorsOf([poc]),
    measures: { personDays },
    needed: personDays > (allowance?.matrix?.contents.resourcePersonDays ?? 0),
  };
};

const matterOf = ({ type, subjectId }: SeekApproval['data'], facts: DealFacts, known: Known): Found => {
  switch (type) {
    case 'discount':
      return quoteMatter(facts, subjectId, known, false);
    case 'nonStandardTerms':
      return quoteMatter(facts, subjectId, known, true);
    case 'resource':
      return pocMatter(facts, subjectId, known);
  }
};

/** What speaks against asking now: nothing has to be allowed, was allowed already, or is being asked. */
const needless = (
  { type, subjectId }: SeekApproval['data'],
  { subject, measures, needed }: Matter,
  facts: DealFacts,
): Outcome | undefined => {
  const about = { type, subjectId, measures };
  if (!needed) return refuse('NothingToApprove', { ...about, because: 'withinAuthority' });
  const { contentSha256 } = subject;
  const granted = approvalFor(facts, { type, subjectId, contentSha256 }, measures)?.data.approvalId;
  if (granted !== undefined) return refuse('NothingToApprove', { ...about, because: 'approved', approvalId: granted });
  const pending = approvalsOf(facts, type, subjectId).find(({ data: { approvalId } }) => standingOf(facts, approvalId) === 'pending');
  return pending && refuse('ApprovalPending', { type, subjectId, approvalId: pending.data.approvalId }, ['RecallApproval']);
};

const isAskedSo = ({ type, subjectId, reason }: SeekApproval['data'], asked: ApprovalAsk): boolean =>
  same([type, subjectId, reason], [asked.type, asked.subject.id, asked.reason]);

const seek = (given: SeekApproval['data'], { facts }: OpenDeal, known: Known): Outcome => {
  const { opportunityId, approvalId, type, reason } = given;
  const earlier = facts.approvalsSought[approvalId]?.data.ask;
  if (earlier)
    return isAskedSo(given, earlier)
      ? accept()
      : refuse('StatedOtherwise', { approvalId, event: 'DealApprovalSought' }, ['ask under an id of its own']);
  if (!known.allowance?.matrix) return refuse('NoMatrixInForce', {}, ['PublishDefinition']);
  const matter = matterOf(given, facts, known);
  if ('kind' in matter) return matter;
  const { subject, measures, authors } = matter;
  const { ownerId, owners } = facts;
  const requestedBy = known.userId;
  const ask: ApprovalAsk = { approvalId, type, opportunityId, ownerId, requestedBy, subject, measures, reason };
  const barred = distinct([...owners, requestedBy, ...(known.persons ?? []), ...authors]);
  return needless(given, matter, facts) ?? accept({ type: 'DealApprovalSought', data: { opportunityId, approvalId, ask, barred } });
};

/** Of any deal, however it ended: what became of an approval is so. */
export const note = ({ opportunityId, note: noted, deciders }: NoteDealApproval['data'], { facts }: Deal): Outcome => {
  const { approvalId } = noted;
  const unknown = onFile('approval', facts.approvalsSought, [approvalId], 'SeekApproval');
  if (unknown) return unknown;
  const data = { opportunityId, approvalId, note: noted, deciders: [...deciders] };
  return same(facts.approvalsNoted[approvalId]?.data, data) ? accept() : accept({ type: 'DealApprovalNoted', data });
};

/** What the deal needs the word of others for (L149, L188). */
export const approvals: Chapter<ApprovalCommand> = { SeekApproval: seek, NoteDealApproval: note };
