import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { keyOf, type Rule } from '../row.ts';

/** That a test missed a mechanism. */
export interface Proof {
  /** The tests of this file failed without it. */
  readonly file: string;
  /** The first of them, and how many. */
  readonly test: string;
  readonly failed: number;
}

/** What the last proof of everything has shown; kept with the sources, for the page of the coverage. */
export interface Proved {
  /** By the mechanism's key and the test file: {@link proofKey}. */
  readonly proofs: Readonly<Record<string, Proof>>;
  /** The commands that made events of a type in some specification. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

const keptFile = fileURLToPath(new URL('../proved.json', import.meta.url));
/** Where a proof that was broken off is taken up again. */
const begunFile = fileURLToPath(new URL('../../../reports/coverage-prove.json', import.meta.url));

export const proofKey = (rule: Rule): string => [keyOf(rule), rule.file, ...(rule.test === undefined ? [] : [rule.test])].join(' in ');

const nothing: Proved = { proofs: {}, commands: {} };

const read = async (file: string): Promise<Proved> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? nothing : (JSON.parse(text) as Proved);
};

const sorted = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

const write = async (file: string, { proofs, commands }: Proved): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const text = JSON.stringify({ proofs: sorted(proofs), commands: sorted(commands) });
  await writeFile(file, await prettier.format(text, { ...(await prettier.resolveConfig(keptFile)), parser: 'json' }));
};

export const proved = (): Promise<Proved> => read(keptFile);
export const begun = (): Promise<Proved> => read(begunFile);
export const noteBegun = (findings: Proved): Promise<void> => write(begunFile, findings);

/** Keeps what was found, of rules that there still are; what was proved once and `failed` now is proved no longer. */
export const keep = async (found: Proved, rules: readonly Rule[], failed: ReadonlySet<string>): Promise<void> => {
  const earlier = await proved();
  const [keys, events] = [
    new Set(rules.map(proofKey).filter((key) => !failed.has(key))),
    new Set(rules.filter(({ kind }) => kind === 'event').map(({ name }) => name)),
  ];
  const among = <T>(record: Readonly<Record<string, T>>, names: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
  await write(keptFile, {
    proofs: among({ ...earlier.proofs, ...found.proofs }, keys),
    commands: among({ ...earlier.commands, ...found.commands }, events),
  });
};
