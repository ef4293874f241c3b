import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { Contract, Data, Deviation, Draft } from './contract.state.ts';

/**
 * SHA-256 over the RFC 8785 bytes of all that is signed: the version with the hash of its document's bytes, and the deviations that stand. Reviews,
 * reconciliation and approvals are of this hash and of no other.
 */
export const contentSha256Of = (content: Omit<Draft, 'contentSha256'>, deviations: readonly Deviation[]): string => {
  const stated = deviations.map(({ deviationId, clauseId, standard, reason }) => ({ deviationId, clauseId, standard, reason }));
  return sha256Hex(canonicalBytes({ ...content, deviations: stated }));
};

const textsOf = ({ clauses }: Pick<Draft, 'clauses'>): ReadonlyMap<string, string> =>
  new Map(clauses.map(({ clauseId, text }) => [clauseId, text]));

/** The deviations that are still true of another version: those whose clause says what it said. One that is worded anew is recorded anew. */
export const deviationsKept = (
  { draft, deviations }: Pick<Contract, 'draft' | 'deviations'>,
  next: Pick<Draft, 'clauses'>,
): readonly Deviation[] => {
  const [before, after] = [draft ? textsOf(draft) : new Map<string, string>(), textsOf(next)];
  return deviations.filter(({ clauseId }) => after.has(clauseId) && after.get(clauseId) === before.get(clauseId));
};

/** The version without why it came to be. */
export const draftOf = ({ reason: _reason, ...draft }: Data<'ContractRevised'>): Draft => draft;
