import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { catalogue, type AnyEvent } from '#event-contracts';

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  'date-time': fc.integer({ min: 0 }).map((second) => new Date(second * 1000).toISOString()),
};

const textOf = ({ format, pattern, minLength, maxLength }: TSchema): fc.Arbitrary<unknown> => {
  if (format) return formats[format as string]!;
  if (pattern) return fc.stringMatching(new RegExp(pattern as string)).map((text) => text.slice(0, (maxLength as number) ?? text.length));
  return fc.string({ minLength: (minLength as number) ?? 0, maxLength: 20 });
};

const objectOf = ({ properties = {}, required = [] }: TSchema): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(properties as Record<string, TSchema>).map(([name, schema]) => [name, anyOf(schema)])), {
    requiredKeys: required as string[],
  });

const byType: Readonly<Record<string, (schema: TSchema) => fc.Arbitrary<unknown>>> = {
  string: textOf,
  integer: ({ minimum, maximum }) =>
    fc.integer({ min: (minimum as number) ?? 0, max: Math.min((maximum as number) ?? 1_000, 2 ** 31 - 1) }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items }) => fc.array(anyOf(items as TSchema), { maxLength: 3 }),
  object: (schema) =>
    schema.properties ? objectOf(schema) : fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 }),
};

/** Any value that a schema of the catalogue allows. */
const anyOf = (schema: TSchema): fc.Arbitrary<unknown> => {
  if (schema.anyOf) return fc.oneof(...(schema.anyOf as TSchema[]).map(anyOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  const arbitrary = byType[schema.type as string];
  if (!arbitrary) throw new Error(`no values are known for the schema ${JSON.stringify(schema)}`);
  return arbitrary(schema);
};

/** Any event of one type, by itself: it need not follow from a history. */
export const anyEventOf = (type: string): fc.Arbitrary<AnyEvent> =>
  objectOf(catalogue.get(type)!.schema).map((data) => ({ type, data }) as AnyEvent);
