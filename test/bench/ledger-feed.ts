import { ledgerSlices, partitionOf } from '#fanout';
import type { PostgresWholeLedger } from '#postgres';
import { wholeFeed, type LiveFeed } from '#projections';

/** The same slices as a topic's, each read from the ledger; one slice is the ledger as the standalone profile reads it. */
export const ledgerFeed = (ledger: PostgresWholeLedger, slices: number): LiveFeed =>
  slices === 1
    ? wholeFeed(ledger)
    : {
        ...ledgerSlices(ledger),
        partitionOf,
        partitions: slices,
        holds: ({ of }) => of === slices,
        leads: () => true,
        passed: () => undefined,
        onChange: (listener) =>
          ledger.onGrowth(() => {
            for (let partition = 0; partition < slices; partition += 1) listener({ partition, of: slices });
          }),
      };
