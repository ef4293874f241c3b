import type { WholeSourcedEvent } from '#eventsourcing';
import type { PartitionReader, PartitionSlice } from '#fanout';
import { countOfPartition, lastOfPartitions, readPartitionSpan } from './ledger-partitions.ts';
import { LedgerTables, type PostgresLedgerOptions } from './ledger-tables.ts';
import { wholeLayout, type CountWaiting } from './ledger-whole-layout.ts';

export interface PostgresWholeLedgerOptions extends PostgresLedgerOptions {
  /**
   * Counts what waits in the log, which this database does not have. Without it {@link PostgresWholeLedger.unsequenced} says that as much
   * waits as it was asked to count to: it is asked when much does, and shall not call that nothing.
   */
  readonly waiting?: CountWaiting;
}

/** The ledger with a copy of its own of every event, in `dealtrail.ledger_events`, for a log that is another database. */
export class PostgresWholeLedger extends LedgerTables<WholeSourcedEvent> implements PartitionReader {
  constructor(connectionString: string, options: PostgresWholeLedgerOptions = {}) {
    super(connectionString, wholeLayout(options.waiting ?? (async (_, limit) => limit)), options);
  }

  async readPartition(partition: number, of: number, from: number, to: number, limit: number): Promise<PartitionSlice> {
    // The size first: what is sequenced afterwards was not looked at.
    const end = Math.min(to, await this.size());
    if (end <= from) return { events: [], to: from };
    const events = await readPartitionSpan(this.readers, { partition, of, from, to: end, limit });
    const last = events.length < limit ? undefined : events.at(-1);
    return { events, to: last ? last.index + 1 : end };
  }

  async partitionHeads(of: number, below: number): Promise<readonly number[]> {
    return lastOfPartitions(this.readers, of, Math.min(below, await this.size()));
  }

  async countPartition(partition: number, of: number, from: number, limit: number): Promise<number> {
    return countOfPartition(this.readers, { partition, of, from, limit });
  }
}
