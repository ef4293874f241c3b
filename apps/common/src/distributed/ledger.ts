import { PostgresWholeLedger } from '#postgres';
import type { ClosingStack } from '../closing-stack.ts';

/** All streams: one ledger for the whole program. */
export const prefix = '';

export interface OpenedLedger {
  readonly ledger: PostgresWholeLedger;
  readonly ledgerId: string;
}

/** The ledger with its own copy of each event. `applicationName`: shown in `pg_stat_activity`; `watchEvery`: how often it is looked at, ms. */
export const openLedger = async (
  databaseUrl: string,
  stack: ClosingStack,
  applicationName: string,
  watchEvery?: number,
): Promise<OpenedLedger> => {
  const ledger = new PostgresWholeLedger(databaseUrl, { prefix, applicationName, ...(watchEvery !== undefined && { watchEvery }) });
  stack.push('ledger', () => ledger.close());
  await ledger.open(prefix);
  const { ledgerId } = await ledger.head();
  return { ledger, ledgerId };
};
