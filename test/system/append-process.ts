import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '#eventsourcing';
import { PostgresEventStore } from '#postgres';

/**
 * Appends without end, to be killed: argument 1 the database, argument 2 the streams, comma-separated. It tells what it tries and what
 * became of it, a line of JSON each, before it does anything else.
 */
export type Told =
  | { readonly said: 'trying'; readonly id: string; readonly stream: string; readonly first: number; readonly entries: readonly string[] }
  | { readonly said: 'committed' | 'conflict' | 'unknown' | 'unavailable'; readonly id: string };

const [connectionString = '', streams = ''] = process.argv.slice(2);
const store = new PostgresEventStore(connectionString);

/** At once and whole: what was told must be known even if this process is killed right after. */
const tell = (line: Told): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const eventsFor = (id: string, stream: string, first: number): StoredEvent[] =>
  Array.from({ length: 1 + (first % 4) }, (_, ordinal) => {
    const entry = Buffer.from(JSON.stringify({ id, ordinal, stream, revision: first + ordinal, filling: 'x'.repeat((first * 37) % 3000) }));
    return { stream, revision: first + ordinal, caseId: `case-of-${stream}`, entry, data: entry, sealed: [] };
  });

const attempt = async (stream: string): Promise<void> => {
  const first = (await store.read(stream)).length;
  const id = randomUUID();
  const events = eventsFor(id, stream, first);
  tell({ said: 'trying', id, stream, first, entries: events.map(({ entry }) => entry.toString('base64')) });
  const said = await store.append(events).then(
    ({ outcome }) => outcome,
    () => 'unavailable' as const,
  );
  tell({ said, id });
};

/** While the database is away, reading fails: ask again a moment later. */
const writer = async (stream: string): Promise<never> => {
  for (;;) await attempt(stream).catch(() => pause(20));
};

// Two writers a stream, so that there are conflicts too.
await Promise.all([...streams.split(','), ...streams.split(',')].map(writer));
