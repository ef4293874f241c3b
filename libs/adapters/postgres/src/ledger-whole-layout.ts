import { packSealed, type SourceCursor, type WholeSourcedEvent } from '#eventsourcing';
import { caseHash } from '#fanout';
import { asciiArray, byteaArray, int4Array } from './binary-arrays.ts';
import { advanceInto } from './ledger-advance.ts';
import type { LedgerLayout } from './ledger-layout.ts';
import { rowQueries } from './ledger-rows.ts';

/** How many events come after the cursor in the source; counts up to `limit`. */
export type CountWaiting = (cursor: SourceCursor | undefined, limit: number) => Promise<number>;

/** Each row is a whole event: the log is another database. Cursors are kept as they are; they must be ASCII, as streams and cases are. */
export const wholeLayout = (waiting: CountWaiting): LedgerLayout<WholeSourcedEvent> => ({
  kind: 'whole',
  table: 'dealtrail.ledger_events',
  advance: advanceInto({
    table: 'dealtrail.ledger_events',
    columns: ['stream', 'revision', 'case_id', 'case_hash', 'source_cursor', 'leaf', 'entry', 'data', 'sealed'],
    types: ['text', 'int', 'text', 'int', 'text', 'bytea', 'bytea', 'bytea', 'bytea'],
    values: (events) => [
      asciiArray(events.map(({ stream }) => stream)),
      int4Array(events.map(({ revision }) => revision)),
      asciiArray(events.map(({ caseId }) => caseId)),
      int4Array(events.map(({ caseId }) => caseHash(caseId))),
      asciiArray(events.map(({ cursor }) => cursor)),
      byteaArray(events.map(({ leaf }) => leaf)),
      byteaArray(events.map(({ entry }) => entry)),
      byteaArray(events.map(({ data }) => data)),
      byteaArray(events.map(({ sealed }) => packSealed(sealed))),
    ],
  }),
  queries: rowQueries('dealtrail.ledger_events as l', 'l'),
  countWaiting: (_, { cursor }, limit) => waiting(cursor, limit),
});
