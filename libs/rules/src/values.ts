import { canonicalBytes } from '#event-contracts';

type Absent<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` without its undefined values: what may be undefined is optional. */
export type Present<T> = { readonly [K in Exclude<keyof T, Absent<T>>]: T[K] } & { readonly [K in Absent<T>]?: Exclude<T[K], undefined> };

/** What callers hand in for `T`: what may be absent may be undefined too. */
export type Given<T> = { readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** Drops what is undefined, so that an absent field is absent in the event too. */
export const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;

/** Whether two values say the same: equal canonical bytes. What is undefined counts as null. */
export const same = (one: unknown, other: unknown): boolean => canonicalBytes(one ?? null).equals(canonicalBytes(other ?? null));

/** Each value once, in the order in which they came first. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The fields in which two records differ. */
export const differences = (one: object, other: object): readonly string[] => {
  const [first, second]: Readonly<Record<string, unknown>>[] = [{ ...one }, { ...other }];
  return distinct([...Object.keys(one), ...Object.keys(other)]).filter((field) => !same(first?.[field], second?.[field]));
};
