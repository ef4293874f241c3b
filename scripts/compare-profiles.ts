import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { progressBar, table } from '#terminal';
import { byStream, bytesOf } from '../test/support/event-bytes.ts';
import { importConcurrently, importSerially, readExport, type Export } from '../test/support/import-export.ts';
import { distributedProfile, standaloneProfile, type Profile } from '../test/support/profiles.ts';
import type { ReadModelChecksum } from '../test/support/read-model-checksums.ts';

/**
 * `npm run compare -- <folder>`: imports an export into both profiles, on servers that it starts for itself, and tells whether they come to the
 * same. Serially, process managers drained after every row: the same ledger, byte by byte, and the same rows. Many at once: the same entries
 * stream by stream, and the same rows but for ledger indexes. Ends with 1 if they differ.
 */
const [folder] = parseArgs({ allowPositionals: true }).positionals;
if (folder === undefined) {
  process.stderr.write('Which folder? npm run compare -- <folder of an export>\n');
  process.exit(2);
}

const modes = ['serially', 'concurrently'] as const;
type Mode = (typeof modes)[number];

interface Outcome {
  readonly profile: Profile['name'];
  readonly size: number;
  readonly root: string;
  /** Each event's bytes: in the ledger's order when it was written serially, else stream by stream. */
  readonly events: readonly string[];
  readonly checksums: readonly ReadModelChecksum[];
  readonly importedInMs: number;
  readonly settledInMs: number;
}

const measured = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const outcomeOf = async (start: () => Promise<Profile>, given: Export, mode: Mode): Promise<Outcome> => {
  const profile = await start();
  const bar = progressBar(`${profile.name}, ${mode}`, process.stderr);
  const progress = (done: number, total: number, file: string): void => bar.update(done, total, file);
  const serially = mode === 'serially';
  try {
    const importedInMs = await measured(() => (serially ? importSerially : importConcurrently)(profile, given, progress));
    const settledInMs = await measured(() => profile.settled());
    const events = await profile.events();
    return {
      ...{ profile: profile.name, ...(await profile.head()), importedInMs, settledInMs },
      events: (serially ? events : byStream(events)).map((event) => JSON.stringify(bytesOf(event))),
      checksums: await profile.checksums({ ledgerIndexes: serially ? 'compared' : 'leftOut' }),
    };
  } finally {
    bar.stop();
    await profile.stop();
  }
};

/** What differs, in words; nothing when all is the same. */
const differences = (one: Outcome, other: Outcome, mode: Mode): readonly string[] => {
  const found: string[] = [];
  if (one.size !== other.size) found.push(`the ledgers hold ${one.size} and ${other.size} events`);
  if (mode === 'serially' && one.root !== other.root) found.push('the roots differ');
  const at = one.events.findIndex((event, place) => event !== other.events[place]);
  if (at >= 0) found.push(`event ${at} differs:\n    ${one.events[at]}\n    ${other.events[at]}`);
  for (const [place, { readModel, rows, checksum }] of one.checksums.entries()) {
    const same = other.checksums[place]?.checksum === checksum && other.checksums[place].rows === rows;
    if (!same) found.push(`the rows of ${readModel} differ`);
  }
  return found;
};

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const shown = (outcomes: readonly Outcome[], mode: Mode): string =>
  [
    `${mode[0]?.toUpperCase()}${mode.slice(1)}`,
    table(
      ['profile', 'events', 'import s', 'read models s', 'root'],
      outcomes.map(({ profile, size, root, importedInMs, settledInMs }) => [
        profile,
        size,
        seconds(importedInMs),
        seconds(settledInMs),
        root,
      ]),
    ),
    '',
    table(
      ['read model', 'profile', 'rows', mode === 'serially' ? 'checksum' : 'checksum without ledger indexes'],
      (outcomes[0]?.checksums ?? []).flatMap(({ readModel }, at) =>
        outcomes.map(({ profile, checksums }) => [readModel, profile, checksums[at]?.rows ?? 0, checksums[at]?.checksum ?? '']),
      ),
    ),
  ].join('\n');

const given = await readExport(folder);
for (const mode of modes) {
  const standalone = await outcomeOf(standaloneProfile, given, mode);
  const distributed = await outcomeOf(distributedProfile, given, mode);
  const found = differences(standalone, distributed, mode);
  if (found.length > 0) process.exitCode = 1;
  const verdict = found.length > 0 ? ['They differ:', ...found.map((line) => `  ${line}`)] : ['They are the same.'];
  process.stdout.write(`${[shown([standalone, distributed], mode), '', ...verdict, ''].join('\n')}\n`);
}
