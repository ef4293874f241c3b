import type { ApprovalNote } from '#event-contracts';
import type { ApprovalType } from '../approvals/matrix.ts';

/** What has to be on file for the very content before it may leave the house. */
export const contractRequisites = ['draft', 'legalReview', 'financeReview', 'reconciliation', 'approval'] as const;
export type ContractRequisite = (typeof contractRequisites)[number];

/** One thing that keeps a contract in the house. */
export interface Shortcoming {
  readonly what: ContractRequisite;
  readonly because: string;
  /** Where there is one, of other content: what it was of, and what it would have to be of. */
  readonly ofSha256?: string;
  readonly currentSha256?: string;
  readonly approvalId?: string;
  readonly liftedBy: string;
}

/** An approval of the contract that was asked for, with what is known to have become of it. */
export interface SoughtContractApproval {
  readonly ask: { readonly approvalId: string; readonly type: ApprovalType; readonly subject: { readonly contentSha256: string } };
  readonly noted?: { readonly note: Pick<ApprovalNote, 'outcome'>; readonly deciders: readonly string[] } | undefined;
  /** Its content is no longer the contract's. */
  readonly overturned: boolean;
}

interface Draft {
  readonly contentSha256: string;
}
type Review = { readonly result: 'accepted' | 'changesNeeded'; readonly contentSha256: string } | null;

/** What is on file of a contract, as far as it matters for sending it. */
export interface ContractOnFile {
  readonly draft: Draft | null;
  readonly legal: Review;
  readonly finance: Review;
  readonly negotiated: { readonly termsSha256: string } | null;
  readonly reconciled: { readonly contentSha256: string; readonly termsSha256: string; readonly differences: readonly unknown[] } | null;
  /** In the order in which they were asked for. */
  readonly approvals: readonly SoughtContractApproval[];
  /** Everyone who ever owned the deal. */
  readonly owners: readonly string[];
  /** Everyone who had a hand in the text. */
  readonly writers: readonly string[];
}
type Contract = ContractOnFile;
type Approval = SoughtContractApproval;

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
  const all = contract.approvals;
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
