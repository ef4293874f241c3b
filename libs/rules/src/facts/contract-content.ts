import { canonicalBytes, sha256Hex, type ContractEvent } from '#event-contracts';

type Data<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>['data'];
type Content = Omit<Data<'ContractDrafted'>, 'contentSha256'>;
type Deviation = Pick<Data<'ContractClauseDeviationRecorded'>, 'deviationId' | 'clauseId' | 'standard' | 'reason'>;

/**
 * SHA-256 over the RFC 8785 bytes of all that is signed: the version with the hash of its document's bytes, and the deviations that stand. Reviews,
 * reconciliation and approvals are of this hash and of no other.
 */
export const contractContentSha256 = (content: Content, deviations: readonly Deviation[]): string => {
  const stated = deviations.map(({ deviationId, clauseId, standard, reason }) => ({ deviationId, clauseId, standard, reason }));
  return sha256Hex(canonicalBytes({ ...content, deviations: stated }));
};
