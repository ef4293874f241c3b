import type { SourcedEvent } from '#eventsourcing';
import { asciiArray, byteaArray, int4Array, int8Array, xid8Array } from './binary-arrays.ts';
import { placeOf } from './event-source.ts';
import { advanceInto } from './ledger-advance.ts';
import type { LedgerLayout } from './ledger-layout.ts';
import { rowQueries } from './ledger-rows.ts';
import { countUnsequenced } from './ledger-unsequenced.ts';

/** The ledger says which event; the log beside it has its bytes. */
export const joinedLayout: LedgerLayout<SourcedEvent> = {
  kind: 'joined',
  table: 'dealtrail.ledger',
  advance: advanceInto({
    table: 'dealtrail.ledger',
    columns: ['stream', 'revision', 'case_id', 'leaf', 'xid', 'position'],
    types: ['text', 'int', 'text', 'bytea', 'xid8', 'bigint'],
    values: (events) => {
      const places = events.map(({ cursor }) => placeOf(cursor));
      return [
        asciiArray(events.map(({ stream }) => stream)),
        int4Array(events.map(({ revision }) => revision)),
        asciiArray(events.map(({ caseId }) => caseId)),
        byteaArray(events.map(({ leaf }) => leaf)),
        xid8Array(places.map(({ xid }) => xid)),
        int8Array(places.map(({ position }) => position)),
      ];
    },
  }),
  queries: rowQueries('dealtrail.ledger as l join dealtrail.events as e on e.xid = l.xid and e.position = l.position', 'e'),
  countWaiting: (pool, at, limit) => countUnsequenced(pool, { ...at, limit }),
};
