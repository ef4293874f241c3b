import { canonicalBytes, sha256Hex } from './canonical.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Without its descriptions, which may be worded anew at any time. */
const bare = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(bare);
  if (!isRecord(schema)) return schema;
  const kept = Object.entries(schema).filter(([name, value]) => name !== 'description' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([name, value]) => [name, bare(value)]));
};

const shapeOfSchema = (schema: unknown): string => sha256Hex(canonicalBytes(bare(JSON.parse(JSON.stringify(schema)))));

/** SHA-256, hexadecimal, of what an event's version promises its readers: fields, their types, who may read them. */
export const shapeOf = ({ schema }: CatalogueEntry): string => shapeOfSchema(schema);

/** The same, of the JSON Schema document of a version, which may be one that the catalogue no longer has. */
export const shapeOfDocument = (document: Readonly<Record<string, unknown>>): string => {
  const { $schema: _dialect, $id: _id, title: _title, 'x-aggregate': _aggregate, ...schema } = document;
  return shapeOfSchema(schema);
};

/** Shapes by event type and version, as they were published. */
export type PublishedShapes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What would break a promise: a shape changed under its version, a version or an event gone, or one not yet published. */
export const brokenPromises = (catalogue: Catalogue, published: PublishedShapes): readonly string[] => {
  const gone = Object.keys(published).filter((type) => !catalogue.has(type));
  const changed = [...catalogue.values()].flatMap((entry) => {
    const { type, version } = entry.definition;
    const promised = published[type]?.[version];
    if (promised === undefined) return [`${type} version ${version} is not published yet`];
    return promised === shapeOf(entry) ? [] : [`${type} version ${version} was published with another shape; raise its version`];
  });
  const older = [...catalogue.values()].flatMap(({ definition: { type, version } }) =>
    Object.keys(published[type] ?? {})
      .filter((known) => Number(known) > version)
      .map((known) => `${type} version ${known} was published and is gone`),
  );
  return [...gone.map((type) => `${type} was published and is gone`), ...changed, ...older];
};

/** The published shapes with those that are new; what was published stays as it is. */
export const publish = (catalogue: Catalogue, published: PublishedShapes): PublishedShapes => {
  const versions = [...catalogue.values()].map((entry) => {
    const { type, version } = entry.definition;
    return [type, { [version]: shapeOf(entry), ...published[type] }] as const;
  });
  return { ...published, ...Object.fromEntries(versions) };
};
