import { tableOf, type PendingDeadline } from '#eventsourcing';

/** A deadline as its stream's row keeps it. */
export type KeptDeadline = Omit<PendingDeadline, 'caseId' | 'stream'>;

/** The deadlines of one stream that are pending; a stream with none has no row. One row for all, for one event may start some and end others. */
export interface DeadlinesRow {
  readonly caseId: string;
  readonly stream: string;
  /** The earliest `firesAt` of them. */
  readonly firesAt: string;
  readonly count: number;
  /** In the order in which they were set. */
  readonly pending: readonly KeptDeadline[];
}

export const deadlinesTable = tableOf<DeadlinesRow>(
  'deadlines',
  { caseId: 'text', stream: 'text', firesAt: 'timestamptz', count: 'integer', pending: 'jsonb' },
  {
    meaning: 'The deadlines of one stream that are pending.',
    primaryKey: ['caseId', 'stream'],
    indexes: [['firesAt', 'stream']],
    views: [
      {
        name: 'pending_deadlines',
        meaning: 'One deadline that is pending, and what will be ordered when it fires.',
        columns: {
          case_id: 'text',
          stream: 'text',
          deadline: 'text',
          subject: 'text',
          due_at: 'timestamptz',
          fires_at: 'timestamptz',
          command: 'text',
          source_event_id: 'text',
          source_index: 'bigint',
        },
        sql: `select t.case_id, t.stream, d ->> 'name' as deadline, d ->> 'subject' as subject, (d ->> 'dueAt')::timestamptz as due_at,
  (d ->> 'firesAt')::timestamptz as fires_at, d #>> '{command,type}' as command, d #>> '{source,eventId}' as source_event_id,
  (d #>> '{source,index}')::bigint as source_index
from {table} t cross join jsonb_array_elements(t.pending) d`,
      },
    ],
  },
);
