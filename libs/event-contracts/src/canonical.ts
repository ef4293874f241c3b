import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

type Canonicalize = (value: unknown) => string | undefined;

/** RFC 8785 (JCS) bytes. The value must be I-JSON: the door refuses what is not. */
export const canonicalBytes = (value: unknown): Buffer => {
  const text = (canonicalize as unknown as Canonicalize)(value);
  if (text === undefined) throw new TypeError('undefined has no canonical form');
  return Buffer.from(text, 'utf8');
};

export const sha256Hex = (bytes: Buffer): string => hash('sha256', bytes, 'hex');
