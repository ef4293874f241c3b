import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { catalogue, ledgerDecoder } from '#event-contracts';
import { verify } from '#ledger';
import { openLocalIssuer } from '#platform';
import { PostgresLedger, PostgresProjectionStore, PostgresVerification } from '#postgres';
import { projectionOperations } from '#projections';
import { oracle } from '#projections/testing';
import { readModels } from '../../apps/common/src/read-models.ts';
import { commandHistory, type CommandHistory, type Given } from '../support/command-history.ts';
import { liveRows } from '../support/live-rows.ts';
import { privateServer, type PrivateServer } from '../support/postgres.ts';
import { runScript, type Script } from '../support/script.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/test-server.ts';
import { withoutGates } from '../support/without-gates.ts';
import { until } from '../support/until.ts';

const decode = ledgerDecoder(catalogue);
const random = (below: number): number => Math.floor(Math.random() * below);
const deals = ['d0', 'd1', 'd2', 'd3', 'd4'];
const money = (minor: number) => ({ minor, currency: 'EUR' });

interface Program {
  readonly script: Script;
  readonly url: string;
}

/** Whatever may be asked of a deal: accepted at times, refused at others, without effect at others again. */
const anyCommand = (history: CommandHistory): Given => {
  const at = `/v1/opportunities/${deals[random(deals.length)]}`;
  const commands: readonly [string, object][] = [
    [`${at}/forecast`, { probability: random(90) + 1 }],
    [`${at}/forecast`, { amount: money(random(3) * 1000 + 1000) }],
    [`${at}/advance`, { to: `S${random(6) + 2}` }],
    [`${at}/regress`, { to: 'S1', reason: 'again' }],
    [`${at}/proposals`, { amount: money(random(5000) + 1) }],
    [`${at}/win`, {}],
  ];
  return history.given(...commands[random(commands.length)]!);
};

