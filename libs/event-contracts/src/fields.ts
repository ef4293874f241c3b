import { FormatRegistry, Type, type Static, type TSchema } from '@sinclair/typebox';

/** Who may read a field. Open: all who may see the case. Personal: sealed under a person's key. Restricted: sealed under an audience's key. */
export type Disclosure =
  | { readonly kind: 'open' }
  /** `subject` names the open field that holds the person's id. */
  | { readonly kind: 'personal'; readonly subject: string }
  | { readonly kind: 'restricted'; readonly audience: string };

export interface Field<T extends TSchema = TSchema, Required extends boolean = boolean> {
  readonly schema: T;
  readonly disclosure: Disclosure;
  readonly required: Required;
}

/** Readable by all who may see the case. */
export const open = <T extends TSchema>(schema: T): Field<T, true> => ({ schema, disclosure: { kind: 'open' }, required: true });

/** Open, and may be absent. */
export const openOptional = <T extends TSchema>(schema: T): Field<T, false> => ({
  schema,
  disclosure: { kind: 'open' },
  required: false,
});

/** About a person: sealed under the key of the person whose id stands in the open field `subject`; gone when that key is erased. May always be absent. */
export const personal = <T extends TSchema>(subject: string, schema: T): Field<T, false> => ({
  schema,
  disclosure: { kind: 'personal', subject },
  required: false,
});

/** For an audience only, for example a negotiation's floor: sealed under the audience's key. May always be absent. */
export const restricted = <T extends TSchema>(audience: string, schema: T): Field<T, false> => ({
  schema,
  disclosure: { kind: 'restricted', audience },
  required: false,
});

export type Fields = Readonly<Record<string, Field>>;

type RequiredNames<F extends Fields> = { [K in keyof F]: F[K]['required'] extends true ? K : never }[keyof F];

type Simplify<T> = { readonly [K in keyof T]: T[K] };

/** An event's data as its decider writes it; sealed fields are absent when it is read back unopened. */
export type DataOf<F extends Fields> = Simplify<
  { [K in RequiredNames<F>]: Static<F[K]['schema']> } & { [K in Exclude<keyof F, RequiredNames<F>>]?: Static<F[K]['schema']> }
>;

/** ISO 8601 has a year 0000, calendars and databases have none: what such an event was folded into could not be kept. */
const isDate = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00.000Z`).toJSON()?.startsWith(text) === true;
const isInstant = (text: string): boolean => text.length === 24 && !text.startsWith('0000') && new Date(text).toJSON() === text;

FormatRegistry.Set('date', isDate);
FormatRegistry.Set('date-time', isInstant);

/** RFC 3339 in UTC with milliseconds, for example `2026-01-31T08:00:00.000Z`. */
export const Instant = Type.String({ format: 'date-time' });
/** `YYYY-MM-DD`. */
export const CalendarDate = Type.String({ format: 'date' });
export const Id = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });
/** Of bytes, in lower-case hexadecimal. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** One line of text. */
export const Line = Type.String({ minLength: 1, maxLength: 300 });
/** Free text. */
export const Prose = Type.String({ minLength: 1, maxLength: 10_000 });
/** Integer minor units (cents, fen), at most 2^53−1, with the ISO 4217 code. */
export const Money = Type.Object(
  {
    minor: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  { additionalProperties: false },
);
export type Money = Static<typeof Money>;

/** One of a closed list of codes. */
export const OneOf = <const V extends readonly string[]>(...values: V) =>
  Type.Unsafe<V[number]>(Type.Union(values.map((value) => Type.Literal(value))));
