import type { Contract, Data, Deviation, Draft } from './contract.state.ts';

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
