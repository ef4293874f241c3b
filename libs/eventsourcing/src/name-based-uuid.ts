import { hash } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Two bits of the digest make way for the variant of RFC 9562. */
const variant: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789abcdef'].map((digit) => [digit, ((Number.parseInt(digit, 16) & 0x3) | 0x8).toString(16)]),
);

/**
 * UUIDv5 (RFC 9562, 5.5): the same name in the same namespace, itself a UUID, is the same id for ever. Throws TypeError on another namespace.
 * Every command takes several: the `uuid` package needs six times as long for each.
 */
export const nameBasedUuid = (name: string, namespace: string): string => {
  if (!uuid.test(namespace)) throw new TypeError(`${JSON.stringify(namespace)} is no UUID`);
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  bytes.write(namespace.replaceAll('-', ''), 'hex');
  bytes.write(name, 16);
  const digest = hash('sha1', bytes, 'hex');
  const clock = `${variant[digest.charAt(16)]}${digest.slice(17, 20)}`;
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${clock}-${digest.slice(20, 32)}`;
};
