import { accept, refuse, type Command, type Decision, type DomainEvent, type Refusal } from '#eventsourcing';
import type { Fact, FactsById } from '../facts/gathering.ts';
import { present, same, type Given } from '../values.ts';

/** One chapter of the work on a thing: each of its commands, decided on the thing while it is open. */
export type ChapterOf<C extends Command, S, K, Outcome> = {
  readonly [T in C['type']]: (data: Extract<C, { type: T }>['data'], state: S, known: K) => Outcome;
};

type DataOf<E extends DomainEvent, T extends E['type']> = Extract<E, { type: T }>['data'];

/** What stating a fact may be refused for, beside what its own check refuses. */
export type StatingRefusal = 'StatedOtherwise' | 'NotOnFile';

export interface StatingOf<D, S, K, R extends string> {
  /** Where what was stated before is found. */
  readonly among: (state: S) => FactsById<D>;
  readonly id: keyof D & string;
  /** Fields that are sealed: they cannot be compared. */
  readonly sealed?: readonly (keyof D & string)[];
  /** Whether it may be stated anew otherwise, under the same id. */
  readonly revisable?: boolean;
  readonly check?: (data: Given<D>, state: S, known: K) => Refusal<R> | undefined;
}

const openFields = (data: object, sealed: readonly string[]): object =>
  Object.fromEntries(Object.entries(data).filter(([field]) => !sealed.includes(field)));

/** Commands that state one fact, word for word as its event has it. The same again changes nothing; something else under the same id is refused, unless it may be revised. */
export const statingOf =
  <S, K, E extends DomainEvent, R extends string>() =>
  <T extends E['type']>(type: T, { among, id, sealed = [], revisable = false, check }: StatingOf<DataOf<E, T>, S, K, R>) =>
  (given: Given<DataOf<E, T>>, state: S, known: K): Decision<E, R | StatingRefusal> => {
    const stated = present(given);
    const key = String((given as Readonly<Record<string, unknown>>)[id]);
    const earlier: Fact | undefined = among(state)[key];
    const again = earlier !== undefined && same(openFields(stated, sealed), earlier.data);
    if (again && !sealed.some((field) => field in stated)) return accept();
    if (earlier && !again && !revisable) return refuse('StatedOtherwise', { [id]: key, event: type }, ['state it under an id of its own']);
    return check?.(given, state, known) ?? accept({ type, data: stated } as unknown as E);
  };

/** Refuses what refers to something that is not on file. */
export const onFile = (
  what: string,
  facts: FactsById,
  ids: readonly (string | undefined)[],
  suppliedBy: string,
): Refusal<'NotOnFile'> | undefined => {
  const unknown = ids.filter((id) => id !== undefined && !facts[id]);
  return unknown.length === 0 ? undefined : refuse('NotOnFile', { what, ids: unknown }, [suppliedBy]);
};
