import { tableOf } from '#eventsourcing';
import type { ApprovalMeasures, ApprovalSubject, ApprovalEvent, Role } from '#event-contracts';
import type { ApprovalType, RouteStep } from '#rules';

type Decided = Extract<ApprovalEvent, { type: 'ApprovalStepDecided' }>['data'];

/** What somebody who was asked said; `role` is null for a signer who was added by name. */
export interface ApprovalWord {
  readonly role: Role | null;
  readonly userId: string;
  readonly onBehalfOf: string | null;
  readonly decision: Decided['decision'];
  readonly comment: string | null;
  readonly decidedAt: string;
}

export interface ApprovalSigner {
  readonly signerId: string;
  readonly addedBy: string;
}

/** Those above who may decide, too, since the time of the step is over, and by when. */
export interface ApprovalEscalation {
  readonly to: readonly Role[];
  readonly overdueSince: string;
  readonly dueAt: string;
}

/** One step of the way; its times are null until its turn came, and until all who were asked had decided. */
export interface ApprovalListStep extends Pick<RouteStep, 'step' | 'name' | 'roles' | 'decides'> {
  readonly startedAt: string | null;
  readonly dueAt: string | null;
  readonly decidedAt: string | null;
  readonly decisions: readonly ApprovalWord[];
  readonly signers: readonly ApprovalSigner[];
  readonly escalation: ApprovalEscalation | null;
}

/** An approval as it stands now, with each step of its way. Nothing of it is sealed; instants are business times. */
export interface ApprovalRow {
  readonly caseId: string;
  readonly approvalId: string;
  readonly opportunityId: string;
  readonly type: ApprovalType;
  readonly status: 'waiting' | 'granted' | 'rejected' | 'sentBack' | 'recalled' | 'voided';
  /** Of the deal, when it was asked for. */
  readonly ownerId: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly subjectKind: ApprovalSubject['kind'];
  readonly subjectId: string;
  readonly subjectVersion: number;
  /** Of the very content that is to be approved. */
  readonly contentSha256: string;
  readonly measures: ApprovalMeasures;
  /** The matrix that it goes by, `id@version#sha256`, and the tier of it. */
  readonly matrix: string;
  readonly tier: string;
  /** Who may not decide. */
  readonly barred: readonly string[];
  readonly samePersonMay: boolean;
  readonly steps: readonly ApprovalListStep[];
  /** Who decided, in whose name, and who was added. */
  readonly tookPart: readonly string[];
  /** When the time of the current step is over, also after it was escalated; null when nobody is waited for. */
  readonly dueAt: string | null;
  readonly requestedAt: string;
  readonly endedAt: string | null;
  /** Why it was recalled or voided. */
  readonly endedBecause: string | null;
  /** Of what was voided: the content that there is instead. */
  readonly currentSha256: string | null;
  /** Ledger index of the first event, which no two approvals share. */
  readonly requestedIndex: number;
  /** The last state-changing revision of the approval's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
}

export const approvalListTable = tableOf<ApprovalRow>(
  'approval_list',
  {
    caseId: 'text',
    approvalId: 'text',
    opportunityId: 'text',
    type: 'text',
    status: 'text',
    ownerId: 'text',
    requestedBy: 'text',
    reason: 'text',
    subjectKind: 'text',
    subjectId: 'text',
    subjectVersion: 'integer',
    contentSha256: 'text',
    measures: 'jsonb',
    matrix: 'text',
    tier: 'text',
    barred: 'text[]',
    samePersonMay: 'boolean',
    steps: 'jsonb',
    tookPart: 'text[]',
    dueAt: 'timestamptz?',
    requestedAt: 'timestamptz',
    endedAt: 'timestamptz?',
    endedBecause: 'text?',
    currentSha256: 'text?',
    requestedIndex: 'bigint',
    revision: 'integer',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'An approval as it stands now, with each step of its way.',
    primaryKey: ['caseId', 'approvalId'],
    indexes: [['approvalId'], ['opportunityId'], ['status']],
  },
);
