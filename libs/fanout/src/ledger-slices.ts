import type { LedgerReader } from '#eventsourcing';
import type { LedgerSlices } from '#projections';
import type { PartitionReader } from './partition-reader.port.ts';

/** Beyond this many nobody needs to know exactly how many events wait. */
const countedAtMost = 100_000;

/** The ledger's slices, read from the ledger itself. */
export const ledgerSlices = (ledger: Pick<LedgerReader, 'head' | 'read'> & PartitionReader): LedgerSlices => ({
  read: async ({ partition, of }, from, limit) => {
    const { events } = await ledger.readPartition(partition, of, from, Number.MAX_SAFE_INTEGER, limit);
    return { events, reachedHead: events.length < limit, atGap: false };
  },
  backlog: async ({ partition, of }, from) => {
    const events = await ledger.countPartition(partition, of, from, countedAtMost);
    if (events === 0) return { events, oldest: undefined };
    const [oldest] = (await ledger.readPartition(partition, of, from, Number.MAX_SAFE_INTEGER, 1)).events;
    return { events, oldest };
  },
});
