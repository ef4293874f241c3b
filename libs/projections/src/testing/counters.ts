import { Type } from '@sinclair/typebox';
import { hash } from 'node:crypto';
import { tableOf, type LedgerEvent, type ProjectionTable, type SequencedEvent } from '#eventsourcing';
import { canonicalBytes, catalogueOf, entryBytes, event, ledgerDecoder, open, sha256Hex, type EventOf } from '#event-contracts';
import type { Decode } from '../batch.ts';

const counters = {
  CounterAdded: event('CounterAdded', {
    aggregate: 'counter',
    description: 'A number was added.',
    fields: { amount: open(Type.Integer()), note: open(Type.Union([Type.String(), Type.Null()])) },
  }),
  CounterTagged: event('CounterTagged', {
    aggregate: 'counter',
    description: 'Tags were put on.',
    fields: { tags: open(Type.Array(Type.String())) },
  }),
  CounterRemoved: event('CounterRemoved', { aggregate: 'counter', description: 'It is there no more.', fields: {} }),
};

export type CounterEvent = EventOf<(typeof counters)[keyof typeof counters]>;

/** Decodes the synthetic events below. */
export const decodeCounters: Decode = ledgerDecoder(catalogueOf(...Object.values(counters)));

export interface CounterFact {
  readonly caseId: string;
  /** A counter of the case. */
  readonly counter?: string;
  readonly event: CounterEvent | { readonly type: 'NeverHeardOf'; readonly data: object };
}

const actor = { userId: 'u', rolesAtThatTime: [], userRevision: 0, channel: 'api' } as const;

const stored = (
  { caseId, counter = 'a', event: { type, data } }: CounterFact,
  index: number,
  revisions: Map<string, number>,
): SequencedEvent => {
  const stream = `counter-${caseId}-${counter}`;
  const revision = revisions.get(stream) ?? 0;
  revisions.set(stream, revision + 1);
  const bytes = canonicalBytes(data);
  const time = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  const ids = { eventId: `e${index}`, correlationId: 'c', causationId: 'c', commandId: `c${index}` };
  const versions = { v: 1, schemaVersion: 1, policyVersion: 'p', processVersion: 'q' } as const;
  const place = { stream, revision, caseId, occurredAt: time, recordedAt: time };
  const entry = entryBytes({ ...ids, ...versions, ...place, type, actor, dataHash: sha256Hex(bytes), sealed: [] });
  const leaf = hash('sha256', Buffer.concat([Buffer.of(0), entry]), 'buffer');
  return { index, leaf, stream, revision, caseId, entry, data: bytes, sealed: [] };
};

/** Events as a ledger has them that has `earlier` ones already, recorded a second apart. */
export const sequence = (facts: readonly CounterFact[], earlier: readonly SequencedEvent[] = []): readonly SequencedEvent[] => {
  const revisions = new Map<string, number>();
  for (const { stream, revision } of earlier) revisions.set(stream, revision + 1);
  return facts.map((fact, at) => stored(fact, earlier.length + at, revisions));
};

export interface Total {
  readonly caseId: string;
  readonly counter: string;
  /** Depends on the order of events, and on each being folded once. */
  readonly total: number;
  readonly events: number;
  readonly tags: readonly string[];
  readonly detail: { readonly last: string; readonly amounts: readonly number[] };
  readonly note: string | null;
  readonly since: string;
  readonly day: string;
  readonly odd: boolean;
}

const MODULUS = 1_000_000_007;

type Added = LedgerEvent<Extract<CounterEvent, { type: 'CounterAdded' }>>;

const begun = ({ caseId, stream, occurredAt }: Added): Total => ({
  ...{ caseId, counter: stream, total: 7, events: 0, tags: [], note: null, since: occurredAt, day: occurredAt, odd: true },
  detail: { last: occurredAt, amounts: [] },
});

const added = (before: Total | undefined, happened: Added): Total => {
  const { amount, note } = happened.data;
  const row = before ?? begun(happened);
  const total = (row.total * 31 + amount) % MODULUS;
  return {
    ...row,
    total,
    events: row.events + 1,
    detail: { last: happened.occurredAt, amounts: [...row.detail.amounts.slice(-2), amount] },
    note: note ?? row.note,
    day: happened.occurredAt.slice(0, 10),
    odd: total % 2 === 1,
  };
};

/** Makes a projection fail on events of a test's choice. */
export type Trouble = (event: LedgerEvent<CounterEvent>) => void;

/** Rows that are folded, changed and deleted; a row per counter. */
export const totals = (version = 1, trouble: Trouble = () => undefined): ProjectionTable<CounterEvent, Total> => ({
  projection: {
    name: 'counter-totals',
    version,
    handles: ['CounterAdded', 'CounterTagged', 'CounterRemoved'],
    key: ({ caseId, stream }) => [caseId, stream],
    evolve: (row, happened) => {
      trouble(happened);
      switch (happened.type) {
        case 'CounterAdded':
          return added(row, happened);
        case 'CounterTagged':
          return row && { ...row, tags: (happened.data as { tags: readonly string[] }).tags };
        case 'CounterRemoved':
          return undefined;
      }
    },
  },
  table: tableOf<Total>(
    'counter_totals',
    {
      caseId: 'text',
      counter: 'text',
      total: 'bigint',
      events: 'integer',
      tags: 'text[]',
      detail: 'jsonb',
      note: 'text?',
      since: 'timestamptz',
      day: 'date',
      odd: 'boolean',
    },
    {
      primaryKey: ['caseId', 'counter'],
      indexes: [['total']],
      views: [{ name: 'odd_counters', sql: 'select case_id, counter from {table} where odd' }],
    },
  ),
});

export interface JournalLine {
  readonly caseId: string;
  readonly index: number;
  readonly type: string;
  readonly amount: number | null;
  readonly note: string | null;
  readonly bytes: Buffer;
}

/** One row for each event, of whatever type, with bytes in it. */
export const journal = (version = 1, trouble: Trouble = () => undefined): ProjectionTable<CounterEvent, JournalLine> => ({
  projection: {
    name: 'counter-journal',
    version,
    appendOnly: true,
    key: ({ caseId, index }) => [caseId, index],
    evolve: (_, happened) => {
      trouble(happened);
      const data = happened.data as { readonly amount?: number; readonly note?: string | null };
      const { caseId, index, type, eventId } = happened;
      return { caseId, index, type, amount: data.amount ?? null, note: data.note ?? null, bytes: Buffer.from(eventId) };
    },
  },
  table: {
    name: 'counter_journal',
    columns: [
      { name: 'case_id', type: 'text', nullable: false },
      { name: 'index', type: 'bigint', nullable: false },
      { name: 'type', type: 'text', nullable: false },
      { name: 'amount', type: 'integer', nullable: true },
      { name: 'note', type: 'text', nullable: true },
      { name: 'bytes', type: 'bytea', nullable: false },
    ],
    primaryKey: ['case_id', 'index'],
    indexes: [{ name: 'counter_journal_index', columns: ['index'] }],
  },
});
