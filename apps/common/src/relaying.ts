import type { Logger } from 'pino';
import { LedgerHalted } from '#ledger';

/** Tells an operator what goes wrong with the relay. */
export const tellRelay =
  (logger: Logger) =>
  (error: Error): void => {
    if (error instanceof LedgerHalted)
      logger.error({ part: 'relay', reason: error.message }, 'the relay is halted: it waits for an operator');
    else logger.warn({ part: 'relay', err: error }, 'relay: trying again');
  };

export const tellHeads =
  (logger: Logger) =>
  (error: Error): void =>
    logger.warn({ part: 'heads outside the database', err: error }, 'heads outside the database: trying again');
