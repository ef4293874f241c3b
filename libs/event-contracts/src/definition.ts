import type { DomainEvent } from '#eventsourcing';
import type { DataOf, Fields } from './fields.ts';

/** Turns the open data of one schema version into that of the next. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** One event type of the catalogue. Its name is the storage format: never renamed, never reused. */
export interface EventDefinition<T extends string = string, F extends Fields = Fields> {
  readonly type: T;
  /** The version written today; older ones are upcast when read. */
  readonly version: number;
  /** The aggregate in whose streams it stands; `*` for every one. */
  readonly aggregate: string;
  readonly description: string;
  readonly fields: F;
  /** `upcasters[n]` turns version n into n + 1; one for every version below `version`. */
  readonly upcasters: Readonly<Record<number, Upcaster>>;
}

/** Declares an event: every field open, personal or restricted. */
export const event = <T extends string, F extends Fields>(
  type: T,
  definition: { aggregate: string; description: string; fields: F; version?: number; upcasters?: Readonly<Record<number, Upcaster>> },
): EventDefinition<T, F> => ({ type, version: 1, upcasters: {}, ...definition });

/** The domain event that a definition describes. */
export type EventOf<D> = D extends EventDefinition<infer T, infer F> ? DomainEvent<T, DataOf<F>> : never;
