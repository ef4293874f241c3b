import { canonicalBytes, sha256Hex } from '#event-contracts';

/** What contents are approved and published under. */
export const hashOf = (contents: object): string => sha256Hex(canonicalBytes(contents));
