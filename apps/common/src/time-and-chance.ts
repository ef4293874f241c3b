import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '#eventsourcing';
import { randomNonces, type NonceSource } from '#event-contracts';
import { randomKeys, type NewKey } from '#keys';

/**
 * All that makes events of two runs differ although their commands, ledger id and correlation ids are the same. Whoever compares runs byte by
 * byte gives their own; no setting does, for with keys and nonces that can be foreseen nothing is sealed.
 */
export interface TimeAndChance {
  /** When commands are decided. */
  readonly clock: Clock;
  readonly newKey: NewKey;
  readonly nonces: NonceSource;
  /** Of an attempt that was denied. */
  readonly newId: () => string;
}

export const timeAndChance: TimeAndChance = { clock: systemClock, newKey: randomKeys, nonces: randomNonces, newId: randomUUID };
