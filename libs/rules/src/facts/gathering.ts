import type { DomainEvent, Instant, RecordedEvent } from '#eventsourcing';
import { isDelegate, principalOf } from '../authority/persons.ts';

/** Something that was stated, with who stated it and when. */
export interface Fact<D = unknown> {
  /** The event that stated it: what a gate names as evidence. */
  readonly eventId: string;
  readonly revision: number;
  /** Business time. */
  readonly at: Instant;
  readonly by: string;
  /** Who stated it for them, where somebody did. */
  readonly through?: string;
  /** The event's open fields. */
  readonly data: D;
}

/** Facts of one kind, by the id that tells one from another. */
export type FactsById<D = unknown> = Readonly<Record<string, Fact<D>>>;

type DataOf<E extends DomainEvent, T> = Extract<E, { type: T }>['data'];

/** Declares kinds of facts out of the events of one aggregate: the event that states it, and the field that tells one from another. A later event with the same id takes the earlier one's place. */
export const kindsOf =
  <E extends DomainEvent>() =>
  <K extends Readonly<Record<string, { [T in E['type']]: readonly [T, keyof DataOf<E, T> & string] }[E['type']]>>>(kinds: K): K =>
    kinds;

type Kinds = Readonly<Record<string, readonly [string, string]>>;

/** What the kinds gather: each a dictionary of facts. */
export type Gathered<E extends DomainEvent, K extends Kinds> = {
  readonly [N in keyof K]: FactsById<DataOf<E, K[N][0]>>;
};

/** Ids are chosen by callers, and `constructor` is one like any other: what was not stated is not found, whatever objects have by nature. */
const among = (facts: FactsById, more: FactsById = {}): FactsById =>
  Object.assign(Object.create(null) as Record<string, Fact>, facts, more);

const none: FactsById = Object.freeze(among({}));

/** Nothing is known yet. */
export const gatheredNothing = <E extends DomainEvent, K extends Kinds>(kinds: K): Gathered<E, K> =>
  Object.fromEntries(Object.keys(kinds).map((name) => [name, none])) as Gathered<E, K>;

/** Facts as they are kept: without the kinds of which nothing was stated. */
export type Kept<F extends Gathered<E, K>, E extends DomainEvent, K extends Kinds> = Omit<F, keyof K> & Partial<Gathered<E, K>>;

/**
 * Facts that have as their own only what was stated; the kinds of which nothing was are inherited, empty. There are dozens of kinds, most things
 * state few, and facts are copied with every event: so copying, keeping and sending them costs what is known, not what could be. Whoever spreads
 * facts into others has to put them on this ground again.
 */
export const grounding = <F extends Gathered<E, K>, E extends DomainEvent, K extends Kinds>(kinds: K) => {
  const ground: object = gatheredNothing<E, K>(kinds);
  const isGrounded = (facts: Kept<F, E, K>): boolean => Object.getPrototypeOf(facts) === ground;
  return (facts: Kept<F, E, K>, changes?: Partial<F>): F =>
    // As a literal: assigned one by one, more than a score of fields would be kept as in a dictionary, which costs ten times as much to copy.
    !changes && isGrounded(facts) ? (facts as unknown as F) : ({ __proto__: ground, ...facts, ...changes } as unknown as F);
};

export const factOf = <E extends DomainEvent>({ eventId, revision, occurredAt, actor, data }: RecordedEvent<E>): Fact<E['data']> => ({
  eventId,
  revision,
  at: occurredAt,
  by: principalOf(actor),
  ...(isDelegate(actor) && { through: actor.userId }),
  data,
});

/** Folds one event into the kinds that it belongs to; the very same facts when it belongs to none. */
export const gathering = <E extends DomainEvent, K extends Kinds>(kinds: K) => {
  const byType = new Map<string, { readonly name: string; readonly id: string }[]>();
  for (const [name, [type, id]] of Object.entries(kinds)) byType.set(type, [...(byType.get(type) ?? []), { name, id }]);
  return <F extends Gathered<E, K>>(facts: F, event: RecordedEvent<E>): F => {
    const places = byType.get(event.type);
    if (!places) return facts;
    const known = facts as Readonly<Record<string, FactsById>>;
    const fact = factOf(event);
    const changed = places.map(({ name, id }) => {
      const key = String((event.data as Readonly<Record<string, unknown>>)[id]);
      return [name, among(known[name] ?? {}, { [key]: fact })] as const;
    });
    return { ...facts, ...Object.fromEntries(changed) };
  };
};

/** All facts of a kind, the earliest first. */
export const listed = <D>(facts: FactsById<D>): readonly Fact<D>[] =>
  Object.values(facts).toSorted((one, other) => one.revision - other.revision);

export const evidenceOf = (facts: readonly Fact[]): readonly string[] => facts.map(({ eventId }) => eventId);
