import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const argv = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '--config',
  'test/coverage/proving/jest.config.js',
];

/** One test file, whole or in part, as it is or with a mechanism taken away. */
export interface Asked {
  readonly file: string;
  readonly test?: string | undefined;
  /** The key of a mechanism. */
  readonly disabled?: string;
}

export interface Ran {
  readonly passed: number;
  /** Full names of the tests that failed. */
  readonly failed: readonly string[];
  /** Why the file could not be run at all. */
  readonly broken?: string;
  /** Which commands made events of which type, as far as specifications tell. */
  readonly made: readonly (readonly [command: string, events: readonly string[]])[];
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const ended = (program: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (text: Buffer) => (told += text.toString()));
    child.on('error', reject).on('close', () => resolve(told));
  });

const notesOf = async (file: string): Promise<Ran['made']> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Ran['made'][number]]));
};

const asName = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs it in a Jest of its own. */
export const ranBy = async ({ file, test, disabled }: Asked): Promise<Ran> => {
  const folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  const [outcome, notes] = [join(folder, 'outcome.json'), join(folder, 'notes.jsonl')];
  const wanted = ['-i', '--json', '--outputFile', outcome, ...(test === undefined ? [] : ['-t', asName(test)]), '--runTestsByPath', file];
  const given = disabled === undefined ? { COVERAGE_NOTES: notes } : { COVERAGE_DISABLED: disabled };
  const told = await ended([...argv, ...wanted], { ...process.env, ...given });
  const report = await readFile(outcome, 'utf8').catch(() => undefined);
  const made = await notesOf(notes);
  await rm(folder, { recursive: true });
  if (report === undefined) return { passed: 0, failed: [], broken: told, made };
  const { testResults } = JSON.parse(report) as Report;
  const each = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) => each.filter((one) => one.status === status).map(({ fullName }) => fullName);
  return {
    passed: named('passed').length,
    failed: named('failed'),
    ...(each.length === 0 && { broken: testResults[0]?.message ?? told }),
    made,
  };
};
