type Absent<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** `T` without its undefined values: what may be undefined is optional. */
export type Present<T> = { readonly [K in Exclude<keyof T, Absent<T>>]: T[K] } & { readonly [K in Absent<T>]?: Exclude<T[K], undefined> };

/** Drops what is undefined, so that an absent field is absent in the event too. */
export const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
