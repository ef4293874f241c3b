import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger } from '#platform/nest';
import { readConfig } from '../../apps/standalone/src/config.ts';
import { startStandalone, type Standalone } from '../../apps/standalone/src/standalone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';

interface Ready {
  readonly status: number;
  readonly states: Readonly<Record<string, string>>;
}

/** I8. What a read model was built from is not what the ledger has. */
describe('a program whose read model and ledger do not belong together', () => {
  let database: TestDatabase;
  let dataDir: string;
  let app: Standalone | undefined;

  beforeEach(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-halted-'));
  });
  afterEach(async () => {
    await app?.stop();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const start = async (): Promise<Standalone> => {
    const settings = { DATA_DIR: dataDir, DATABASE_URL: database.connectionString, PORT: '0', LOG_LEVEL: 'silent', SHUTDOWN_SECONDS: '5' };
    return (app = await startStandalone(readConfig(settings), { logger: createLogger('silent') }));
  };
  const change = async (statement: string): Promise<void> => {
    const superuser = new pg.Client({ connectionString: database.connectionString });
    await superuser.connect();
    const { rowCount } = await superuser.query(statement);
    await superuser.end();
    expect(rowCount).toBe(1);
  };
  const ready = async ({ url }: Standalone): Promise<Ready> => {
    const response = await fetch(`${url}/health/ready`);
    const { checks } = (await response.json()) as { checks: { projections: { readModels: { name: string; state: string }[] } } };
    const states = Object.fromEntries(checks.projections.readModels.map(({ name, state }) => [name, state]));
    return { status: response.status, states };
  };
  const post = async ({ url, issuer }: Standalone, path: string): Promise<number> => {
    const authorization = `Bearer ${await issuer?.issue('operator')}`;
    const headers = { authorization, 'idempotency-key': path, 'content-type': 'application/json' };
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: '{}' })).status;
  };

  it.each([
    ['its checkpoint was changed', `update dealtrail.projection_checkpoints set leaf = sha256(leaf) where projection = 'funnel'`],
    [
      'the event it comes to next is gone',
      `with gone as (delete from dealtrail.events where (stream, revision) = (select stream, revision from dealtrail.ledger where index = 2) returning 1),
            back as (update dealtrail.projection_checkpoints set position = 2, leaf = (select leaf from dealtrail.ledger where index = 1)
                     where projection = 'funnel')
       select from gone`,
    ],
  ])('starts, says that it is not ready, and can be asked why, when %s', async (_, statement) => {
    const first = await start();
    await until(async () => (await ready(first)).status === 200);
    await first.stop();
    await change(statement);

    const second = await start();
    await until(async () => (await ready(second)).states['funnel'] === 'halted');
    expect(await ready(second)).toMatchObject({ status: 503, states: { funnel: 'halted', forecast: 'running' } });
    expect(await post(second, '/v1/operations/verify')).toBe(202);
  });

  it('is mended by a rebuild', async () => {
    const first = await start();
    await until(async () => (await ready(first)).status === 200);
    await first.stop();
    await change(`update dealtrail.projection_checkpoints set leaf = sha256(leaf) where projection = 'funnel'`);

    const second = await start();
    expect((await ready(second)).status).toBe(503);
    expect(await post(second, '/v1/operations/projections/funnel/rebuild')).toBe(202);
    expect(await until(async () => (await ready(second)).status === 200)).toBe(true);
  });
});
