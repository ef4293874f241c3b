import { malformed } from './problem.ts';

type Header = string | string[] | undefined;

/** A member of a dictionary (RFC 8941) whose value is bytes. */
const member = /^[ \t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]{4,}={0,2}):[ \t]*$/;
/** As the older `Digest` header (RFC 3230) has it. */
const olderMember = /^[ \t]*([A-Za-z0-9-]+)=([A-Za-z0-9+/]{4,}={0,2})[ \t]*$/;

const sha256In = (header: string, form: RegExp, name: string): string => {
  const digests = header.split(',').map((text) => form.exec(text));
  if (digests.includes(null)) throw malformed(`${name} cannot be read.`, [{ field: name, message: 'is not as RFC 9530 has it' }]);
  const given = digests.filter((found) => found?.[1]?.toLowerCase() === 'sha-256').map((found) => Buffer.from(found?.[2] ?? '', 'base64'));
  const hash = given.at(-1);
  if (hash?.length !== 32)
    throw malformed(`${name} names no SHA-256.`, [{ field: name, message: 'must hold sha-256; no other is checked' }]);
  return hash.toString('hex');
};

const one = (header: Header): string | undefined => (Array.isArray(header) ? header.join(',') : header);

/**
 * The SHA-256 of the body, in hexadecimal, as its sender announces it in `Content-Digest` (RFC 9530) or the older `Digest`; nothing when in neither.
 * Throws a problem when what is announced cannot be checked: whoever announces a digest relies on its being checked.
 */
export const announcedSha256 = (headers: Readonly<Record<string, Header>>): string | undefined => {
  const [digest, older] = [one(headers['content-digest']), one(headers['digest'])];
  if (digest !== undefined) return sha256In(digest, member, 'Content-Digest');
  return older === undefined ? undefined : sha256In(older, olderMember, 'Digest');
};

/** As `Content-Digest` has it. */
export const contentDigest = (sha256: string): string => `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
