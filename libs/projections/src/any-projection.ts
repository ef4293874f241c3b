import { createHash } from 'node:crypto';
import type { Column, LedgerEvent, RowKey, TableShape } from '#eventsourcing';

/** A projection of whatever events and rows, as its runner sees it: it is given only what it handles, and its own rows. */
export interface AnyProjection {
  readonly name: string;
  readonly version: number;
  readonly handles?: readonly string[];
  readonly appendOnly?: boolean;
  readonly perStream?: boolean;
  // Methods, not functions: their parameters may then be narrower, as those of every real projection are.
  key(event: LedgerEvent): RowKey | undefined;
  evolve(row: object | undefined, event: LedgerEvent): object | undefined;
}

export interface AnyProjectionTable {
  readonly projection: AnyProjection;
  readonly table: TableShape;
}

/** What of a column the rows depend on: who is shown it is no part of them. */
const stored = ({ name, type, nullable }: Column): Column => ({ name, type, nullable });

/** Tells tables apart whose shape differs, so that a change of columns alone is enough for a new build. Hexadecimal. */
export const shapeOf = ({ table, projection }: AnyProjectionTable): string => {
  const views = (table.views ?? []).map(({ name, sql }) => ({ name, sql }));
  const { name, columns, primaryKey, indexes } = table;
  return createHash('sha256')
    .update(JSON.stringify([name, columns.map(stored), primaryKey, indexes, views, projection.appendOnly ?? false]))
    .digest('hex');
};

export const propertyOf = (column: string): string => column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** One text per row of a table; the types of a key's parts are fixed by the table, so that 1 and '1' never meet. */
export const keyText = (key: RowKey): string => {
  let text = key[0];
  for (let at = 1; at < key.length; at += 1) text += `\u0000${key[at]}`;
  return text;
};
