import { tableOf } from '#eventsourcing';
import type { ContractEvent, ContractQuote, TermDifference } from '#event-contracts';
import type { ContractOnFile, ContractRequisite, Shortcoming, SoughtContractApproval } from '#rules';

type Data<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>['data'];

/** How far a contract has come; what was handed in at every department is filed. */
export const contractStatuses = [
  ...(['opened', 'drafted', 'inReview', 'approved', 'sent', 'signedByCustomer'] as const),
  ...(['fullySigned', 'filed', 'archived', 'cancelled', 'void'] as const),
] as const;

/** What a contract waits for: the customer's and the company's signatures, departments and reconciliation, or approvers. */
export const contractAwaits = ['signature', 'review', 'approval'] as const;

/** One version of the text; a deviation that is recorded of it gives it another hash. */
export interface ContractVersion {
  readonly version: number;
  readonly contentSha256: string;
  /** Of the bytes that are to be signed. */
  readonly documentSha256: string;
  readonly writtenAt: string;
}

export interface ContractReview {
  readonly result: Data<'LegalReviewCompleted'>['result'];
  readonly contentSha256: string;
  /** What has to be mended before the contract is approved. */
  readonly blocking: number;
  readonly reviewedAt: string;
}

export interface ContractReconciliation {
  readonly contentSha256: string;
  readonly termsSha256: string;
  readonly differences: readonly TermDifference[];
}

/** Of a party; who signed stays sealed where it was received. */
export interface ContractSignature {
  readonly party: Data<'ContractSignatureReceived'>['party'];
  readonly signedOn: string;
  readonly documentSha256: string;
  readonly receivedAt: string;
  readonly confirmed: boolean;
}

export interface ContractFiling {
  readonly department: Data<'SignedContractFiled'>['department'];
  readonly form: Data<'SignedContractFiled'>['form'];
  readonly filedAt: string;
}

/** A contract as it stands now. Amounts are integer minor units of `currency`; instants are business times. */
export interface ContractRow extends Pick<ContractOnFile, 'negotiated' | 'owners' | 'writers'> {
  readonly caseId: string;
  readonly contractId: string;
  readonly opportunityId: string;
  readonly company: string;
  /** Of the deal. */
  readonly ownerId: string;
  readonly status: (typeof contractStatuses)[number];
  readonly quote: ContractQuote;
  readonly amountMinor: number;
  readonly currency: string;
  readonly versions: readonly ContractVersion[];
  /** Of the content as it stands; null before it was drafted. */
  readonly contentSha256: string | null;
  /** On which content the legal department was asked to review. */
  readonly legalRequested: string | null;
  readonly legal: ContractReview | null;
  readonly finance: ContractReview | null;
  readonly reconciled: ContractReconciliation | null;
  readonly approvals: readonly SoughtContractApproval[];
  /** What is on file for the content as it stands, and what is not. */
  readonly onFile: readonly ContractRequisite[];
  /** What keeps it in the house, while it is there. */
  readonly missing: readonly Shortcoming[];
  readonly awaiting: readonly (typeof contractAwaits)[number][];
  readonly sentAt: string | null;
  /** By when the customer is expected to have signed what it was sent. */
  readonly signDueAt: string | null;
  /** Where it is known to be in the customer's house. */
  readonly trackedStep: Data<'CustomerSignatureTracked'>['step'] | null;
  readonly signatures: readonly ContractSignature[];
  /** The day of the later signature, once both are confirmed. */
  readonly signedOn: string | null;
  readonly filings: readonly ContractFiling[];
  readonly archivedAt: string | null;
  /** Why it was cancelled or is void. */
  readonly endedBecause: string | null;
  readonly openedAt: string;
  /** Ledger index of the first event, which no two contracts share. */
  readonly openedIndex: number;
  /** The last state-changing revision of the contract's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
}

export const contractListTable = tableOf<ContractRow>(
  'contract_list',
  {
    caseId: 'text',
    contractId: 'text',
    opportunityId: 'text',
    company: 'text',
    ownerId: 'text',
    owners: 'text[]',
    writers: 'text[]',
    status: 'text',
    quote: 'jsonb',
    amountMinor: 'bigint',
    currency: 'text',
    versions: 'jsonb',
    contentSha256: 'text?',
    legalRequested: 'text?',
    legal: 'jsonb?',
    finance: 'jsonb?',
    negotiated: 'jsonb?',
    reconciled: 'jsonb?',
    approvals: 'jsonb',
    onFile: 'text[]',
    missing: 'jsonb',
    awaiting: 'text[]',
    sentAt: 'timestamptz?',
    signDueAt: 'timestamptz?',
    trackedStep: 'text?',
    signatures: 'jsonb',
    signedOn: 'date?',
    filings: 'jsonb',
    archivedAt: 'timestamptz?',
    endedBecause: 'text?',
    openedAt: 'timestamptz',
    openedIndex: 'bigint',
    revision: 'integer',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'A contract as it stands now. Amounts are integer minor units of `currency`.',
    primaryKey: ['caseId', 'contractId'],
    indexes: [['contractId'], ['opportunityId'], ['status']],
  },
);
