import type { LedgerEvent, ProcessManager, Reaction } from '#eventsourcing';
import type { ApprovalNote, approvals, contracts, EventOf, opportunities } from '#event-contracts';
import { approvalStream, type OpenApproval, type VoidApproval } from '#approvals';
import { contractStream, type NoteContractApproval } from '#contracts';
import { opportunityStream, type NoteDealApproval } from '#opportunities';
import { personsOf } from '#rules';
import { sourceOf } from './source.ts';

type Deals = typeof opportunities;
type Contracts = typeof contracts;
type Sought = EventOf<Deals['DealApprovalSought']> | EventOf<Contracts['ContractApprovalSought']>;
type Overturned = EventOf<Deals['DealApprovalOverturned']> | EventOf<Contracts['ContractApprovalOverturned']>;
/** A stream that asks for approvals declares two such events, of what is asked and of what is not so any more. */
type Asking = Sought | Overturned;

type Approvals = typeof approvals;
type Ended =
  | EventOf<Approvals['ApprovalGranted']>
  | EventOf<Approvals['ApprovalRejected']>
  | EventOf<Approvals['ApprovalSentBack']>
  | EventOf<Approvals['ApprovalRecalled']>
  | EventOf<Approvals['ApprovalVoided']>;

const opening = ({ data: { approvalId, ask, barred }, occurredAt }: LedgerEvent<Sought>): Reaction<OpenApproval> => ({
  stream: approvalStream(approvalId),
  command: { type: 'OpenApproval', data: { approvalId, ask, barred } },
  occurredAt,
});

const voiding = ({ data, occurredAt }: LedgerEvent<Overturned>): Reaction<VoidApproval> => {
  const { approvalId, because, approvedSha256, currentSha256 } = data;
  return {
    stream: approvalStream(approvalId),
    command: { type: 'VoidApproval', data: { approvalId, because, approvedSha256, currentSha256 } },
    occurredAt,
  };
};

/** What is asked for gets a stream of its own, in the deal's case; what is not so any more is voided there (L188). One manager for both, so that they come in order. */
export const approvalCourse: ProcessManager<Asking, OpenApproval | VoidApproval> = {
  name: 'approval-course',
  handles: ['DealApprovalSought', 'ContractApprovalSought', 'DealApprovalOverturned', 'ContractApprovalOverturned'],
  react: (event) => {
    switch (event.type) {
      case 'DealApprovalSought':
      case 'ContractApprovalSought':
        return [opening(event)];
      case 'DealApprovalOverturned':
      case 'ContractApprovalOverturned':
        return [voiding(event)];
    }
  },
};

const outcomes = {
  ApprovalGranted: 'granted',
  ApprovalRejected: 'rejected',
  ApprovalSentBack: 'sentBack',
  ApprovalRecalled: 'recalled',
  ApprovalVoided: 'voided',
} as const satisfies Readonly<Record<Ended['type'], ApprovalNote['outcome']>>;

/** An approval's end as whoever asked for it is told, with where it stands. */
const noteOf = (event: LedgerEvent<Ended>): ApprovalNote => {
  const { approvalId, type, subject, matrix } = event.data;
  return { approvalId, type, outcome: outcomes[event.type], subject, matrix, source: sourceOf(event) };
};

const decidersOf = (event: LedgerEvent<Ended>): readonly string[] =>
  event.type === 'ApprovalGranted' ? event.data.signatures.flatMap(personsOf) : [];

type Note = NoteDealApproval | NoteContractApproval;

/** Who is told of the end of an approval: the stream that asked, which the kind of its subject names. */
const asker: Readonly<Record<ApprovalNote['subject']['kind'], (event: LedgerEvent<Ended>) => Omit<Reaction<Note>, 'occurredAt'>>> = {
  quote: (event) => noteInDeal(event),
  poc: (event) => noteInDeal(event),
  resource: (event) => noteInDeal(event),
  solution: (event) => noteInDeal(event),
  contract: (event) => noteInContract(event),
};

const noteInDeal = (event: LedgerEvent<Ended>): Omit<Reaction<NoteDealApproval>, 'occurredAt'> => {
  const { opportunityId } = event.data;
  const data = { opportunityId, note: noteOf(event), deciders: decidersOf(event) };
  return { stream: opportunityStream(opportunityId), command: { type: 'NoteDealApproval', data } };
};

const noteInContract = (event: LedgerEvent<Ended>): Omit<Reaction<NoteContractApproval>, 'occurredAt'> => {
  const { id: contractId } = event.data.subject;
  const data = { contractId, approvalId: event.data.approvalId, note: noteOf(event), deciders: [...decidersOf(event)] };
  return { stream: contractStream(contractId), command: { type: 'NoteContractApproval', data } };
};

/** How an approval ended is noted where it was asked for; until then, what waits for it waits (L188). */
export const approvalNotes: ProcessManager<Ended, Note> = {
  name: 'approval-notes',
  handles: ['ApprovalGranted', 'ApprovalRejected', 'ApprovalSentBack', 'ApprovalRecalled', 'ApprovalVoided'],
  react: (event) => [{ ...asker[event.data.subject.kind](event), occurredAt: event.occurredAt }],
};
