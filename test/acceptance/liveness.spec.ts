import pg from 'pg';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let holder: pg.Client;

beforeAll(async () => {
  running = await withStaff(await runningApp({ config: { stuckAfterMs: 1000 } }));
  holder = new pg.Client({ connectionString: running.connectionString });
  await holder.connect();
}, 120_000);

afterAll(async () => {
  await holder?.end();
  await running?.stop();
});

const live = () => running.get('/health/live');

/** Holds a table against everybody's writing while the work goes on. */
const held = async (table: string, work: () => Promise<void>): Promise<void> => {
  await holder.query('begin');
  await holder.query(`lock table dealtrail.${table} in exclusive mode`);
  await work().finally(() => holder.query('rollback'));
};

describe('liveness', () => {
  it('fails while the relay is stuck, says which part it is, and is well again when that goes on', async () => {
    expect(await live()).toMatchObject({ status: 200, body: { status: 'live' } });
    await held('ledger_head', async () => {
      await running.post('/v1/leads', { leadId: 'stuck', source: 'web', company: 'Acme' }, { as: 'sdr' });
      expect(await until(async () => (await live()).status === 503)).toBe(true);
      const { body } = await live();
      expect(body).toMatchObject({ status: 'stuck', checks: { relay: { ok: false }, projections: { ok: true }, eventLoop: { ok: true } } });
      expect(body.checks.relay.idleSeconds).toBeGreaterThan(1);
    });
    expect(await until(async () => (await live()).status === 200)).toBe(true);
  });

  it('fails while the read models are stuck', async () => {
    await held('projection_checkpoints', async () => {
      await running.post('/v1/leads', { leadId: 'held', source: 'web', company: 'Acme' }, { as: 'sdr' });
      expect(await until(async () => (await live()).status === 503)).toBe(true);
      expect((await live()).body).toMatchObject({ checks: { relay: { ok: true }, projections: { ok: false } } });
    });
    expect(await until(async () => (await live()).status === 200)).toBe(true);
  });
});
