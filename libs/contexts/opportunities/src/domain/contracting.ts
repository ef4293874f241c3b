import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { latestNegotiation, negotiationNote, same, standingContract, type DealFacts, type ProcessDefinition } from '#rules';
import type { Chapter, Known } from './chapter.ts';
import type { Data, Deal, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import { bindingQuote, referenceTo } from './quotes.ts';

/** L155, L273: a contract is made of a quote that binds now, and of no other amount. */
export type CommissionContract = Command<
  'CommissionContract',
  { readonly opportunityId: string; readonly contractId: string; readonly quoteId: string }
>;
/** L157, L163–L165. Given by the process that reads the contract's stream. */
export type NoteContract = Command<'NoteContract', Data<'ContractNoted'>>;

export type ContractingCommand = CommissionContract | NoteContract;

type Concluded = Pick<Data<'NegotiationNoted'>, 'opportunityId' | 'negotiationId' | 'progress' | 'terms' | 'termsSha256'>;

/** L153: what was agreed on at the table is told to the contract that is made of it, as soon as both are there. */
export const passingOn = (contractId: string | undefined, noted: Concluded | undefined) => {
  if (contractId === undefined || noted?.progress !== 'concluded') return [];
  const { opportunityId, negotiationId, terms = [], termsSha256 } = noted;
  return termsSha256 === undefined
    ? []
    : [{ type: 'NegotiatedTermsPassedOn', data: { opportunityId, contractId, negotiationId, terms, termsSha256 } } as const];
};

/** What the negotiation that counts came to, as far as the deal was told. */
const concludedIn = (facts: DealFacts): Concluded | undefined => {
  const negotiationId = latestNegotiation(facts)?.data.negotiationId;
  return negotiationId === undefined ? undefined : negotiationNote(facts, negotiationId, 'terms')?.data;
};

const commission = ({ opportunityId, contractId, quoteId }: CommissionContract['data'], deal: OpenDeal, known: Known): Outcome => {
  const { facts } = deal;
  const { signing } = known.definition;
  if (signing !== 'contract') return refuse('SignedInDeal', {}, ['RecordContractSignature']);
  const earlier = facts.contractCommissions[contractId]?.data;
  if (earlier)
    return earlier.quote.quoteId === quoteId
      ? accept()
      : refuse('StatedOtherwise', { contractId, event: 'ContractCommissioned' }, ['give it an id of its own']);
  const standing = standingContract(facts);
  if (standing) return refuse('ContractAlreadyCommissioned', { contractId: standing.contractId }, ['CancelContract']);
  const binding = bindingQuote(quoteId, deal, known);
  if ('outcome' in binding) return binding.outcome;
  const { issued } = binding;
  const { ownerId, owners, opened } = facts;
  const of = { ownerId, owners: [...owners], company: opened.company, quote: referenceTo(issued), amount: issued.net };
  const commissioned = { type: 'ContractCommissioned', data: { opportunityId, contractId, ...of } } as const;
  return accept<OpportunityEvent>(commissioned, ...passingOn(contractId, concludedIn(facts)));
};

/** L160, L163: nobody holds the customer's signature on their own deal. Whose it is, the deal itself knows; the contract may be told later. */
const confirmedByOwner = ({ contractId, confirmedBy = [] }: NoteContract['data'], { owners }: DealFacts) => {
  const own = confirmedBy.filter((userId) => owners.includes(userId));
  return own.length === 0
    ? undefined
    : refuse('ConfirmedByOwner' as const, { contractId, userIds: own }, ['ConfirmContractSignature by someone who never owned the deal']);
};

/** Told as it was; an amount other than that of the quote, or a signature that an owner of the deal confirmed, is nobody's to tell. */
export const noteContract = (given: NoteContract['data'], { facts }: Pick<Deal, 'facts'>): Outcome => {
  const { contractId, noteId, amount } = given;
  const commissioned = facts.contractCommissions[contractId]?.data;
  if (!commissioned) return refuse('NotOnFile', { what: 'contract', ids: [contractId] }, ['CommissionContract']);
  if (facts.contractNotes[noteId]) return accept();
  if (amount && !same(amount, commissioned.amount))
    return refuse('ContractAmountsDiffer', { contractId, amount, quoted: commissioned.amount }, ['commission the contract anew']);
  return confirmedByOwner(given, facts) ?? accept({ type: 'ContractNoted', data: given });
};

/** Whether both signatures are in the contract's stream, and not in the deal (L160, L163). */
export const isContractGoverned = ({ signing }: ProcessDefinition): boolean => signing === 'contract';

/** The contract that both have signed, as far as the deal was told. */
export const signedContractOf = ({ facts }: Pick<Deal, 'facts'>): Deal['signed'] => {
  const { contractId, signed } = standingContract(facts) ?? {};
  return contractId !== undefined && signed ? { contractId, amount: signed.amount } : null;
};

/** L163: names what is to be told by the contract's stream before the deal goes on. */
export const contractNotSigned = ({ facts }: Pick<Deal, 'facts'>): Refusal<OpportunityRefusal> => {
  const { contractId, contentSha256, sentSha256 } = standingContract(facts) ?? {};
  if (contractId === undefined) return refuse('ContractNotSigned', { contractId: null, pending: 'commission' }, ['CommissionContract']);
  const [pending, liftedBy] =
    sentSha256 === undefined ? (['sent', 'SendContract'] as const) : (['signed', 'ConfirmContractSignature of both parties'] as const);
  return refuse('ContractNotSigned', { contractId, contentSha256: contentSha256 ?? null, pending }, [liftedBy]);
};

/** What the deal asks of its contract, and is told of it (L155, L157, L163–L165, L273). */
export const contracting: Chapter<ContractingCommand> = { CommissionContract: commission, NoteContract: noteContract };
