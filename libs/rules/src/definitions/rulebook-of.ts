import type { DefinitionKind } from '#event-contracts';
import { earliestBusinessTime } from '../business-time.ts';
import { defineProcess } from '../process/define-process.ts';
import { salesProc003v1 } from '../process/sales-proc-003.v1.ts';
import type { Rulebook } from '../rulebook.port.ts';
import { builtInDefinitions } from './built-in/index.ts';
import type { ContentsOf, Definition, KindedContents } from './definition.ts';
import { hashOf } from './hash.ts';
import { variantId } from './process.faults.ts';

/** The company's process, unless a case asks for another one (L83). */
export const standardProcessId = salesProc003v1.id;

const lastOf = <T extends { readonly version: number }>(all: readonly T[]): T | undefined =>
  all.toSorted((one, other) => one.version - other.version).at(-1);

/** A rulebook of contents that have always been in force; of several versions of one, the last. */
export const rulebookOf = (definitions: readonly KindedContents[]): Rulebook => {
  const hashes = new Map<object, string>();
  /** Contents never change: each is hashed once, when it is first asked for. */
  const hashed = (contents: object): string => {
    const sha256 = hashes.get(contents) ?? hashOf(contents);
    hashes.set(contents, sha256);
    return sha256;
  };
  const of = <K extends DefinitionKind>(kind: K, id: string): readonly Definition<K>[] =>
    definitions
      .filter((each) => each.kind === kind && each.contents.id === id)
      .map(({ contents }) => ({
        ...{ kind, id, version: contents.version, sha256: hashed(contents), effectiveFrom: earliestBusinessTime },
        contents: contents as ContentsOf<K>,
      }));
  const processes = definitions.flatMap((each) => (each.kind === 'process' ? [defineProcess(each.contents)] : []));
  const processOf = (id: string) => lastOf(processes.filter((each) => each.id === id));

  return {
    process: (name) => processes.find(({ processVersion }) => processVersion === name),
    processInForce: ({ id = standardProcessId, segment = 'standard' }) =>
      Promise.resolve(processOf(variantId(id, segment)) ?? processOf(id)),
    inForce: (kind, id) => lastOf(of(kind, id)),
    version: (kind, id, version) => Promise.resolve(of(kind, id).find((each) => each.version === version)),
  };
};

/** What was in force before definitions were kept in streams: cases of that time name it, so it stays readable. */
const before: readonly KindedContents[] = [{ kind: 'process', contents: salesProc003v1 }];

export const rulebookBefore: Rulebook = rulebookOf(before);

/** The last version of a definition that was in force before definitions were kept in streams, where the count goes on; 0 when there was none. */
export const lastVersionBefore = (kind: DefinitionKind, id: string): number =>
  lastOf(before.filter((each) => each.kind === kind && each.contents.id === id).map(({ contents }) => contents))?.version ?? 0;

/** The rules that come with the program. */
export const builtInRulebook: Rulebook = rulebookOf([...before, ...builtInDefinitions]);
