import { nameBasedUuid } from './name-based-uuid.ts';
import type { StreamId } from './message.ts';

/** The same user, stream and `Idempotency-Key` in the same ledger are the same command, for ever. */
export const commandIdOf = (ledgerId: string, userId: string, stream: StreamId, idempotencyKey: string): string =>
  nameBasedUuid(JSON.stringify([userId, stream, idempotencyKey]), ledgerId);

/** Deterministic, so that a repeated append is recognised; it contains the body's keyed digest, so that another body under the same key is recognised too. */
export const eventIdOf = (commandId: string, bodyDigest: string, ordinal: number): string =>
  nameBasedUuid(`${bodyDigest}:${ordinal}`, commandId);
