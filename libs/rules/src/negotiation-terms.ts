import { canonicalBytes, sha256Hex, type AgreedTerm } from '#event-contracts';

/** SHA-256 of what was agreed on, by RFC 8785; the terms in the order of their ids, so that one content has one hash. */
export const termsSha256 = (terms: readonly AgreedTerm[]): string =>
  sha256Hex(canonicalBytes(terms.toSorted((one, other) => (one.termId < other.termId ? -1 : 1))));
