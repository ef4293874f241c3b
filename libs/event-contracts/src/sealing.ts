import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyId, KeyVault, SealedPart } from '#eventsourcing';
import { canonicalBytes } from './canonical.ts';

const format = 1;
const nonceLength = 12;
const tagLength = 16;

/** Nonces are random in use; whoever compares the bytes of two runs gives their own, one for each event and key. */
export type NonceSource = (eventId: string, key: KeyId) => Buffer;

export const randomNonces: NonceSource = () => randomBytes(nonceLength);

/** AES-256-GCM, bound to the event by its id: format (1 byte) ‖ nonce (12) ‖ ciphertext ‖ tag (16). */
export const seal = (
  key: Buffer,
  fields: Readonly<Record<string, unknown>>,
  eventId: string,
  nonce: Buffer = randomBytes(nonceLength),
): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(eventId));
  const body = Buffer.concat([cipher.update(canonicalBytes(fields)), cipher.final()]);
  return Buffer.concat([Buffer.of(format), nonce, body, cipher.getAuthTag()]);
};

/** Throws when the key is wrong, or the bytes were changed or belong to another event. */
export const unseal = (key: Buffer, ciphertext: Buffer, eventId: string): Readonly<Record<string, unknown>> => {
  if (ciphertext[0] !== format) throw new Error(`sealed part of event ${eventId}: format ${ciphertext[0]} is not known`);
  const body = ciphertext.subarray(1 + nonceLength, -tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(1, 1 + nonceLength))
    .setAAD(Buffer.from(eventId))
    .setAuthTag(ciphertext.subarray(-tagLength));
  return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')) as Record<string, unknown>;
};

export type Unsealed =
  | { readonly kind: 'readable'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'erased' }
  /** Its bytes are not those that were sealed: verification says where. */
  | { readonly kind: 'damaged' };

const opened = (key: Buffer, ciphertext: Buffer, eventId: string): Unsealed => {
  try {
    return { kind: 'readable', fields: unseal(key, ciphertext, eventId) };
  } catch {
    return { kind: 'damaged' };
  }
};

/** Opens a sealed part for someone who may read it; `erased` when its key is gone for good. */
export const unsealWith = async (vault: Pick<KeyVault, 'find'>, part: SealedPart, eventId: string): Promise<Unsealed> => {
  const found = await vault.find(part.key);
  return found.kind === 'found' ? opened(found.key, part.ciphertext, eventId) : { kind: 'erased' };
};
