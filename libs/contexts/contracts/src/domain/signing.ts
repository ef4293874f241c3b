import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { dayOf, distinct, present, same, type Given } from '#rules';
import type { Chapter, Contract, ContractRefusal, Data, Known, Outcome, Party, Signature } from './contract.state.ts';
import { notReady } from './readiness.ts';
import { otherContent, ownDeal } from './reviews.ts';
import { notOut, voided } from './sending.ts';

/** L160, L163, L274. The signed bytes were sent beforehand. */
export type ReceiveContractSignature = Command<'ReceiveContractSignature', Given<Omit<Data<'ContractSignatureReceived'>, 'opportunityId'>>>;
/** L163. Names the bytes that were looked at. */
export type ConfirmContractSignature = Command<
  'ConfirmContractSignature',
  Pick<Data<'ContractSignatureConfirmed'>, 'contractId' | 'party' | 'documentSha256'>
>;
export type RejectContractSignature = Command<'RejectContractSignature', Data<'ContractSignatureRejected'>>;
/** L164. */
export type FileSignedContract = Command<'FileSignedContract', Omit<Data<'SignedContractFiled'>, 'opportunityId'>>;
/** L276. */
export type ArchiveContract = Command<'ArchiveContract', Given<Omit<Data<'ContractArchived'>, 'opportunityId'>>>;

export type SigningCommand =
  ReceiveContractSignature | ConfirmContractSignature | RejectContractSignature | FileSignedContract | ArchiveContract;

const notReceived = (sha256: string, { stored }: Known) =>
  stored ? undefined : refuse('BytesNotReceived' as const, { sha256 }, ['send the bytes to /v1/documents']);

const signatureOf = (given: ReceiveContractSignature['data'], { opened }: Contract): Signature['data'] => {
  const { signatoryName: _sealed, ...signature } = given;
  return { ...signature, opportunityId: opened.opportunityId };
};

type Received = ReceiveContractSignature['data'];

/** L163: either order is recorded; the company signs only what is with the customer and still approved as it stands. */
const unsignable = (given: Received, contract: Contract, known: Known): Refusal<ContractRefusal> | undefined => {
  const { party, documentSha256, contentSha256, signedOn } = given;
  const { sent } = contract;
  if (!sent) return notOut(contract);
  if (signedOn > dayOf(known.at)) return refuse('DayAhead', { signedOn }, ['give the day on which it was signed']);
  return (
    otherContent(contentSha256, sent.contentSha256) ??
    notReceived(documentSha256, known) ??
    (party === 'company' ? notReady(contract) : undefined)
  );
};

const receive = (given: Received, contract: Contract, known: Known): Outcome => {
  const { party, signatoryName } = given;
  const signature = signatureOf(given, contract);
  const earlier = contract.signatures[party];
  if (earlier && same(earlier.data, signature)) return accept();
  if (earlier) return refuse('SignatureAlreadyReceived', { party, signedOn: earlier.data.signedOn }, ['RejectContractSignature']);
  const refused = notOut(contract) ?? unsignable(given, contract, known);
  return refused ?? accept({ type: 'ContractSignatureReceived', data: { ...signature, ...present({ signatoryName }) } });
};

const otherParty = { customer: 'company', company: 'customer' } as const satisfies Record<Party, Party>;

/** A signature that somebody holds for good. */
type Held = Signature & Required<Pick<Signature, 'confirmedBy'>>;

/** Confirmed, and by nobody who owns the deal or came to own it: nobody holds the signatures of their own deal by taking it over. */
const isHeld = (signature: Signature | undefined, { owners }: Contract): signature is Held =>
  signature?.confirmedBy !== undefined && !signature.confirmedBy.some((person) => owners.includes(person));

/** Both have signed the same content: concluded on the day of the later signature. */
const concluded = ({ opened, draft }: Contract, one: Held, other: Held): ContractEvent => {
  const { contractId, opportunityId, amount } = opened;
  const signedOn = one.data.signedOn > other.data.signedOn ? one.data.signedOn : other.data.signedOn;
  const contentSha256 = draft?.contentSha256 ?? one.data.contentSha256;
  const confirmedBy = distinct([...one.confirmedBy, ...other.confirmedBy]);
  return { type: 'ContractFullySigned', data: { contractId, opportunityId, contentSha256, amount, signedOn, confirmedBy } };
};

