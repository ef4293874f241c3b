import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { dueAt, present, same, signatureLimitOf, type Given } from '#rules';
import { overturning } from './approvals.ts';
import type { Chapter, Contract, ContractRefusal, Data, Known, Outcome } from './contract.state.ts';
import { notReady } from './readiness.ts';
import { otherContent } from './reviews.ts';

/** L155. Names the content that is sent. */
export type SendContract = Command<
  'SendContract',
  Given<Pick<Data<'ContractSentToCustomer'>, 'contractId' | 'contentSha256' | 'recipientId'>>
>;
export type RecallContract = Command<'RecallContract', { readonly contractId: string; readonly reason: string }>;
/** L162, L274. */
export type TrackCustomerSignature = Command<'TrackCustomerSignature', Given<Data<'CustomerSignatureTracked'>>>;
/** L162. Given when the time that the customer was given has passed. */
export type NoteContractSignatureOverdue = Command<'NoteContractSignatureOverdue', Omit<Data<'ContractSignatureOverdue'>, 'opportunityId'>>;
export type CancelContract = Command<'CancelContract', { readonly contractId: string; readonly reason: string }>;
/** Given by the process that reads the deal: the quote is no longer what it was. */
export type VoidContract = Command<'VoidContract', Omit<Data<'ContractVoided'>, 'opportunityId' | 'wasSent'>>;

export type SendingCommand =
  SendContract | RecallContract | TrackCustomerSignature | NoteContractSignatureOverdue | CancelContract | VoidContract;

/** Refuses what only a contract that is with the customer can be asked for. */
export const notOut = ({ status }: Contract): Refusal<ContractRefusal> | undefined =>
  status === 'withCustomer' ? undefined : refuse('ContractNotOut', { status }, ['SendContract']);

/** L155: sent as it stands, once everything in the house has said so of this very content. */
const send = (given: SendContract['data'], contract: Contract, { at, calendar, definition }: Known): Outcome => {
  const { contractId, contentSha256, recipientId } = given;
  const { sent, draft, opened } = contract;
  if (sent) return otherContent(contentSha256, sent.contentSha256) ?? accept();
  const refused = (draft ? otherContent(contentSha256, draft.contentSha256) : undefined) ?? notReady(contract);
  if (refused) return refused;
  const signDueAt = dueAt(calendar, at, signatureLimitOf(definition));
  const data = { contractId, opportunityId: opened.opportunityId, contentSha256, signDueAt, ...present({ recipientId }) };
  return accept({ type: 'ContractSentToCustomer', data });
};

/** What the customer signed is accepted: nobody takes it back. */
export const customerHasSigned = ({ signatures: { customer } }: Contract): Refusal<ContractRefusal> | undefined =>
  customer && refuse('CustomerHasSigned', { signedOn: customer.data.signedOn }, ['RejectContractSignature']);

const recall = ({ contractId, reason }: RecallContract['data'], contract: Contract): Outcome => {
  const { sent, opened } = contract;
  if (!sent) return notOut(contract) ?? accept();
  const { contentSha256 } = sent;
  const data = { contractId, opportunityId: opened.opportunityId, contentSha256, reason };
  return customerHasSigned(contract) ?? accept({ type: 'ContractRecalled', data });
};

const track = (given: TrackCustomerSignature['data'], contract: Contract): Outcome => {
  const data = present(given) as Data<'CustomerSignatureTracked'>;
  const earlier = contract.tracked[data.trackingId];
  if (same(earlier, data)) return accept();
  if (earlier)
    return refuse('StatedOtherwise', { trackingId: data.trackingId, event: 'CustomerSignatureTracked' }, ['give it an id of its own']);
  return notOut(contract) ?? accept({ type: 'CustomerSignatureTracked', data });
};

/** Of what is still out: what was signed in time, recalled or sent anew since is not overdue. */
const noteOverdue = ({ contractId, contentSha256, signDueAt }: NoteContractSignatureOverdue['data'], contract: Contract): Outcome => {
  const { sent, overdue, signatures, opened } = contract;
  const isOut = sent?.contentSha256 === contentSha256 && sent.signDueAt === signDueAt;
  const inTime = signatures.customer !== undefined && signatures.customer.receivedAt <= signDueAt;
  if (!isOut || inTime || overdue?.signDueAt === signDueAt) return accept();
  return accept({ type: 'ContractSignatureOverdue', data: { contractId, opportunityId: opened.opportunityId, contentSha256, signDueAt } });
};

const hashOf = ({ draft }: Contract): string => draft?.contentSha256 ?? '';

const cancel = ({ contractId, reason }: CancelContract['data'], contract: Contract): Outcome => {
  const { opportunityId } = contract.opened;
  return (
    customerHasSigned(contract) ??
    accept<ContractEvent>(
      { type: 'ContractCancelled', data: { contractId, opportunityId, reason } },
      ...overturning(contract, 'withdrawn', hashOf(contract)),
    )
  );
};

/** The contract counts no longer, nor does what was asked for or granted on it. */
export const voided = (
  contract: Contract,
  { because, source }: Pick<Data<'ContractVoided'>, 'because' | 'source'>,
): readonly ContractEvent[] => {
  const { contractId, opportunityId, quote } = contract.opened;
  const wasSent = contract.status === 'withCustomer';
  return [
    { type: 'ContractVoided', data: { contractId, opportunityId, quote, because, wasSent, source } },
    ...overturning(contract, 'withdrawn', hashOf(contract)),
  ];
};

/**
 * The deal's quote was revised or withdrawn. What is in the house, or with the customer and not signed by it, is void: it is taken back with that. What
 * the customer had signed when this was heard of is an offer that was accepted: it stands, and the deal is told so. Which of the two came first is what
 * the contract's own stream says, whatever the deal had meant.
 */
const voiding = ({ contractId, because, source }: VoidContract['data'], contract: Contract): Outcome => {
  const { sent, opened, upheld } = contract;
  if (!sent || !contract.signatures.customer) return accept(...voided(contract, { because, source }));
  const data = { contractId, opportunityId: opened.opportunityId, contentSha256: sent.contentSha256, because, source };
  return same(upheld, data) ? accept() : accept({ type: 'ContractUpheld', data });
};

/** From the house to the customer, and to what keeps it from being signed (L155, L162, L274). */
export const sending: Chapter<SendingCommand> = {
  SendContract: send,
  RecallContract: recall,
  TrackCustomerSignature: track,
  NoteContractSignatureOverdue: noteOverdue,
  CancelContract: cancel,
  VoidContract: voiding,
};
