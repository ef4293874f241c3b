import type { Catalogue } from './catalogue.ts';

/** JSON Schema 2020-12 of every event's data, today's versions, by `Type.version`; for consumers, and for the docs. */
export const jsonSchemas = (catalogue: Catalogue): Readonly<Record<string, Readonly<Record<string, unknown>>>> =>
  Object.fromEntries(
    [...catalogue.values()].map(({ definition: { type, version, aggregate }, schema }) => [
      `${type}.${version}`,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:dealtrail:event:${type}:${version}`,
        title: type,
        'x-aggregate': aggregate,
        ...(JSON.parse(JSON.stringify(schema)) as object),
      },
    ]),
  );
