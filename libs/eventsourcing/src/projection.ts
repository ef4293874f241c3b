import type { CaseId, DomainEvent, RecordedEvent, SealedPart } from './message.ts';

/** What a projection folds: the decoded event with its place in the ledger. Sealed parts stay sealed: a row may keep them, never their content. */
export type LedgerEvent<E extends DomainEvent = DomainEvent> = RecordedEvent<E> & {
  readonly index: number;
  readonly sealed: readonly SealedPart[];
};

/** Starts with the case, so that no two partitions ever touch one row. */
export type RowKey = readonly [CaseId, ...(string | number)[]];

/**
 * A read model as a pure fold per key. No deduplication, no clock, no I/O: the runner gives every event once, in order.
 * `evolve` returning the row it was given means: nothing to write; returning nothing deletes the row.
 */
export interface Projection<E extends DomainEvent = DomainEvent, Row extends object = object> {
  readonly name: string;
  /** Raised with every change of meaning: a new version fills beside the live one. */
  readonly version: number;
  /** The types it folds; others are passed over undecoded. Absent: all. */
  readonly handles?: readonly E['type'][];
  /** Which row an event belongs to; nothing when it concerns none. Its parts are the values of the table's primary key, in order. */
  readonly key: (event: LedgerEvent<E>) => RowKey | undefined;
  readonly evolve: (row: Row | undefined, event: LedgerEvent<E>) => Row | undefined;
  /** True when a row is written once and never folded again, so that the runner need not look for it. */
  readonly appendOnly?: boolean;
  /** True when each row is folded from the events of one stream alone: a stream that begins has no row, and the runner need not look for one. */
  readonly perStream?: boolean;
}

/** Postgres types that rows are made of. `bigint` holds safe integers, read back as numbers; instants are RFC 3339 text in rows. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'date' | 'timestamptz' | 'jsonb' | 'bytea' | 'text[]';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Kept for the program alone: analysts, who read by SQL, are not shown it. */
  readonly withheld?: true;
}

/** What SQL can make of columns beyond the types of rows: sums have no bound. */
export type ViewColumnType = ColumnType | 'numeric';

/** A further SQL view of a table. */
export interface TableView {
  readonly name: string;
  /** `{table}` stands for the table. */
  readonly sql: string;
  /** One row of it, in a line; for those who query it. */
  readonly meaning?: string;
  /** What it has, in order; for those who query it. */
  readonly columns?: Readonly<Record<string, ViewColumnType>>;
}

/** The table behind a projection; column names are the row's property names in snake_case. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[]; readonly unique?: boolean }[];
  /** Further SQL views that live and swap with the table. */
  readonly views?: readonly TableView[];
  /** One row of it, in a line; for those who query it. */
  readonly meaning?: string;
}

export interface ProjectionTable<E extends DomainEvent = DomainEvent, Row extends object = object> {
  readonly projection: Projection<E, Row>;
  readonly table: TableShape;
}
