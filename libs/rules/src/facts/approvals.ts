import type { ApprovalMeasures } from '#event-contracts';
import { covers } from '../approvals/matrix.ts';
import type { DealFacts } from './deal-facts.ts';
import { listed, type Fact } from './gathering.ts';

type Approvals = Pick<DealFacts, 'approvalsSought' | 'approvalsNoted' | 'approvalsOverturned'>;
type Sought = DealFacts['approvalsSought'][string];
type Noted = DealFacts['approvalsNoted'][string];

/** Where an approval stands, as far as the deal knows. What was overturned stays so, whatever is noted after. */
export type ApprovalStanding = 'pending' | 'overturned' | Noted['data']['note']['outcome'];

export const standingOf = (
  { approvalsNoted, approvalsOverturned }: Omit<Approvals, 'approvalsSought'>,
  approvalId: string,
): ApprovalStanding => {
  if (approvalsOverturned[approvalId]) return 'overturned';
  return approvalsNoted[approvalId]?.data.note.outcome ?? 'pending';
};

/** Approvals that still count for something, or may yet: asked for or granted, and not overturned. */
export const liveApprovals = (facts: Approvals): readonly Sought[] =>
  listed(facts.approvalsSought).filter(({ data: { approvalId } }) => ['pending', 'granted'].includes(standingOf(facts, approvalId)));

/** All that were asked for about one thing, the earliest first. */
export const approvalsOf = (facts: Approvals, type: string, subjectId: string): readonly Sought[] =>
  listed(facts.approvalsSought).filter(({ data: { ask } }) => ask.type === type && ask.subject.id === subjectId);

type Owned = Approvals & Pick<DealFacts, 'owners'>;

/** Granted, and still so; and nobody who ever owned the deal took part: nobody allows themself anything by taking a deal over. */
export const grantedByOthers = (facts: Owned, approvalId: string): boolean => {
  const deciders = facts.approvalsNoted[approvalId]?.data.deciders;
  return deciders !== undefined && standingOf(facts, approvalId) === 'granted' && !deciders.some((userId) => facts.owners.includes(userId));
};

/** The granted approval of exactly this content that covers what it measures today; nothing where there is none. */
export const approvalFor = (
  facts: Owned,
  { type, subjectId, contentSha256 }: { readonly type: string; readonly subjectId: string; readonly contentSha256: string },
  measures: ApprovalMeasures,
): Noted | undefined => {
  const granted = approvalsOf(facts, type, subjectId).findLast(
    ({ data: { approvalId, ask } }) =>
      ask.subject.contentSha256 === contentSha256 && covers(ask.measures, measures) && grantedByOthers(facts, approvalId),
  );
  return granted && facts.approvalsNoted[granted.data.approvalId];
};

/** Who stated something, and through whom. */
export const authorsOf = (facts: readonly (Fact | undefined)[]): readonly string[] =>
  facts.flatMap((fact) => (fact ? [fact.by, ...(fact.through === undefined ? [] : [fact.through])] : []));
