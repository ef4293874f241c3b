import type { SourcedEvent } from '#eventsourcing';
import { joinedLayout } from './ledger-joined-layout.ts';
import { LedgerTables, type PostgresLedgerOptions } from './ledger-tables.ts';

/** The ledger beside the log that its rows point to, in `dealtrail.ledger` and `events`. Reads whole events by joining the two. */
export class PostgresLedger extends LedgerTables<SourcedEvent> {
  constructor(connectionString: string, options: PostgresLedgerOptions = {}) {
    super(connectionString, joinedLayout, options);
  }
}
