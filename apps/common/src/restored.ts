import type { Logger } from 'pino';
import type { EventSource } from '#eventsourcing';
import { assertNotBehindWitness, LedgerHalted, renewLedgerId, WitnessUnavailable, type HeadWitness } from '#ledger';
import type { PostgresLedger, PostgresWholeLedger } from '#postgres';
import { StartFailure } from './start-failure.ts';

export interface RestoredLedger {
  readonly ledger: PostgresLedger | PostgresWholeLedger;
  readonly source: EventSource;
  readonly witness: HeadWitness;
  readonly logger: Logger;
  /** Why an older state was restored; nothing when nobody says that one was. */
  readonly declared: string | undefined;
}

const restoredOption = '--ledger-restored';

/** What the operator says with it when starting the program. Throws {@link StartFailure} when nothing follows. */
export const whyRestored = (argv: readonly string[] = process.argv): string | undefined => {
  const at = argv.indexOf(restoredOption);
  if (at < 0) return undefined;
  const why = argv[at + 1] ?? '';
  if (why.trim() === '' || why.startsWith('--'))
    throw new StartFailure(`Say why: ${restoredOption} "the backup of Sunday, the disk was lost"`);
  return why;
};

const remedy =
  `Restore a newer backup. If there is none, start once with ${restoredOption} "<why>": the ledger gets a new id, ` +
  `and read models have to be rebuilt (docs/operations/ledger-recovery.md).`;

const declare = async (declared: string, { ledger, logger }: RestoredLedger): Promise<void> => {
  const renewal = await renewLedgerId({ ledger, leases: ledger.leases, reason: declared });
  if (renewal.outcome !== 'renewed')
    throw new StartFailure('Another program works with this ledger: stop it before you declare that the ledger was restored.');
  const { from, to, size } = renewal;
  logger.warn(
    { part: 'ledger', from, to, size, reason: declared },
    'the ledger was restored to an older state and has a new id: rebuild its read models',
  );
};

/**
 * Lets nothing be sequenced on top of an older state than the heads outside have seen, unless somebody answers for it: then under a new id.
 * Heads that cannot be read keep nobody from working; verification needs them, and says so. Throws {@link LedgerHalted}.
 */
export const assertNotRestored = async (restored: RestoredLedger): Promise<void> => {
  const { ledger, source, witness, logger, declared } = restored;
  try {
    await assertNotBehindWitness({ ledger, source, witness, remedy });
  } catch (error) {
    if (error instanceof WitnessUnavailable)
      return logger.warn({ part: 'ledger', err: error }, 'the ledger is not held against the heads outside');
    if (!(error instanceof LedgerHalted) || declared === undefined) throw error;
    await declare(declared, restored);
  }
};
