import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import pg from 'pg';
import { startEmbeddedPostgres } from '#postgres';
import { appendBenches } from './append.ts';
import { fanoutBenches } from './fanout.ts';
import { feedBenches } from './feed-sse.ts';
import { httpBenches } from './http.ts';
import { kafkaFreshnessBenches } from './kafka-freshness.ts';
import { kafkaProjectingBenches } from './kafka-projecting.ts';
import { ledgerBenches } from './ledger.ts';
import { rebuildBenches } from './rebuild.ts';
import type { Bench, Measurement } from './measure.ts';
import { temporaryFolder } from '../support/test-server.ts';

const profiles = {
  standalone: [...appendBenches, ...ledgerBenches, ...rebuildBenches, ...httpBenches],
  distributed: [...fanoutBenches, ...kafkaProjectingBenches, ...kafkaFreshnessBenches, ...feedBenches],
} as const satisfies Readonly<Record<string, readonly Bench[]>>;

const namesOf = (benches: readonly Bench[]): string => benches.map(({ name }) => name).join(', ');

const options = new Command('bench')
  .description('Measures speed and memory, each figure against a baseline of the same run.')
  .addOption(new Option('--profile <name>', 'of which the speed is measured').choices(Object.keys(profiles)).default('standalone'))
  .option(
    '--only <name>',
    `one of: ${namesOf(profiles.standalone)}; of the distributed profile: ${namesOf(profiles.distributed)}; a prefix runs all that begin with it`,
  )
  .option('--quick', 'a short version of all', false)
  .option('--json <file>', 'also write the figures there, as an array of {name, value, unit, baseline, ratio}')
  .parse()
  .opts<{ profile: keyof typeof profiles; only?: string; quick: boolean; json?: string }>();

const chosen = ({ name }: Bench): boolean => options.only === undefined || name === options.only || name.startsWith(`${options.only}.`);

const round = (value: number | null): string =>
  value === null ? '–' : value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

const printRow = ({ name, value, unit, baseline, ratio, target, note }: Measurement): void => {
  const verdict = ratio === null || target === undefined ? '' : ratio >= target ? 'ok' : 'MISSED';
  const cells = [name.padEnd(18), `${round(value)} ${unit}`.padStart(18), round(baseline).padStart(12), round(ratio).padStart(8)];
  console.log(`${cells.join('  ')}  ${target === undefined ? '' : `≥ ${target}`.padEnd(6)}  ${verdict.padEnd(6)}  ${note ?? ''}`.trimEnd());
};

const withDatabase = async <T>(server: string, at: number, work: (connectionString: string) => Promise<T>): Promise<T> => {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `bench_${at}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  try {
    await admin.query(`create database ${name} template template0`);
    return await work(address.href);
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
};

const main = async (): Promise<void> => {
  const selected = profiles[options.profile].filter(chosen);
  if (selected.length === 0) throw new Error(`no bench of the ${options.profile} profile is named ${options.only}`);
  const folder = await temporaryFolder();
  const server = await startEmbeddedPostgres({ dataDir: folder.path, log: () => undefined });
  const results: Measurement[] = [];
  try {
    console.log(`${'name'.padEnd(18)}  ${'value'.padStart(18)}  ${'baseline'.padStart(12)}  ${'ratio'.padStart(8)}  target`);
    for (const [at, bench] of selected.entries()) {
      const log = (line: string): void => void process.stderr.write(`  ${bench.name}: ${line}\n`);
      const measured = await withDatabase(server.connectionString, at, (connectionString) =>
        bench.run({ connectionString, quick: options.quick, log }),
      );
      for (const row of [measured].flat()) {
        results.push(row);
        printRow(row);
      }
    }
  } finally {
    await server.stop();
    await folder.remove();
  }
  if (options.json) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
};

await main();
