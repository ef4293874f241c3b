import type { DomainEvent } from './message.ts';
import type { Column, LedgerEvent, ColumnType, TableShape, Projection } from './projection.ts';

/** What each event type does to a row. Complete: an event of the union without its function does not compile. */
export type RowFold<E extends DomainEvent, Row extends object> = {
  readonly [T in E['type']]: (row: Row | undefined, event: LedgerEvent<Extract<E, { type: T }>>) => Row | undefined;
};

/** A fold's part of a projection: the types it handles, and `evolve`. */
export const folding = <E extends DomainEvent, Row extends object>(
  fold: RowFold<E, Row>,
): Required<Pick<Projection<E, Row>, 'handles' | 'evolve'>> => ({
  handles: Object.keys(fold),
  evolve: (row, event) => (fold[event.type as E['type']] as (row: Row | undefined, event: LedgerEvent<E>) => Row | undefined)(row, event),
});

/** A part that stays sealed in the row: ciphertext of what not everybody may read. */
interface Sealed {
  readonly ciphertext: string;
}

type NullableColumn<V> = null extends V ? `${TypesFor<NonNullable<V>>}?` : TypesFor<V>;

/** The column types that can hold a property; with `?` when it may be null, and withheld where analysts are not to see it, sealed parts always. */
type ColumnFor<V> = [V] extends [readonly Sealed[]] ? 'jsonb withheld' : NullableColumn<V> | `${NullableColumn<V>} withheld`;
type TypesFor<V> = [V] extends [string]
  ? 'text' | 'date' | 'timestamptz'
  : [V] extends [number]
    ? 'integer' | 'bigint'
    : [V] extends [boolean]
      ? 'boolean'
      : [V] extends [readonly string[]]
        ? 'text[]' | 'jsonb'
        : 'jsonb';

/** A column for every property of the row, checked against the property's type; a null is possible only where the row says so. */
export type ColumnsOf<Row extends object> = { readonly [P in keyof Row & string]: ColumnFor<Row[P]> };

export const snakeCase = (property: string): string => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The inverse of {@link snakeCase}. */
export const camelCase = (column: string): string => column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const columnOf = (property: string, declared: string): Column => {
  const [type = '', withheld] = declared.split(' ');
  return {
    name: snakeCase(property),
    type: type.replace('?', '') as ColumnType,
    nullable: type.endsWith('?'),
    ...(withheld !== undefined && { withheld: true }),
  };
};

/** The table of rows of one type, written down in terms of the row's properties. */
export const tableOf = <Row extends object>(
  name: string,
  columns: ColumnsOf<Row>,
  keys: {
    readonly primaryKey: readonly (keyof Row & string)[];
    readonly indexes?: readonly (readonly (keyof Row & string)[])[];
    readonly views?: TableShape['views'];
    readonly meaning?: string;
  },
): TableShape => ({
  name,
  columns: Object.entries<string>(columns).map(([property, declared]) => columnOf(property, declared)),
  primaryKey: keys.primaryKey.map(snakeCase),
  indexes: (keys.indexes ?? []).map((properties) => {
    const names = properties.map(snakeCase);
    return { name: `${name}_${names.join('_')}`, columns: names };
  }),
  ...(keys.views && { views: keys.views }),
  ...(keys.meaning !== undefined && { meaning: keys.meaning }),
});
