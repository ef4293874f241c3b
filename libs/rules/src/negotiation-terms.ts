import { canonicalBytes, openStatementDigest, sha256Hex, type NegotiatedTerm } from '#event-contracts';

export { statementsApart } from '#event-contracts';

/** SHA-256 of what was agreed on, by RFC 8785; the terms in the order of their ids, so that one content has one hash. */
export const termsSha256 = (terms: readonly NegotiatedTerm[]): string =>
  sha256Hex(canonicalBytes(terms.toSorted((one, other) => (one.termId < other.termId ? -1 : 1))));

/** Keyed digest of bytes. */
type Digest = (bytes: Buffer) => string;

/**
 * What stands in the open for the words of a term, which are sealed: nobody who has no key can try out what they say. Told apart from every other use of
 * the digest, and from the same words of another term.
 */
export const statementDigest = (
  digest: Digest,
  { negotiationId, termId, statement }: { readonly negotiationId: string; readonly termId: string; readonly statement: string },
): string => digest(Buffer.from(`negotiated term ${negotiationId} ${termId} ${statement}`, 'utf8'));

/** Whether a term was agreed on in these words, whose keyed digest is given; what was agreed in the open has a digest without a key. */
export const isInWords = ({ statementDigest: agreed }: NegotiatedTerm, statement: string, keyed: string | undefined): boolean =>
  agreed === keyed || agreed === openStatementDigest(statement);