describe('two programs on one database', () => {
  let server: PrivateServer;
  /** Each program has one of its own, with the same keys in it. */
  let folders: TemporaryFolder[] = [];
  let programs: Program[] = [];
  let tokens: Readonly<Record<string, string>> = {};

  const start = async (at: number): Promise<Program> => {
    const env = {
      DATA_DIR: folders[at]!.path,
      DATABASE_URL: server.connectionString,
      PORT: '0',
      LOG_LEVEL: 'fatal',
      SHUTDOWN_SECONDS: '2',
      DEFINITIONS_FILE: withoutGates,
    };
    const script = runScript(new URL('../../apps/standalone/src/main.ts', import.meta.url), [], env);
    for (;;) {
      const url = /answers at (\S+)/.exec(await script.nextLine())?.[1];
      if (url !== undefined) return { script, url };
    }
  };

  const send = async ({ url }: Program, { path, body, key }: Pick<Given, 'path' | 'body' | 'key'>, as = 'rita'): Promise<string> => {
    const headers = { authorization: `Bearer ${tokens[as]}`, 'content-type': 'application/json', 'idempotency-key': key };
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(4000),
    });
    return `${response.status} ${await response.text()}`;
  };

  const anyProgram = (): Program => programs[random(programs.length)]!;

  /** Whoever gets no answer asks again, under the same key, wherever. */
  const insist = async (given: Given): Promise<void> => {
    for (;;) {
      const answer = await send(anyProgram(), given).catch(() => undefined);
      if (answer === undefined || answer.startsWith('503 ')) {
        await pause(20);
        continue;
      }
      given.answers.add(answer);
      return;
    }
  };

  const found = async (): Promise<void> => {
    const operator = async (path: string, body: object): Promise<void> => {
      const answer = await send(programs[0]!, { path, body, key: path }, 'operator');
      if (!/^20[01] /.test(answer)) throw new Error(`${path}: ${answer}`);
    };
    await operator('/v1/users', { userId: 'rita' });
    await operator('/v1/users/rita/roles', { role: 'SALES_REP' });
    for (const opportunityId of deals) {
      const body = { opportunityId, name: opportunityId, company: 'Acme', expectedAmount: money(1000), expectedSigningDate: '2030-01-01' };
      const answer = await send(programs[0]!, { path: '/v1/opportunities', body, key: opportunityId });
      if (!answer.startsWith('201 ')) throw new Error(answer);
    }
  };

  beforeAll(async () => {
    server = await privateServer();
    folders = [await temporaryFolder(), await temporaryFolder()];
    const [first = '', second = ''] = folders.map(({ path }) => path);
    programs = [await start(0)];
    const issuer = await openLocalIssuer(first);
    tokens = { rita: await issuer.issue('rita'), operator: await issuer.issue('operator') };
    for (const key of ['master.key', 'token-key.json']) await copyFile(join(first, key), join(second, key));
    programs.push(await start(1));
    await found();
  }, 240_000);

  afterAll(async () => {
    for (const { script } of programs) {
      script.process.kill('SIGKILL');
      await script.ended;
    }
    await server.stop();
    for (const folder of folders) await folder.remove();
  }, 120_000);

  /** Clients give commands until told to stop, each sometimes once more although it has its answer. */
  const underLoad = async (history: CommandHistory, faults: readonly (() => Promise<void>)[]): Promise<void> => {
    let stopping = false;
    const client = async (): Promise<void> => {
      while (!stopping) {
        const given = anyCommand(history);
        await insist(given);
        if (random(3) === 0) await Promise.all([insist(given), insist(given)]);
      }
    };
    const clients = Promise.all(Array.from({ length: 16 }, client));
    const more = (count: number): Promise<boolean> => {
      const before = history.acknowledged().length;
      return until(() => history.acknowledged().length >= before + count, 120_000);
    };
    for (const fault of faults) {
      await more(30 + random(60));
      await fault();
    }
    await more(60);
    stopping = true;
    await clients;
  };

  /** Answers against log, log against ledger and its tree, rows against the plain fold. */
  const expectWhole = async (history: CommandHistory): Promise<void> => {
    const { connectionString } = server;
    const ledger = new PostgresLedger(connectionString);
    const store = new PostgresProjectionStore(connectionString);
    const verification = new PostgresVerification(connectionString);
    try {
      for (const given of history.acknowledged().slice(-200)) for (const program of programs) given.answers.add(await send(program, given));
      const operations = projectionOperations({ ledger, store, decode, projections: readModels });
      const settled = async (): Promise<boolean> =>
        (await verification.unsequenced(1)) === 0 && (await operations.status()).every(({ lagEvents }) => lagEvents === 0);
      expect(await until(settled, 60_000)).toBe(true);
      const events = await ledger.read(0, (await ledger.head()).size);
      expect(history.faults(events)).toEqual([]);
      expect(await verify({ source: verification, clock: () => new Date().toISOString() })).toMatchObject({ ok: true, findings: [] });
      for (const definition of readModels)
        expect(await liveRows({ connectionString, ledger, store }, definition)).toEqual(oracle(definition, events, decode));
      // A checker that would pass anything is none.
      expect(history.faults(events.slice(0, -1))).not.toEqual([]);
    } finally {
      await Promise.all([ledger.close(), store.close(), verification.close()]);
    }
  };

  const kill = async (at: number): Promise<void> => {
    const { script } = programs[at]!;
    script.process.kill('SIGKILL');
    await script.ended;
    programs[at] = await start(at);
  };
  const cutAllConnections = async (): Promise<void> => {
    const superuser = new pg.Client({ connectionString: server.connectionString });
    await superuser.connect();
    await superuser.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    await superuser.end();
  };
  /** Longer than a lease lasts, so that the other takes the lead meanwhile. */
  const halt = async (at: number): Promise<void> => {
    const { process } = programs[at]!.script;
    process.kill('SIGSTOP');
    await pause(4000);
    process.kill('SIGCONT');
  };
  const crashDatabase = async (): Promise<void> => {
    await server.kill('SIGKILL');
    await server.restart();
  };

  it('decide every command once and answer it alike, in races on the same deals (I1, I2)', async () => {
    const history = commandHistory();
    await underLoad(history, []);
    await expectWhole(history);
  }, 120_000);

  it('lose and double nothing while either is killed or halted, and connections and the database are cut (I1, I2, I8)', async () => {
    const history = commandHistory();
    await underLoad(history, [cutAllConnections, () => kill(0), () => halt(1), crashDatabase, () => kill(1), cutAllConnections]);
    await expectWhole(history);
  }, 240_000);
});
