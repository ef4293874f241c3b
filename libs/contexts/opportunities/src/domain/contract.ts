import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { present, same, type ProcessDefinition } from '#rules';
import type { Known } from './chapter.ts';
import { contractNotSigned, isContractGoverned, signedContractOf } from './contracting.ts';
import {
  type Contract,
  type Data,
  type Deal,
  type OpportunityRefusal,
  type Outcome,
  type Party,
  type Signature,
} from './opportunity.state.ts';

type Recorded = Data<'ContractSignatureRecorded'>;

/** L162, L163. */
export type RecordContractSignature = Command<
  'RecordContractSignature',
  Pick<Recorded, 'opportunityId' | 'contractId' | 'party' | 'signedOn' | 'amount' | 'signatoryId'> & {
    readonly claimedDocumentHash?: string | undefined;
    readonly signatoryName?: string | undefined;
  }
>;

const signatureOf = (given: RecordContractSignature['data']): Signature => {
  const { opportunityId, contractId, party, signedOn, amount, claimedDocumentHash, signatoryId } = given;
  return { opportunityId, contractId, party, signedOn, amount, signatoryId, ...present({ claimedDocumentHash }) };
};

/** True for a signature that is on file just so. */
export const isOnFile = (given: RecordContractSignature['data'], { contracts }: Deal): boolean => {
  const earlier = contracts[given.contractId]?.[given.party];
  return earlier !== undefined && same(earlier, signatureOf(given));
};

const otherParty = { customer: 'company', company: 'customer' } as const;

/** L162, L163: either party may sign first; the second one's signature makes the contract signed. */
export const recordSignature = (given: RecordContractSignature['data'], deal: Deal, { definition }: Known): Outcome => {
  if (isOnFile(given, deal)) return accept();
  if (isContractGoverned(definition)) return refuse('ContractGoverned', { contractId: given.contractId }, ['CommissionContract']);
  const { contractId, party, amount, signatoryName } = given;
  if (deal.signed) return refuse('ContractAlreadySigned', { contractId: deal.signed.contractId }, ['WinOpportunity']);
  const { [party]: earlier, [otherParty[party]]: other } = deal.contracts[contractId] ?? {};
  if (earlier) {
    return refuse('SignatureAlreadyRecorded', { contractId, party, signedOn: earlier.signedOn }, [
      'record a changed contract under an id of its own',
    ]);
  }
  if (other && !same(other.amount, amount)) {
    return refuse('ContractAmountsDiffer', { contractId, amount, [otherParty[party]]: other.amount }, ['have both sign the same amount']);
  }
  const signature = signatureOf(given);
  const recorded = { type: 'ContractSignatureRecorded', data: { ...signature, ...present({ signatoryName }) } } as const;
  return other ? accept<OpportunityEvent>(recorded, { type: 'ContractSigned', data: completed(signature, other) }) : accept(recorded);
};

/** Signed on the day of the later signature. */
const completed = ({ opportunityId, contractId, amount, signedOn }: Signature, other: Signature): Data<'ContractSigned'> => ({
  opportunityId,
  contractId,
  amount,
  signedOn: signedOn > other.signedOn ? signedOn : other.signedOn,
});

const parties = ['customer', 'company'] as const satisfies readonly Party[];

const missingFrom = (contract: Contract) => parties.filter((party) => contract[party] === undefined);

/** The contract that both have signed, wherever the process has it signed. What was signed in the deal stays signed when it goes on under another process. */
export const signedBoth = (deal: Deal, definition: ProcessDefinition): Deal['signed'] =>
  deal.signed ?? (isContractGoverned(definition) ? signedContractOf(deal) : null);

/** Names the parties whose signature is not on file, or what the contract's stream has not told yet; nothing when the contract is signed by both. */
export const signatureMissing = (deal: Deal, definition: ProcessDefinition): Refusal<OpportunityRefusal> | undefined => {
  if (signedBoth(deal, definition)) return undefined;
  if (isContractGoverned(definition)) return contractNotSigned(deal);
  const { contracts, contractId } = deal;
  const missing = missingFrom(contractId === null ? {} : (contracts[contractId] ?? {}));
  return refuse(
    'SignatureMissing',
    { contractId, missing },
    missing.map((party) => `RecordContractSignature of the ${party}`),
  );
};
