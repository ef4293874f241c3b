import type { LedgerEvent, ProcessManager, Reaction } from '#eventsourcing';
import type { contracts, EventOf, opportunities } from '#event-contracts';
import { contractStream, type NoteNegotiatedTerms, type OpenContract, type ReassignContract, type VoidContract } from '#contracts';
import { opportunityStream, type NoteContract } from '#opportunities';
import { sourceOf } from './source.ts';
import { termsToTell } from './terms-to-tell.ts';

type Deals = typeof opportunities;
type Commissioned = EventOf<Deals['ContractCommissioned']>;
type OwnerChanged = EventOf<Deals['ContractOwnerChanged']>;
type CommissionVoided = EventOf<Deals['ContractCommissionVoided']>;
type TermsPassedOn = EventOf<Deals['NegotiatedTermsPassedOn']>;
type OfDeal = Commissioned | OwnerChanged | CommissionVoided | TermsPassedOn;
type ToContract = OpenContract | ReassignContract | VoidContract | NoteNegotiatedTerms;

const commandFor = (event: LedgerEvent<OfDeal>): ToContract => {
  const source = sourceOf(event);
  switch (event.type) {
    case 'ContractCommissioned':
      return { type: 'OpenContract', data: { ...event.data, source } };
    case 'ContractOwnerChanged': {
      const { contractId, from, to } = event.data;
      return { type: 'ReassignContract', data: { contractId, from, to, source } };
    }
    case 'ContractCommissionVoided': {
      const { contractId, quote, because } = event.data;
      return { type: 'VoidContract', data: { contractId, quote, because, source } };
    }
    case 'NegotiatedTermsPassedOn': {
      const { contractId, negotiationId, termsSha256 } = event.data;
      return { type: 'NoteNegotiatedTerms', data: { contractId, negotiationId, terms: termsToTell(event.data), termsSha256, source } };
    }
  }
};

/** What the deal says of its contract is done in the contract's stream, in the deal's case, in the order in which the deal said it (L153, L155, L273). */
export const contractCourse: ProcessManager<OfDeal, ToContract> = {
  name: 'contract-course',
  handles: ['ContractCommissioned', 'ContractOwnerChanged', 'ContractCommissionVoided', 'NegotiatedTermsPassedOn'],
  react: (event): readonly Reaction<ToContract>[] => [
    { stream: contractStream(event.data.contractId), command: commandFor(event), occurredAt: event.occurredAt },
  ],
};

type Contracts = typeof contracts;
type Progress = {
  readonly [T in keyof Contracts]?: NoteContract['data']['progress'];
};

/** What of a contract the deal has to know. A deviation makes other content, as a revision does. */
const progress = {
  ContractDrafted: 'drafted',
  ContractRevised: 'drafted',
  ContractClauseDeviationRecorded: 'drafted',
  ContractApproved: 'approved',
  ContractSentToCustomer: 'sent',
  ContractRecalled: 'recalled',
  ContractFullySigned: 'signed',
  SignedContractFiled: 'filed',
  ContractArchived: 'archived',
  ContractCancelled: 'cancelled',
  ContractVoided: 'voided',
  ContractUpheld: 'upheld',
} as const satisfies Progress;
type Told = EventOf<Contracts[keyof typeof progress]>;

const noteOf = (event: LedgerEvent<Told>): NoteContract['data'] => {
  const { type, data } = event;
  const { contractId, opportunityId } = data;
  return {
    ...{ opportunityId, contractId, noteId: event.eventId, progress: progress[type], source: sourceOf(event) },
    ...('contentSha256' in data && { contentSha256: data.contentSha256 }),
    ...('amount' in data && { amount: data.amount }),
    ...('signedOn' in data && { signedOn: data.signedOn }),
    ...('department' in data && { department: data.department }),
    ...('confirmedBy' in data && { confirmedBy: data.confirmedBy }),
  };
};

/** How far the contract has come is noted in the deal; until then, what waits for it waits (L157, L163–L165, L276). */
export const contractNotes: ProcessManager<Told, NoteContract> = {
  name: 'contract-notes',
  handles: Object.keys(progress) as (keyof typeof progress)[],
  react: (event) => [
    {
      stream: opportunityStream(event.data.opportunityId),
      command: { type: 'NoteContract', data: noteOf(event) },
      occurredAt: event.occurredAt,
    },
  ],
};
