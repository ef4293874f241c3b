import { contractReview } from './contract/review.events.ts';
import { contractSigning } from './contract/signing.events.ts';
import { contractText } from './contract/text.events.ts';

export {
  contractProgress,
  filingDepartments,
  signatureSteps,
  type ContractClause,
  type ContractQuote,
  type ContractTerm,
  type Instalment,
  type TermDifference,
} from './contract/contract.shared.ts';

/** Streams `contract-{contractId}`, in the case of the deal (L151–L165, L273–L279). */
export const contracts = { ...contractText, ...contractReview, ...contractSigning };
