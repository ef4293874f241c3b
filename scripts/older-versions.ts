import { shapeOfDocument, type Catalogue, type PublishedShapes } from '#event-contracts';

/** `Type.version` of what was published under an earlier version: still in the log, the topic and the feed, for ever. */
export const olderVersions = (catalogue: Catalogue, published: PublishedShapes): readonly string[] =>
  Object.entries(published).flatMap(([type, versions]) =>
    Object.keys(versions)
      .filter((version) => Number(version) < (catalogue.get(type)?.definition.version ?? 0))
      .map((version) => `${type}.${version}`),
  );

const shapeIn = (text: string): string | undefined => {
  try {
    return shapeOfDocument(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return undefined;
  }
};

/** What is wrong with the JSON Schema documents of older versions, by `Type.version`: gone, or not what was published. */
export const lostVersions = (published: PublishedShapes, documents: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(documents).flatMap(([name, text]) => {
    const [type = '', version = ''] = name.split('.');
    if (text === undefined) return [`the schema of ${name} is gone: readers of older events need it`];
    return shapeIn(text) === published[type]?.[version] ? [] : [`the schema of ${name} is not the one that was published`];
  });
