import type { Definition } from './definition.ts';

/** What events state of a definition that something was decided under: `id@version#sha256`. */
export const nameOfDefinition = ({ id, version, sha256 }: Pick<Definition, 'id' | 'version' | 'sha256'>): string =>
  `${id}@${version}#${sha256}`;
