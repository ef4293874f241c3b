import { shapeOf, type AnyProjectionTable } from './any-projection.ts';
import type { Build, BuildRecord } from './projection-store.port.ts';

/** The newest version of each projection: what a program wants to be live. */
export const newestOf = (projections: readonly AnyProjectionTable[]): readonly AnyProjectionTable[] =>
  projections.filter(({ projection }) =>
    projections.every(({ projection: other }) => other.name !== projection.name || other.version <= projection.version),
  );

/** The build together with its code; nothing when this program does not have the code that fills it. */
export const withCode = (projections: readonly AnyProjectionTable[], record: BuildRecord): Build | undefined => {
  const definition = projections.find(
    (known) =>
      known.projection.name === record.projection && known.projection.version === record.version && shapeOf(known) === record.shape,
  );
  return definition && { projection: record.projection, version: record.version, build: record.build, definition };
};

export type Provision =
  | { readonly kind: 'none' }
  /** It was live before; it goes on from where it stands. */
  | { readonly kind: 'refill'; readonly build: BuildRecord }
  | { readonly kind: 'create'; readonly build: Build };

export const nextBuild = (definition: AnyProjectionTable, records: readonly BuildRecord[]): Build => {
  const { name, version } = definition.projection;
  const builds = records.filter(({ projection }) => projection === name).map(({ build }) => build);
  return { projection: name, version, build: Math.max(0, ...builds) + 1, definition };
};

/** What it takes that a projection of this program becomes live: nothing if it is, or is already filling. */
export const provisionFor = (definition: AnyProjectionTable, records: readonly BuildRecord[]): Provision => {
  const same = records.filter((record) => withCode([definition], record));
  if (same.some(({ state }) => state !== 'previous')) return { kind: 'none' };
  const previous = same.at(-1);
  return previous ? { kind: 'refill', build: previous } : { kind: 'create', build: nextBuild(definition, records) };
};
