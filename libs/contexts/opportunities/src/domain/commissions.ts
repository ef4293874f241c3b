import type { OpportunityEvent } from '#event-contracts';
import { contractsOf, type ContractStanding, type DealFacts } from '#rules';
import type { Data } from './opportunity.state.ts';

/** What both have signed is concluded: nothing that the deal does later touches it. */
const isOpen = ({ stands, signed }: ContractStanding): boolean => stands && !signed;

const voiding =
  ({ opened: { opportunityId } }: DealFacts, because: Data<'ContractCommissionVoided'>['because']) =>
  ({ contractId, quote }: ContractStanding): OpportunityEvent => ({
    type: 'ContractCommissionVoided',
    data: { opportunityId, contractId, quote, because },
  });

/**
 * A quote is revised or withdrawn: what was to be made of it is not meant any more. The contract's own stream says whether that came in time; the
 * customer's signature on what was sent to it upholds the contract.
 */
export const voidingCommissions = (
  facts: DealFacts,
  quoteId: string,
  because: Data<'ContractCommissionVoided'>['because'],
): readonly OpportunityEvent[] =>
  contractsOf(facts)
    .filter((contract) => isOpen(contract) && contract.quote.quoteId === quoteId)
    .map(voiding(facts, because));

/** The deal was lost or let go: nothing is to be signed for it. */
export const voidingAllCommissions = (facts: DealFacts): readonly OpportunityEvent[] =>
  contractsOf(facts).filter(isOpen).map(voiding(facts, 'dealEnded'));

/** Contracts that are being made go with the deal to another owner. */
export const handingContracts = (facts: DealFacts, to: string): readonly OpportunityEvent[] =>
  contractsOf(facts)
    .filter(isOpen)
    .map(({ contractId }) => ({
      type: 'ContractOwnerChanged',
      data: { opportunityId: facts.opened.opportunityId, contractId, from: facts.ownerId, to },
    }));
