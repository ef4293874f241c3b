import { randomUUID } from 'node:crypto';
import { createLogger } from '#platform/nest';
import { privateServer, type PrivateServer } from '../support/postgres.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let server: PrivateServer;
let running: RunningApp;
beforeAll(async () => {
  server = await privateServer();
  running = await withStaff(await runningApp({ logger: createLogger('fatal'), config: { databaseUrl: server.connectionString } }));
}, 240_000);
afterAll(async () => {
  await running?.stop();
  await server?.stop();
}, 120_000);

const lead = (leadId: string) => ({ leadId, source: 'web', company: 'Acme' });

const unavailable = (answer: Answer): void => {
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.body.type).toMatch(/^urn:dealtrail:problem:(unavailable|outcomeUnknown)$/);
  expect(answer.text).not.toMatch(/ECONN|terminat|postgres/i);
};

const inTheEnd = async (request: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    const answer = await request();
    if (answer.status !== 503) return answer;
    unavailable(answer);
  }
};

describe('while the database is away', () => {
  it('commands and queries are answered 503, and readiness says so', async () => {
    await server.kill('SIGKILL');
    unavailable(await running.post('/v1/leads', lead('away'), { as: 'sdr' }));
    unavailable(await running.get('/v1/leads', { as: 'sdr' }));
    unavailable(await running.get('/v1/ledger/head'));
    const ready = await running.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'notReady', checks: { store: { ok: false } } } });
    expect((await running.get('/health/live')).status).toBe(200);
    await server.restart();
    expect((await inTheEnd(() => running.post('/v1/leads', lead('back'), { as: 'sdr' }))).status).toBe(201);
  }, 240_000);

  it('a command that was under way has one effect and one answer under its key', async () => {
    const keys = Array.from({ length: 40 }, () => randomUUID());
    const send = (key: string) => running.post('/v1/leads', lead(`storm-${key}`), { as: 'sdr', key });
    const storm = Promise.all(keys.map((key) => send(key).catch((error: Error) => error)));
    await server.kill('SIGKILL');
    for (const answer of await storm) {
      if (answer instanceof Error) throw answer;
      if (answer.status !== 201) unavailable(answer);
    }
    await server.restart();
    for (const key of keys) {
      const answer = await inTheEnd(() => send(key));
      expect(answer).toMatchObject({ status: 201, body: { outcome: 'accepted', revision: 0 } });
      expect(await running.app.keeping.store.read(`lead-storm-${key}`)).toHaveLength(1);
    }
    const job = await running.post('/v1/operations/verify', {}, { as: 'compliance' });
    for (;;) {
      const { body } = await running.get(`/v1/operations/verify/${job.body.job}`, { as: 'compliance' });
      if (body.state === 'running') continue;
      expect(body).toMatchObject({ state: 'finished', result: { ok: true } });
      break;
    }
  }, 240_000);
});

describe('a query that is given a position', () => {
  it('says after a while that a paused read model does not have it yet', async () => {
    const as = 'operator';
    await inTheEnd(() => running.post('/v1/operations/projections/lead-list/pause', {}, { as }));
    const made = await inTheEnd(() => running.post('/v1/leads', lead(randomUUID()), { as: 'sdr' }));
    const answer = await running.get('/v1/leads', { as: 'sdr', headers: { 'dealtrail-after': made.body.position } });
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:dealtrail:problem:notYetVisible' } });
    await running.post('/v1/operations/projections/lead-list/resume', {}, { as });
    const after = new URLSearchParams({ after: made.body.position as string });
    expect((await running.get(`/v1/leads?${after.toString()}`, { as: 'sdr' })).status).toBe(200);
  }, 60_000);
});
