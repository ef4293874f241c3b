import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyId } from '#eventsourcing';
import { MasterKeyFault } from './master-key.ts';

const format = 1;
const nonceLength = 12;
const tagLength = 16;

/** Envelope encryption: a data key under the master key, bound to its id. format (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16). */
export const wrap = (masterKey: Buffer, id: KeyId, key: Buffer): Buffer => {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce).setAAD(Buffer.from(id));
  return Buffer.concat([Buffer.of(format), nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
};

/** Throws {@link MasterKeyFault} when the master key is another, or the bytes were changed or belong to another id. */
export const unwrap = (masterKey: Buffer, id: KeyId, wrapped: Buffer): Buffer => {
  try {
    if (wrapped[0] !== format) throw new Error(`format ${wrapped[0]}`);
    const decipher = createDecipheriv('aes-256-gcm', masterKey, wrapped.subarray(1, 1 + nonceLength))
      .setAAD(Buffer.from(id))
      .setAuthTag(wrapped.subarray(-tagLength));
    return Buffer.concat([decipher.update(wrapped.subarray(1 + nonceLength, -tagLength)), decipher.final()]);
  } catch (cause) {
    throw new MasterKeyFault(
      `the key ${id} cannot be unwrapped: the master key is not the one it was wrapped under, or its bytes were changed`,
      {
        cause,
      },
    );
  }
};
