import type { EventDefinition } from '#event-contracts';

type Json = Readonly<Record<string, unknown>>;

const isBound = (schema: Json) => ['enum', 'const', 'pattern', 'format'].some((keyword) => schema[keyword] !== undefined);

const inEach = (path: string, schemas: unknown): readonly string[] =>
  Object.entries((schemas ?? {}) as Readonly<Record<string, Json>>).flatMap(([name, child]) => freeTextIn(`${path}.${name}`, child));

/** Where a schema lets any text through: strings without a list, a pattern or a format, and whatever is not typed at all. */
export const freeTextIn = (path: string, schema: Json): readonly string[] => {
  const children = ['anyOf', 'allOf', 'oneOf'].flatMap((keyword) => (schema[keyword] as readonly Json[] | undefined) ?? []);
  if (children.length > 0) return [...new Set(children.flatMap((child) => freeTextIn(path, child)))];
  switch (schema.type) {
    case 'string':
      return isBound(schema) ? [] : [path];
    case 'array':
      return freeTextIn(`${path}[]`, schema.items as Json);
    case 'object':
      return schema.patternProperties ? inEach(path, { '*': Object.values(schema.patternProperties)[0] }) : inEach(path, schema.properties);
    case undefined:
      return schema.const === undefined ? [path] : [];
    default:
      return [];
  }
};

/** Every place of these events where someone may write what they like, with who may read it. */
export const freeTextOf = (definitions: readonly EventDefinition[]) =>
  definitions.flatMap(({ type, fields }) =>
    Object.entries(fields).flatMap(([name, { schema, disclosure }]) =>
      freeTextIn(`${type}.${name}`, schema).map((path) => [path, disclosure.kind] as const),
    ),
  );
