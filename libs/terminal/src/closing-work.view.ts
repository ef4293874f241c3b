import type { ApprovalDto } from '#approval-list/nest';
import type { ContractDto } from '#contract-list/nest';
import { amount } from './money.ts';
import { figure, printable, table } from './table.ts';

/** What is left to decide and to sign before a deal is won (L149–L163, L188). */
export interface ClosingWork {
  readonly approvals: {
    /** That the reader may decide now, for themself or in another's name. */
    readonly waitingForMe: readonly ApprovalDto[];
    readonly sentBackToMe: readonly ApprovalDto[];
  };
  readonly contracts: { readonly awaitingSignature: readonly ContractDto[] };
  /** What is past the time that it had. */
  readonly breaches: { readonly approvals: readonly ApprovalDto[]; readonly contracts: readonly ContractDto[] };
}

const minute = (instant: string | null): string | null => instant?.slice(0, 16).replace('T', ' ') ?? null;

/** The step whose turn it is, or was last. */
const stepText = ({ steps }: ApprovalDto): string | null => {
  const step = steps.findLast(({ startedAt }) => startedAt !== null);
  if (!step) return null;
  const escalated = step.escalation ? `, escalated to ${step.escalation.to.join(', ')}` : '';
  return `${step.step}/${steps.length} ${step.roles.join(', ')}${escalated}`;
};

const lastWord = ({ steps }: ApprovalDto): string | null => {
  const word = steps.flatMap(({ decisions }) => decisions).at(-1);
  return word ? [word.userId, word.comment].filter((part) => part !== null).join(': ') : null;
};

const approvalRow = (approval: ApprovalDto) => [
  approval.approvalId,
  approval.opportunityId,
  approval.type,
  `${approval.subjectKind} ${approval.subjectId}, version ${approval.subjectVersion}`,
  approval.requestedBy,
  approval.reason,
  stepText(approval),
  minute(approval.dueAt),
  lastWord(approval),
];

const contractRow = (contract: ContractDto) => [
  contract.contractId,
  contract.opportunityId,
  contract.company,
  contract.ownerId,
  contract.status,
  figure(amount(contract.amountMinor, contract.currency)),
  minute(contract.signDueAt),
  contract.trackedStep,
];

const titled = (title: string, text: string): string => `${printable(title)}:\n${text}`;

/** Approvals, one on a line; nothing where there are none. Times are UTC. */
export const approvalsText = (title: string, approvals: readonly ApprovalDto[]): readonly string[] =>
  approvals.length === 0
    ? []
    : [titled(title, table(['approval', 'deal', 'of', 'on', 'by', 'reason', 'step', 'due', 'last word'], approvals.map(approvalRow)))];

/** Contracts, one on a line; nothing where there are none. Times are UTC. */
export const contractsText = (title: string, contracts: readonly ContractDto[]): readonly string[] =>
  contracts.length === 0
    ? []
    : [titled(title, table(['contract', 'deal', 'company', 'owner', 'status', 'amount', 'sign by', 'step'], contracts.map(contractRow)))];
