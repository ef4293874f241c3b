import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { definitionKinds, type DefinitionKind } from '#event-contracts';
import { malformations, type KindedContents } from '#rules';
import { StartFailure } from './start-failure.ts';

interface Stated {
  readonly kind?: unknown;
  readonly contents?: unknown;
}

const isKind = (kind: unknown): kind is DefinitionKind => (definitionKinds as readonly unknown[]).includes(kind);

/** What is wrong with one of them, each line with its place. */
const faultsOf = ({ kind, contents }: Stated, at: number): readonly string[] => {
  if (!isKind(kind)) return [`[${at}].kind must be one of ${definitionKinds.join(', ')}`];
  return malformations(kind, contents).map(({ at: place, names }) => `[${at}].contents.${place} ${(names ?? []).join(', ')}`);
};

const parsed = (path: string, text: string): unknown => {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new StartFailure(`DEFINITIONS_FILE ${path} is not YAML: ${(error as Error).message}`);
  }
};

/** The definitions of a file, a list of `{ kind, contents }`. Throws StartFailure with everything that is wrong. */
export const readDefinitions = async (path: string): Promise<readonly KindedContents[]> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartFailure(`DEFINITIONS_FILE cannot be read: ${String(error)}`);
  });
  const stated = parsed(path, text);
  if (!Array.isArray(stated)) throw new StartFailure(`DEFINITIONS_FILE ${path} must be a list of { kind, contents }`);
  const faults = (stated as readonly (Stated | null)[]).flatMap((each, at) => faultsOf(each ?? {}, at));
  if (faults.length > 0)
    throw new StartFailure(`DEFINITIONS_FILE ${path} does not hold definitions:\n${faults.map((line) => `  - ${line}`).join('\n')}`);
  return stated as readonly KindedContents[];
};
