import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { crmExport, type CrmExport } from '../support/crm-export.ts';
import { isAlive } from '../support/is-alive.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { runningApp, type RunningApp } from '../support/running-app.ts';
import { runScript } from '../support/script.ts';
import { until } from '../support/until.ts';

const cli = new URL('../../apps/cli/src/main.ts', import.meta.url);

const startImport = (folder: string, environment: NodeJS.ProcessEnv) =>
  runScript(cli, ['import', folder, '--json'], { DEALTRAIL_URL: '', DEALTRAIL_TOKEN: '', LOG_LEVEL: 'warn', ...environment });

type Import = ReturnType<typeof startImport>;

/** Resolves once it has reported so much progress, or ended. */
const progressed = async ({ process: child, ended }: Import, percent: number): Promise<void> => {
  let heard = '';
  const reached = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes(` ${percent}% `)) resolve();
    });
  });
  await Promise.race([reached, ended]);
};

/** Kills it once it has reported so much progress, and a moment later; false when it had ended before. */
const killAfter = async (run: Import, percent: number, delayMs: number): Promise<boolean> => {
  const { process: child, ended } = run;
  await progressed(run, percent);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  return child.kill('SIGKILL') && ((await ended) as [number | null])[0] === null;
};

const finished = async ({ process: child, ended }: Import) => {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${code}: ${err}`);
  return JSON.parse(out) as Record<string, unknown> & { files: { imported: number; already: number; rejected: number }[] };
};

const eventsByStream = async (connectionString: string): Promise<ReadonlyMap<string, number>> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ stream: string; events: string }>(
      'select stream, count(*) as events from events group by stream',
    );
    return new Map(rows.map(({ stream, events }) => [stream, Number(events)]));
  } finally {
    await client.end();
  }
};

/** The process of the server that wrote its address there. */
const serverIn = async (folder: string): Promise<number | undefined> =>
  readFile(join(folder, 'server.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { pid: number }).pid,
    () => undefined,
  );

const assertOnce = async (connectionString: string, { expected }: CrmExport): Promise<void> => {
  const streams = await eventsByStream(connectionString);
  const imported = [...streams].filter(([stream]) => /^(opportunity|account|product|agent)-/.test(stream));
  expect(imported.reduce((sum, [, events]) => sum + events, 0)).toBe(expected.facts);
};

describe('an import', () => {
  let exported: CrmExport;
  let folder: string;
  beforeEach(async () => {
    exported = await crmExport(900);
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-import-'));
  });
  afterEach(async () => {
    await exported.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const assertWhole = (report: Awaited<ReturnType<typeof finished>>): void => {
    const { stages, won, rejected } = exported.expected;
    expect(report['claimedStages']).toEqual(stages);
    expect(report['claimedWon']).toMatchObject(won);
    expect(report['rejected']).toHaveLength(rejected.length);
    expect(report.files.map(({ imported, already, rejected: refused }) => imported + already + refused)).toEqual([
      2,
      4,
      9,
      exported.expected.rows,
    ]);
  };

  describe('that is killed, against a server that goes on', () => {
    let running: RunningApp;
    beforeEach(async () => void (running = await runningApp()));
    afterEach(() => running.stop());

    it('comes to the same numbers when it is run again, wherever it was killed', async () => {
      const environment = { DATA_DIR: running.app.config.dataDir };
      let kills = 0;
      for (let run = 0; run < 3; run += 1) {
        const killed = await killAfter(startImport(exported.folder, environment), run * 30, Math.random() * 15);
        kills += killed ? 1 : 0;
      }
      expect(kills).toBeGreaterThan(0);
      assertWhole(await finished(startImport(exported.folder, environment)));
      await assertOnce(running.connectionString, exported);
    }, 180_000);
  });

  describe('with a server that was started for it', () => {
    let database: TestDatabase;
    beforeEach(async () => void (database = await testDatabase()));
    afterEach(() => database.drop());

    it('takes it along when it is killed, and the next run starts another', async () => {
      const environment = { DATA_DIR: folder, DATABASE_URL: database.connectionString };
      const first = startImport(exported.folder, environment);
      const killed = killAfter(first, 30, 0);
      let server: number | undefined;
      await until(async () => (server = await serverIn(folder)) !== undefined, 120_000);
      await killed;
      expect(await until(() => !isAlive(server ?? 0))).toBe(true);
      assertWhole(await finished(startImport(exported.folder, environment)));
      await assertOnce(database.connectionString, exported);
    }, 180_000);

    it('goes on with a server of its own when the one it borrowed ends with the command that had started that', async () => {
      const environment = { DATA_DIR: folder, DATABASE_URL: database.connectionString };
      const lender = startImport(exported.folder, environment);
      let lent: number | undefined;
      await until(async () => (lent = await serverIn(folder)) !== undefined, 120_000);
      lender.process.kill('SIGSTOP');
      const borrower = startImport(exported.folder, environment);
      const report = finished(borrower);
      await progressed(borrower, 0);
      expect(await serverIn(folder)).toBe(lent);
      lender.process.kill('SIGKILL');
      assertWhole(await report);
      await assertOnce(database.connectionString, exported);
      expect([isAlive(lent ?? 0), await serverIn(folder)]).toEqual([false, undefined]);
    }, 180_000);
  });

  it('may begin at the same moment as others: one starts the server, and all use it', async () => {
    const database = await testDatabase();
    const environment = { DATA_DIR: folder, DATABASE_URL: database.connectionString };
    const runs = Array.from({ length: 3 }, () => finished(startImport(exported.folder, environment)));
    for (const run of runs) assertWhole(await run);
    await assertOnce(database.connectionString, exported);
    await database.drop();
  }, 240_000);
});
