import { accept, refuse, type Command } from '#eventsourcing';
import type { ApprovalAsk, ApprovalNote } from '#event-contracts';
import { approvalFor, approvalsOf, distinct, same, standingOf, type DealFacts } from '#rules';
import { onFile, type Chapter, type Known } from './chapter.ts';
import { matterOf, type DealApprovalType, type Matter } from './matters.ts';
import type { Deal, OpenDeal, Outcome } from './opportunity.state.ts';

/** L127, L149, L156, L188. What it is about is named; what it measures is reckoned by the server. */
export type SeekApproval = Command<
  'SeekApproval',
  {
    readonly opportunityId: string;
    readonly approvalId: string;
    readonly type: DealApprovalType;
    /** Of a quote, a proof of concept or another resource, or a solution. */
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

/** What speaks against asking now: nothing has to be allowed, was allowed already, or is being asked. */
const needless = (
  { type, subjectId }: SeekApproval['data'],
  { subject, measures, needed, free }: Matter,
  facts: DealFacts,
): Outcome | undefined => {
  const about = { type, subjectId, measures };
  if (!needed) return refuse('NothingToApprove', { ...about, ...free, because: 'withinAuthority' });
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
