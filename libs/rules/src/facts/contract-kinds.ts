import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What the deal asked of its contracts, and what it was told of them; each note is one of its own. */
export const contractKinds = kindsOf<OpportunityEvent>()({
  contractCommissions: ['ContractCommissioned', 'contractId'],
  contractVoidings: ['ContractCommissionVoided', 'contractId'],
  contractTerms: ['NegotiatedTermsPassedOn', 'contractId'],
  contractNotes: ['ContractNoted', 'noteId'],
});
