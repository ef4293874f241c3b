import { createHmac } from 'node:crypto';
import type { KeyVault } from '#eventsourcing';

/**
 * HMAC-SHA256 under a key of the vault, hexadecimal. Digests of commands stay in events for ever; with a plain hash, personal data that
 * was erased could be found again by trying out names and numbers.
 */
export const keyedDigest = async (vault: Pick<KeyVault, 'obtain'>): Promise<(bytes: Buffer) => string> => {
  const key = await vault.obtain('system-command-digest');
  return (bytes) => createHmac('sha256', key).update(bytes).digest('hex');
};
