import type pg from 'pg';
import type { SourceCursor, SourcedEvent } from '#eventsourcing';
import type { AdvanceStatement } from './ledger-advance.ts';
import type { RowQueries } from './ledger-rows.ts';

/** As the head tells it: rows that point to the log beside them, or rows that are whole events. */
export type LedgerKind = 'joined' | 'whole';

/** A ledger that grows at this place of its source. */
export interface Growing {
  readonly prefix: string;
  readonly cursor: SourceCursor | undefined;
}

/** Where a kind of ledger has its rows, how a step writes them, and how whole events are read from them. */
export interface LedgerLayout<E extends SourcedEvent> {
  readonly kind: LedgerKind;
  /** With `index`, `stream`, `revision`, `case_id` and `leaf`. */
  readonly table: string;
  readonly advance: AdvanceStatement<E>;
  readonly queries: RowQueries;
  /** How many events wait in the source; counts up to `limit`. */
  countWaiting(pool: pg.Pool, at: Growing, limit: number): Promise<number>;
}
