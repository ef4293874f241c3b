import type { ContractEvent } from '#event-contracts';
import { deviationsKept, draftOf } from './content.ts';
import type { Approval, Contract, Data } from './contract.state.ts';

const versioned = (contract: Contract, draft: NonNullable<Contract['draft']>): Contract => ({
  ...contract,
  draft,
  deviations: deviationsKept(contract, draft),
});

const deviating = (contract: Contract, data: Data<'ContractClauseDeviationRecorded'>): Contract => ({
  ...contract,
  deviations: [...contract.deviations, data],
  draft: contract.draft && { ...contract.draft, contentSha256: data.contentSha256 },
});

const ofApproval = (contract: Contract, approvalId: string, change: Partial<Approval>): Contract => {
  const approval = contract.approvals[approvalId];
  return approval ? { ...contract, approvals: { ...contract.approvals, [approvalId]: { ...approval, ...change } } } : contract;
};

const unsigned = (contract: Contract, data: Data<'ContractSignatureRejected'>): Contract => {
  const { [data.party]: _rejected, ...signatures } = contract.signatures;
  return { ...contract, signatures, rejected: [...contract.rejected, data] };
};

type Changes = {
  readonly [T in ContractEvent['type']]?: (contract: Contract, data: Data<T>) => Contract;
};

/** What each event makes of a contract that was opened, whoever stated it; who did is remembered by the decider's fold. */
const changes: Changes = {
  ContractReassigned: (contract, { to }) => ({ ...contract, ownerId: to, owners: [...contract.owners, to] }),
  ContractDrafted: versioned,
  ContractRevised: (contract, data) => versioned(contract, draftOf(data)),
  ContractClauseDeviationRecorded: deviating,
  LegalReviewRequested: (contract, { contentSha256 }) => ({ ...contract, legalRequested: contentSha256 }),
  LegalReviewCompleted: (contract, legal) => ({ ...contract, legal }),
  FinanceReviewCompleted: (contract, finance) => ({ ...contract, finance }),
  NegotiatedTermsNoted: (contract, negotiated) => ({ ...contract, negotiated }),
  ContractTextReconciled: (contract, reconciled) => ({ ...contract, reconciled }),
  ContractApprovalSought: (contract, { approvalId, ask }) => ({
    ...contract,
    approvals: { ...contract.approvals, [approvalId]: { ask, overturned: false } },
  }),
  ContractApprovalNoted: (contract, noted) => ofApproval(contract, noted.approvalId, { noted }),
  ContractApprovalOverturned: (contract, { approvalId }) => ofApproval(contract, approvalId, { overturned: true }),
  ContractApproved: (contract, { contentSha256 }) => ({ ...contract, approvedSha256: contentSha256 }),
  ContractSentToCustomer: (contract, sent) => ({ ...contract, status: 'withCustomer', sent }),
  ContractRecalled: (contract) => ({ ...contract, status: 'drafting', sent: null, signatures: {} }),
  CustomerSignatureTracked: (contract, data) => ({ ...contract, tracked: { ...contract.tracked, [data.trackingId]: data } }),
  ContractSignatureOverdue: (contract, overdue) => ({ ...contract, overdue }),
  ContractSignatureRejected: unsigned,
  ContractFullySigned: (contract) => ({ ...contract, status: 'signed' }),
  SignedContractFiled: (contract, data) => ({ ...contract, filed: { ...contract.filed, [`${data.department}.${data.form}`]: data } }),
  ContractArchived: (contract, archived) => ({ ...contract, archived }),
  ContractCancelled: (contract, cancelled) => ({ ...contract, status: 'cancelled', cancelled }),
  ContractVoided: (contract) => ({ ...contract, status: 'voided' }),
  ContractUpheld: (contract, upheld) => ({ ...contract, upheld }),
};

/** The contract after an event. */
export const changed = (contract: Contract, { type, data }: ContractEvent): Contract => {
  const change = changes[type] as ((contract: Contract, data: ContractEvent['data']) => Contract) | undefined;
  return change ? change(contract, data) : contract;
};