const unknownSignature = ({ party, documentSha256 }: ConfirmContractSignature['data']) =>
  refuse('SignatureUnknown' as const, { party, documentSha256 }, ['ReceiveContractSignature']);

/**
 * L160, L163: by someone who never owned the deal; the second one confirmed makes the contract signed. What somebody confirmed who owns the deal by now
 * is confirmed anew by another one, and if the contract had been signed by it, it is once more.
 */
const confirm = (given: ConfirmContractSignature['data'], contract: Contract, known: Known): Outcome => {
  const { party, documentSha256 } = given;
  const { [party]: signature, [otherParty[party]]: other } = contract.signatures;
  if (signature?.data.documentSha256 !== documentSha256) return unknownSignature(given);
  if (isHeld(signature, contract)) return accept();
  const own = ownDeal(contract, known);
  if (own) return own;
  const { contractId, opportunityId, contentSha256 } = signature.data;
  const data = { contractId, opportunityId, contentSha256, party, documentSha256 };
  const confirmed: ContractEvent = { type: 'ContractSignatureConfirmed', data };
  const held: Held = { ...signature, confirmedBy: known.persons };
  return isHeld(other, contract) && other.data.contentSha256 === contentSha256
    ? accept(confirmed, concluded(contract, held, other))
    : accept(confirmed);
};

/** What was handed in proves nothing. With the customer's signature goes what rested on it alone: a contract that was upheld by it is void. */
const reject = (given: RejectContractSignature['data'], contract: Contract, known: Known): Outcome => {
  const { party, documentSha256 } = given;
  if (contract.rejected.some((earlier) => same(earlier, given))) return accept();
  const signature = contract.signatures[party];
  if (signature?.data.documentSha256 !== documentSha256) return unknownSignature(given);
  if (signature.confirmedBy) return refuse('SignatureConfirmed', { party });
  const own = ownDeal(contract, known);
  if (own) return own;
  const { upheld } = contract;
  const falls = party === 'customer' && upheld ? voided(contract, upheld) : [];
  return accept<ContractEvent>({ type: 'ContractSignatureRejected', data: given }, ...falls);
};

/** L164: the bytes of what was handed in, as original or as scan, at each department. */
const file = (given: FileSignedContract['data'], contract: Contract, known: Known): Outcome => {
  const { department, form, documentSha256 } = given;
  const data = { ...given, opportunityId: contract.opened.opportunityId };
  const earlier = contract.filed[`${department}.${form}`];
  if (same(earlier, data)) return accept();
  if (earlier) return refuse('StatedOtherwise', { department, form, event: 'SignedContractFiled' });
  if (contract.status !== 'signed') return refuse('NotSigned', { status: contract.status }, ['ConfirmContractSignature']);
  return notReceived(documentSha256, known) ?? accept({ type: 'SignedContractFiled', data });
};

/** L276: what is archived is what contract administration has. */
const archive = (given: ArchiveContract['data'], contract: Contract): Outcome => {
  const { contractId, documentSha256, shelf } = given;
  const data = { contractId, opportunityId: contract.opened.opportunityId, documentSha256, ...present({ shelf }) };
  if (same(contract.archived, data)) return accept();
  if (contract.archived) return refuse('StatedOtherwise', { event: 'ContractArchived' });
  if (contract.status !== 'signed') return refuse('NotSigned', { status: contract.status }, ['ConfirmContractSignature']);
  const filed = Object.values(contract.filed).some(
    (each) => each.department === 'CONTRACT_ADMIN' && each.documentSha256 === documentSha256,
  );
  return filed
    ? accept({ type: 'ContractArchived', data })
    : refuse('NotOnFile', { what: 'signed contract', ids: [documentSha256] }, ['FileSignedContract']);
};

/** Both signatures, and where what was signed is kept (L160, L163, L164, L276, L279). */
export const signing: Chapter<SigningCommand> = {
  ReceiveContractSignature: receive,
  ConfirmContractSignature: confirm,
  RejectContractSignature: reject,
  FileSignedContract: file,
  ArchiveContract: archive,
};
