import { accept, refuse, type Refusal } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { shortcomingsOf, type Shortcoming } from '#rules';
import { changed } from './contract.changes.ts';
import type { Contract, ContractRefusal, Outcome } from './contract.state.ts';

/** Everything that keeps the contract in the house; nothing when it may be sent. */
const shortcomings = (contract: Contract): readonly Shortcoming[] =>
  shortcomingsOf({ ...contract, approvals: Object.values(contract.approvals) });

/** Refuses what needs a contract that may leave the house, and names everything that is missing. */
export const notReady = (contract: Contract): Refusal<ContractRefusal> | undefined => {
  const missing = shortcomings(contract);
  if (missing.length === 0) return undefined;
  const lifted = [...new Set(missing.map(({ liftedBy }) => liftedBy))];
  const named = missing.map(({ liftedBy: _liftedBy, ...shortcoming }) => shortcoming);
  return refuse('ContractNotReady', { contentSha256: contract.draft?.contentSha256 ?? null, missing: named }, lifted);
};

/** What the event says, and that the contract is approved in the house where it was the last thing missing (L157). */
export const completing = (event: ContractEvent, contract: Contract): Outcome => {
  const next = changed(contract, event);
  const { draft, approvedSha256, approvals, opened } = next;
  if (!draft || approvedSha256 === draft.contentSha256 || shortcomings(next).length > 0) return accept(event);
  const { version, amount, contentSha256 } = draft;
  const granted = Object.values(approvals).findLast(({ ask, overturned }) => ask.type === 'contract' && !overturned);
  const { contractId, opportunityId } = opened;
  const approved = { contractId, opportunityId, version, amount, contentSha256, ...(granted && { approvalId: granted.ask.approvalId }) };
  return accept<ContractEvent>(event, { type: 'ContractApproved', data: approved });
};
