import { accept, refuse, type Decider, type RecordedEvent } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { distinct, personsOf, same } from '#rules';
import { contractApprovals } from './approvals.ts';
import type { ContractWork, InformedContractCommand, OpenContract, ReassignContract } from './contract-command.ts';
import { changed } from './contract.changes.ts';
import type { Chapter, Contract, ContractRefusal, ContractState, Data, Known, Outcome } from './contract.state.ts';
import { drafting } from './drafting.ts';
import { reviews } from './reviews.ts';
import { sending } from './sending.ts';
import { signing } from './signing.ts';

const open = (given: OpenContract['data'], state: ContractState): Outcome => {
  if (state.status === 'unknown') return accept({ type: 'ContractOpened', data: given });
  return same(state.opened, given)
    ? accept()
    : refuse('ContractAlreadyOpened', { contractId: given.contractId }, ['commission one of its own']);
};

const reassign = (given: ReassignContract['data'], { ownerId }: Contract): Outcome =>
  given.to === ownerId ? accept() : accept({ type: 'ContractReassigned', data: given });

const work: Chapter<ContractWork> = { ReassignContract: reassign, ...drafting, ...reviews, ...contractApprovals, ...sending, ...signing };

type Worked = Exclude<InformedContractCommand, { type: 'OpenContract' }>;

/** With those who own the deal by now, whether or not that was told yet. */
const ownedAsOf = (contract: Contract, { dealOwners }: Known): Contract => ({
  ...contract,
  owners: distinct([...contract.owners, ...dealOwners]),
});

const doWork = ({ type, data, known }: Worked, contract: Contract): Outcome =>
  (work[type] as (data: Worked['data'], contract: Contract, known: Known) => Outcome)(data, ownedAsOf(contract, known), known);

/** What goes on with a contract that was signed: it is filed, archived, told of what came too late; what was done already stays done. */
const afterSigning: readonly ContractWork['type'][] = [
  ...(['FileSignedContract', 'ArchiveContract', 'ReassignContract', 'NoteContractApproval', 'VoidContract'] as const),
  ...(['NoteContractSignatureOverdue', 'ConfirmContractSignature', 'ReceiveContractSignature', 'RejectContractSignature'] as const),
  ...(['SendContract', 'TrackCustomerSignature', 'SeekContractApproval'] as const),
];

/** Told by the program of a contract that came to nothing: there is nothing to be done about it. */
const lateNews: readonly ContractWork['type'][] = [
  ...(['ReassignContract', 'NoteContractApproval', 'NoteNegotiatedTerms', 'VoidContract', 'NoteContractSignatureOverdue'] as const),
];

const decideOpened = (command: Worked, contract: Contract): Outcome => {
  switch (contract.status) {
    case 'drafting':
    case 'withCustomer':
      return doWork(command, contract);
    case 'signed':
      return afterSigning.includes(command.type) ? doWork(command, contract) : refuse('ContractConcluded', {}, []);
    case 'cancelled':
    case 'voided':
      return lateNews.includes(command.type) || same(command.data, again(contract))
        ? accept()
        : refuse('ContractEnded', { status: contract.status }, ['CommissionContract']);
  }
};

/** What would end it just as it ended. */
const again = ({ cancelled }: Contract): object | null => {
  if (!cancelled) return null;
  const { opportunityId: _deal, ...given } = cancelled;
  return given;
};

const decide = (command: InformedContractCommand, state: ContractState): Outcome => {
  if (command.type === 'OpenContract') return open(command.data, state);
  return state.status === 'unknown' ? refuse('ContractUnknown', {}, ['CommissionContract']) : decideOpened(command, state);
};

const begun = (opened: Data<'ContractOpened'>, processVersion: string): Contract => ({
  ...{ status: 'drafting', opened, processVersion, ownerId: opened.ownerId, owners: opened.owners, writers: [] },
  ...{ draft: null, deviations: [], legalRequested: null, legal: null, finance: null, negotiated: null, reconciled: null },
  ...{ approvals: {}, approvedSha256: null, sent: null, overdue: null, tracked: {}, signatures: {}, rejected: [], filed: {} },
  ...{ archived: null, cancelled: null, upheld: null },
});

const writing: readonly ContractEvent['type'][] = ['ContractDrafted', 'ContractRevised', 'ContractClauseDeviationRecorded'];

const received = (
  contract: Contract,
  { signatoryName: _sealed, ...data }: Data<'ContractSignatureReceived'>,
  receivedAt: string,
): Contract => ({
  ...contract,
  signatures: { ...contract.signatures, [data.party]: { data, receivedAt } },
});

const confirmed = (contract: Contract, { party }: Data<'ContractSignatureConfirmed'>, confirmedBy: readonly string[]): Contract => {
  const signature = contract.signatures[party];
  return signature ? { ...contract, signatures: { ...contract.signatures, [party]: { ...signature, confirmedBy } } } : contract;
};

const evolve = (state: ContractState, event: RecordedEvent<ContractEvent>): ContractState => {
  if (event.type === 'ContractOpened') return begun(event.data, event.processVersion);
  if (state.status === 'unknown') return state;
  if (event.type === 'ContractSignatureReceived') return received(state, event.data, event.occurredAt);
  if (event.type === 'ContractSignatureConfirmed') return confirmed(state, event.data, personsOf(event.actor));
  const contract = changed(state, event);
  return writing.includes(event.type) ? { ...contract, writers: distinct([...state.writers, ...personsOf(event.actor)]) } : contract;
};

/** A contract from its commission to the archive: text, reviews, approvals, both signatures, filing (L151–L165, L273–L279). */
export const contract: Decider<ContractState, InformedContractCommand, ContractEvent, ContractRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};

/** Whose contract it is: whose deal. */
export const ownerOfContract = (state: ContractState): string | null => (state.status === 'unknown' ? null : state.ownerId);
