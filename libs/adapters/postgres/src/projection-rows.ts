import type { Column, ColumnType } from '#eventsourcing';
import { instantText } from './instant-text.ts';
import { quoted, type Property } from './projection-tables.ts';

/** Reads a column as rows have it: instants and dates as text, whatever the session's style, and `bigint` as a number. */
export const readExpression = ({ name, type }: Column): string => {
  const column = `t.${quoted(name)}`;
  switch (type) {
    case 'timestamptz':
      return instantText(column);
    case 'date':
      return `to_char(${column}, 'YYYY-MM-DD')`;
    case 'bigint':
      return `${column}::float8`;
    case 'text':
    case 'integer':
    case 'boolean':
    case 'jsonb':
    case 'bytea':
    case 'text[]':
      return column;
  }
};

/** A row that no encoding can carry into the database as it is. */
export class UnwritableRow extends Error {
  override readonly name = 'UnwritableRow';
}

const fieldOf = (row: object, property: string): unknown => (row as Readonly<Record<string, unknown>>)[property];

/** JSON would make null of NaN, where COPY is refused: both ways in must agree. */
const refuseNonNumbers = (rows: readonly object[], properties: readonly Property[]): void => {
  const numeric = properties.filter(({ type }) => type === 'integer' || type === 'bigint');
  for (const row of rows)
    for (const { property, name } of numeric) {
      const value = fieldOf(row, property);
      if (typeof value === 'number' && !Number.isFinite(value)) throw new UnwritableRow(`${name} is ${value}`);
    }
};

const hexOf = (bytes: unknown): unknown => (Buffer.isBuffer(bytes) ? `\\x${bytes.toString('hex')}` : bytes);

/** Rows as one JSON parameter, under their property names. Throws {@link UnwritableRow}. */
export const rowsAsJson = (rows: readonly object[], properties: readonly Property[]): string => {
  refuseNonNumbers(rows, properties);
  const binary = properties.filter(({ type }) => type === 'bytea');
  if (binary.length === 0) return JSON.stringify(rows);
  const inHex = (row: object) => Object.fromEntries(binary.map(({ property }) => [property, hexOf(fieldOf(row, property))]));
  return JSON.stringify(rows.map((row) => ({ ...row, ...inHex(row) })));
};

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (text: string): string => (special.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character]!) : text);

const arrayLiteral = (items: readonly string[]): string => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const plain = (value: unknown): string => escaped(String(value));

const copyEncoders: Readonly<Record<ColumnType, (value: unknown) => string>> = {
  text: plain,
  date: plain,
  timestamptz: plain,
  integer: plain,
  bigint: plain,
  boolean: (value) => (value === true ? 't' : 'f'),
  jsonb: (value) => escaped(JSON.stringify(value)),
  bytea: (value) => `\\\\x${(value as Buffer).toString('hex')}`,
  'text[]': (value) => escaped(arrayLiteral(value as readonly string[])),
};

/** Characters, after which rows are made bytes: a text of many rows would be copied whole several times. */
const COPY_PART = 65_536;

const utf8 = (text: string): Buffer => {
  // A Buffer would put U+FFFD in its place, where JSON is refused: both ways in must agree.
  if (!text.isWellFormed()) throw new UnwritableRow('a text has a lone surrogate');
  return Buffer.from(text, 'utf8');
};

/** Rows in the text format of COPY, some dozen in each part. Throws {@link UnwritableRow}. */
export const rowsAsCopy = (rows: readonly object[], properties: readonly Property[]): readonly Buffer[] => {
  const fields = properties.map(({ property, type }) => ({ property, encode: copyEncoders[type] }));
  const parts: Buffer[] = [];
  let text = '';
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    let separator = '';
    for (const { property, encode } of fields) {
      const value = row[property];
      text += value === null || value === undefined ? `${separator}\\N` : separator + encode(value);
      separator = '\t';
    }
    text += '\n';
    if (text.length < COPY_PART) continue;
    parts.push(utf8(text));
    text = '';
  }
  return [...parts, utf8(text)];
};
