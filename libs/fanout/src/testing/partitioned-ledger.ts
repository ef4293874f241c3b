import type { LedgerReader } from '#eventsourcing';
import type { PartitionReader } from '../partition-reader.port.ts';
import { partitionOf } from '../partitioner.ts';

/** Adds reading by partitions to a ledger whose events are at hand. */
export const partitionedLedger = <
  L extends LedgerReader & { readonly events: readonly Awaited<ReturnType<LedgerReader['read']>>[number][] },
>(
  ledger: L,
): L & PartitionReader => {
  const eventsOf = (partition: number, of: number, from: number, to: number) =>
    ledger.events.filter(({ index, caseId }) => index >= from && index < to && partitionOf(caseId, of) === partition);
  const reader: PartitionReader = {
    readPartition: async (partition, of, from, to, limit) => {
      const events = eventsOf(partition, of, from, to).slice(0, limit);
      const end = Math.max(from, Math.min(to, ledger.events.length));
      return { events, to: events.length === limit ? events.at(-1)!.index + 1 : end };
    },
    partitionHeads: async (of, below) =>
      Array.from({ length: of }, (_, partition) => eventsOf(partition, of, 0, below).at(-1)?.index ?? -1),
    countPartition: async (partition, of, from, limit) => Math.min(limit, eventsOf(partition, of, from, Infinity).length),
  };
  return Object.defineProperties({ ...reader } as L & PartitionReader, Object.getOwnPropertyDescriptors(ledger));
};
