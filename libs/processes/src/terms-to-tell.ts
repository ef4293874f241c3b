import type { NegotiatedTerm, TermStatement, ToldTerm } from '#event-contracts';

interface Told {
  readonly terms: readonly NegotiatedTerm[];
  /** There to be read only where they were never sealed. */
  readonly statements?: readonly TermStatement[];
}

/**
 * Terms as what follows from an event is told them. Words that were open when the event was written are told as they were then: what followed from it and
 * follows again is the same command, and does nothing.
 */
export const termsToTell = ({ terms, statements = [] }: Told): readonly ToldTerm[] => {
  const open = new Map(statements.map(({ termId, statement }) => [termId, statement]));
  return terms.map((term) => {
    const statement = open.get(term.termId);
    if (statement === undefined) return term;
    const { statementDigest: _of, ...rest } = term;
    return { ...rest, statement };
  });
};
