import { accept, refuse, type Refusal } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { changed } from './contract.changes.ts';
import type { Approval, Contract, ContractRefusal, Draft, Outcome } from './contract.state.ts';

/** One thing that keeps a contract in the house. */
export interface Shortcoming {
  readonly what: 'draft' | 'legalReview' | 'financeReview' | 'reconciliation' | 'approval';
  readonly because: string;
  /** Where there is one, of other content: what it was of, and what it would have to be of. */
  readonly ofSha256?: string;
  readonly currentSha256?: string;
  readonly approvalId?: string;
  readonly liftedBy: string;
}

const ofOther = (
  what: Shortcoming['what'],
  ofSha256: string,
  { contentSha256 }: Draft,
  liftedBy: string,
  approvalId?: string,
): Shortcoming => ({
  ...{ what, because: 'ofOtherContent', ofSha256, currentSha256: contentSha256, liftedBy },
  ...(approvalId !== undefined && { approvalId }),
});

type Review = Pick<NonNullable<Contract['legal']>, 'result' | 'contentSha256'> | null;

/** L151, L156: accepted by the department, as it stands. */
const unreviewed = (what: 'legalReview' | 'financeReview', review: Review, draft: Draft, liftedBy: string): readonly Shortcoming[] => {
  if (!review) return [{ what, because: 'missing', liftedBy }];
  if (review.contentSha256 !== draft.contentSha256) return [ofOther(what, review.contentSha256, draft, liftedBy)];
  return review.result === 'accepted' ? [] : [{ what, because: review.result, liftedBy: 'ReviseContract' }];
};

/** L153: the text says what was agreed last, as it stands. */
const unreconciled = ({ negotiated, reconciled }: Contract, draft: Draft): readonly Shortcoming[] => {
  const [what, liftedBy] = ['reconciliation', 'ReconcileContractText'] as const;
  if (!negotiated) return [{ what, because: 'termsPending', liftedBy: 'ConcludeNegotiation' }];
  if (!reconciled) return [{ what, because: 'missing', liftedBy }];
  if (reconciled.contentSha256 !== draft.contentSha256) return [ofOther(what, reconciled.contentSha256, draft, liftedBy)];
  if (reconciled.termsSha256 !== negotiated.termsSha256) return [{ what, because: 'ofOtherTerms', liftedBy }];
  return reconciled.differences.length === 0 ? [] : [{ what, because: 'differences', liftedBy: 'ReviseContract' }];
};

/** Nobody approves their own work or deal, whatever the approval's stream says of it. */
const isOwnWord = ({ noted }: Approval, { owners, writers }: Contract): boolean =>
  (noted?.deciders ?? []).some((userId) => owners.includes(userId) || writers.includes(userId));

const standingOf = (approval: Approval, contract: Contract): string => {
  const outcome = approval.noted?.note.outcome ?? 'pending';
  return outcome === 'granted' && isOwnWord(approval, contract) ? 'ownWord' : outcome;
};

const withdrawn: readonly string[] = ['recalled', 'voided'];

const unapprovedOne = (approval: Approval, contract: Contract): readonly Shortcoming[] => {
  const because = standingOf(approval, contract);
  const { approvalId } = approval.ask;
  return because === 'granted' || withdrawn.includes(because)
    ? []
    : [{ what: 'approval', because, approvalId, liftedBy: because === 'pending' ? 'DecideApprovalStep' : 'SeekContractApproval' }];
};

/**
 * L154, L156, L188: an approval of type contract, of this very content, is granted, and none that was asked for beside it is open or refused. Its
 * measures hold deviations and payment, and the matrix leads it past legal and finance: with it, nothing further has to be asked for.
 */
const unapproved = (contract: Contract, draft: Draft): readonly Shortcoming[] => {
  const [what, liftedBy] = ['approval', 'SeekContractApproval'] as const;
  const all = Object.values(contract.approvals);
  const current = all.filter(({ ask, overturned }) => !overturned && ask.subject.contentSha256 === draft.contentSha256);
  const grants = current.filter(({ ask, noted }) => ask.type === 'contract' && noted?.note.outcome === 'granted');
  const others = current.flatMap((approval) => (isSuperseded(approval, current) ? [] : unapprovedOne(approval, contract)));
  if (grants.length > 0 || others.some(({ because }) => because === 'pending')) return others;
  const earlier = all.findLast(({ ask, noted }) => ask.type === 'contract' && noted?.note.outcome === 'granted');
  return earlier
    ? [...others, ofOther(what, earlier.ask.subject.contentSha256, draft, liftedBy, earlier.ask.approvalId)]
    : [...others, { what, because: 'missing', liftedBy }];
};

/** What was rejected or sent back and then asked for again of the same content goes by the later answer. */
const isSuperseded = ({ ask }: Approval, current: readonly Approval[]): boolean =>
  current.findLast((other) => other.ask.type === ask.type)?.ask.approvalId !== ask.approvalId;

/** Everything that keeps the contract in the house; nothing when it may be sent. */
export const shortcomingsOf = (contract: Contract): readonly Shortcoming[] => {
  const { draft, legal, finance } = contract;
  if (!draft) return [{ what: 'draft', because: 'missing', liftedBy: 'DraftContract' }];
  return [
    ...unreviewed('legalReview', legal, draft, 'CompleteLegalReview'),
    ...unreviewed('financeReview', finance, draft, 'CompleteFinanceReview'),
    ...unreconciled(contract, draft),
    ...unapproved(contract, draft),
  ];
};

/** Refuses what needs a contract that may leave the house, and names everything that is missing. */
export const notReady = (contract: Contract): Refusal<ContractRefusal> | undefined => {
  const missing = shortcomingsOf(contract);
  if (missing.length === 0) return undefined;
  const lifted = [...new Set(missing.map(({ liftedBy }) => liftedBy))];
  const named = missing.map(({ liftedBy: _liftedBy, ...shortcoming }) => shortcoming);
  return refuse('ContractNotReady', { contentSha256: contract.draft?.contentSha256 ?? null, missing: named }, lifted);
};

/** What the event says, and that the contract is approved in the house where it was the last thing missing (L157). */
export const completing = (event: ContractEvent, contract: Contract): Outcome => {
  const next = changed(contract, event);
  const { draft, approvedSha256, approvals, opened } = next;
  if (!draft || approvedSha256 === draft.contentSha256 || shortcomingsOf(next).length > 0) return accept(event);
  const { version, amount, contentSha256 } = draft;
  const granted = Object.values(approvals).findLast(({ ask, overturned }) => ask.type === 'contract' && !overturned);
  const { contractId, opportunityId } = opened;
  const approved = { contractId, opportunityId, version, amount, contentSha256, ...(granted && { approvalId: granted.ask.approvalId }) };
  return accept<ContractEvent>(event, { type: 'ContractApproved', data: approved });
};
