import type { Command, Decision, Instant } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import type { CalendarContents, ChapterOf, ProcessDefinition } from '#rules';

export type Data<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>['data'];
export type Party = Data<'ContractSignatureReceived'>['party'];
/** A version of the contract; why it was revised is no part of it. */
export type Draft = Data<'ContractDrafted'>;
export type Deviation = Data<'ContractClauseDeviationRecorded'>;

/** An approval that was asked for, with what became of it. */
export interface Approval {
  readonly ask: Data<'ContractApprovalSought'>['ask'];
  readonly noted?: Data<'ContractApprovalNoted'>;
  /** Its content is no longer the contract's. */
  readonly overturned: boolean;
}

/** A party's signature as it was handed in; the signatory's name stays sealed. */
export interface Signature {
  readonly data: Omit<Data<'ContractSignatureReceived'>, 'signatoryName'>;
  readonly receivedAt: Instant;
  /** Whoever confirmed it, and in whose name. */
  readonly confirmedBy?: readonly string[];
}

export type ContractStatus = 'drafting' | 'withCustomer' | 'signed' | 'cancelled' | 'voided';

export interface Contract {
  readonly status: ContractStatus;
  readonly opened: Data<'ContractOpened'>;
  /** The process that the deal was under when the contract was opened. */
  readonly processVersion: string;
  readonly ownerId: string;
  /** Everyone who ever owned the deal. */
  readonly owners: readonly string[];
  /** Everyone who drafted, revised or deviated: their word on the text is never someone else's. */
  readonly writers: readonly string[];
  /** The latest version, with the hash of the content as it stands. */
  readonly draft: Draft | null;
  /** Those of the latest version. */
  readonly deviations: readonly Deviation[];
  readonly legalRequested: string | null;
  readonly legal: Data<'LegalReviewCompleted'> | null;
  readonly finance: Data<'FinanceReviewCompleted'> | null;
  readonly negotiated: Data<'NegotiatedTermsNoted'> | null;
  readonly reconciled: Data<'ContractTextReconciled'> | null;
  readonly approvals: Readonly<Record<string, Approval>>;
  readonly approvedSha256: string | null;
  readonly sent: Data<'ContractSentToCustomer'> | null;
  readonly overdue: Data<'ContractSignatureOverdue'> | null;
  readonly tracked: Readonly<Record<string, Data<'CustomerSignatureTracked'>>>;
  readonly signatures: Readonly<Partial<Record<Party, Signature>>>;
  readonly rejected: readonly Data<'ContractSignatureRejected'>[];
  readonly filed: Readonly<Record<string, Data<'SignedContractFiled'>>>;
  readonly archived: Data<'ContractArchived'> | null;
  readonly cancelled: Data<'ContractCancelled'> | null;
  readonly upheld: Data<'ContractUpheld'> | null;
}

export type ContractState = { readonly status: 'unknown' } | Contract;

export type ContractRefusal =
  | 'ContractUnknown'
  | 'ContractAlreadyOpened'
  | 'ContractEnded'
  | 'ContractConcluded'
  | 'ContractOut'
  | 'ContractNotOut'
  | 'NotDrafted'
  | 'AlreadyDrafted'
  | 'NamedTwice'
  | 'InstalmentsDiffer'
  | 'BytesNotReceived'
  | 'ContentDiffers'
  | 'OwnDeal'
  | 'OwnWork'
  | 'FindingBlocks'
  | 'TermsNotNegotiated'
  | 'ApprovalAlreadySought'
  | 'ApprovalUnknown'
  | 'SubjectDiffers'
  | 'ContractNotReady'
  | 'CustomerHasSigned'
  | 'SignatureAlreadyReceived'
  | 'SignatureUnknown'
  | 'SignatureConfirmed'
  | 'DayAhead'
  | 'NotSigned'
  | 'StatedOtherwise'
  | 'NotOnFile';

export type Outcome = Decision<ContractEvent, ContractRefusal>;

/** What the application looks up for every command on a contract. */
export interface Known {
  /** Who acts, and in whose name: what takes someone else takes neither of them. */
  readonly persons: readonly string[];
  readonly userId: string;
  /** Everyone who ever owned the deal, by the deal's own stream: what a process tells of it may come later. */
  readonly dealOwners: readonly string[];
  /** When it happened: never later than now. */
  readonly at: Instant;
  /** The process that the deal was under when the contract was opened. */
  readonly definition: ProcessDefinition;
  readonly calendar: CalendarContents;
  /** Of the bytes that the command names, if the server has them. */
  readonly stored?: { readonly size: number };
  /** Keyed digests of the words of each term of the text, by term, where it is held against what was agreed. */
  readonly statementDigests: Readonly<Record<string, string>>;
}

/** One chapter of the work on a contract: each of its commands, decided on a contract that was opened. */
export type Chapter<C extends Command> = ChapterOf<C, Contract, Known, Outcome>;
