import type { SequencedEvent } from '#eventsourcing';
import { keyText, type AnyProjectionTable } from '../any-projection.ts';
import type { Decode } from '../batch.ts';

const alike = (value: unknown): unknown => {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return value === undefined ? null : value;
};

/** Rows in a form that can be compared: in key order, bytes as text. */
export const comparable = (definition: AnyProjectionTable, rows: readonly object[]): readonly object[] => {
  const { primaryKey } = definition.table;
  const textOf = (row: object): string =>
    JSON.stringify(
      primaryKey.map(
        (column) => (row as Record<string, unknown>)[column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())],
      ),
    );
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).map(([property, value]) => [property, alike(value)])))
    .sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
};

/** What a projection's rows must be: the plain fold, event by event, of all that it can handle, each case up to its first failure. */
export const oracle = (definition: AnyProjectionTable, events: readonly SequencedEvent[], decode: Decode): readonly object[] => {
  const rows = new Map<string, object>();
  const stuck = new Set<string>();
  const { projection } = definition;
  for (const sequenced of events) {
    if (stuck.has(sequenced.caseId)) continue;
    try {
      const type = (JSON.parse(sequenced.entry.toString()) as { type: string }).type;
      if (projection.handles && !projection.handles.includes(type)) continue;
      const event = decode(sequenced);
      const key = projection.key(event);
      if (!key) continue;
      const row = projection.evolve(rows.get(keyText(key)), event);
      if (row) rows.set(keyText(key), row);
      else rows.delete(keyText(key));
    } catch {
      stuck.add(sequenced.caseId);
    }
  }
  return comparable(definition, [...rows.values()]);
};
