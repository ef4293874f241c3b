import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { catalogue, ledgerDecoder, type AnyEvent } from '#event-contracts';
import type { LedgerEvent } from '#eventsourcing';
import { openLocalIssuer } from '#platform';
import { PostgresLedger, PostgresProjectionStore } from '#postgres';
import { deadlinesProjection } from '#processes';
import { oracle } from '#projections/testing';
import { privateServer, type PrivateServer } from '../support/postgres.ts';
import { liveRows } from '../support/live-rows.ts';
import { clientOf, type Client } from '../support/running-app.ts';
import { runScript, type Script } from '../support/script.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/test-server.ts';
import { until } from '../support/until.ts';

interface Program extends Client {
  readonly script: Script;
}

const decode = ledgerDecoder(catalogue);
const start = Date.UTC(2026, 2, 2, 8);
const hours = (count: number): string => new Date(start + count * 3_600_000).toISOString();

describe('deadlines', () => {
  let server: PrivateServer;
  let folders: TemporaryFolder[];
  let programs: Program[];
  let ledger: PostgresLedger;
  let clockFile: string;

  /** Whole at every moment, for programs read it at any. */
  const setClock = async (now: string): Promise<void> => {
    await writeFile(`${clockFile}.next`, now);
    await rename(`${clockFile}.next`, clockFile);
  };

  const startProgram = async (at: number): Promise<Program> => {
    const dataDir = folders[at]!.path;
    const env = { DATA_DIR: dataDir, DATABASE_URL: server.connectionString, PORT: '0', LOG_LEVEL: 'fatal', SHUTDOWN_SECONDS: '2' };
    const script = runScript(new URL('./deadline-process.ts', import.meta.url), [clockFile], env);
    const url = /answers at (\S+)/.exec(await script.nextLine())![1]!;
    return { script, ...clientOf({ queries: url, commands: url, issuer: await openLocalIssuer(dataDir) }) };
  };

  const kill = async (at: number): Promise<void> => {
    const { script } = programs[at]!;
    script.process.kill('SIGKILL');
    await script.ended;
  };

  const post = async (path: string, body: object, as: string): Promise<void> => {
    const { status, text } = await programs[0]!.post(path, body, { as });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  };

  const assign = async (leadId: string, occurredAt: string): Promise<void> => {
    await post('/v1/leads', { leadId, source: 'web', company: 'Acme', occurredAt }, 'sdr');
    await post(`/v1/leads/${leadId}/assign`, { to: 'rita', occurredAt }, 'sdr');
  };

  const contact = (leadId: string, occurredAt: string): Promise<void> =>
    post(`/v1/leads/${leadId}/contacts`, { channel: 'call', direction: 'outbound', effective: true, occurredAt }, 'rita');

  const events = async (): Promise<readonly LedgerEvent<AnyEvent>[]> =>
    (await ledger.read(0, (await ledger.head()).size)).map((event) => decode(event) as LedgerEvent<AnyEvent>);

  /** What the clockwork left in a lead's stream. */
  const answersIn = async (leadId: string) =>
    (await events()).filter(({ stream, actor }) => stream === `lead-${leadId}` && actor.userId === 'dealtrail-process');

  /** Leads whose first contact is awaited. */
  const pending = async (): Promise<readonly string[]> => {
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    const { rows } = await client.query<{ subject: string }>(
      "select subject from read.pending_deadlines where deadline = 'first-contact' order by subject",
    );
    await client.end();
    return rows.map(({ subject }) => subject);
  };

  const settled = (left: readonly string[]): Promise<boolean> => until(async () => (await pending()).join() === left.join(), 60_000, 50);

  beforeAll(async () => {
    server = await privateServer();
    folders = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
    const [first = '', second = '', third = ''] = folders.map(({ path }) => path);
    clockFile = join(third, 'now');
    await setClock(hours(0));
    programs = [await startProgram(0)];
    await openLocalIssuer(first);
    for (const key of ['master.key', 'token-key.json']) await copyFile(join(first, key), join(second, key));
    ledger = new PostgresLedger(server.connectionString);
    for (const [userId, role] of [
      ['rita', 'SALES_REP'],
      ['sdr', 'SDR'],
    ]) {
      await post('/v1/users', { userId }, 'operator');
      await post(`/v1/users/${userId}/roles`, { role }, 'operator');
    }
  }, 240_000);

  afterAll(async () => {
    for (const [at] of programs.entries()) await kill(at);
    await ledger.close();
    await server.stop();
    for (const folder of folders) await folder.remove();
  }, 120_000);

  it('pass once for all, whether programs are killed, doubled, or rebuild what they read (L232)', async () => {
    await assign('silent', hours(0));
    await assign('called', hours(0));
    await contact('called', hours(0));
    await assign('toldLater', hours(0));
    await assign('lateCall', hours(0));
    expect(await settled(['lateCall', 'silent', 'toldLater'])).toBe(true);

    // Nothing runs when it is due; two find it overdue at once, and neither knows what the other does.
    await setClock(hours(23.9));
    await contact('toldLater', hours(23));
    await kill(0);
    await setClock(hours(25));
    programs = await Promise.all([startProgram(0), startProgram(1)]);
    await contact('lateCall', hours(24.5));
    expect(await settled([])).toBe(true);

    const breaches = async () => (await events()).filter(({ type }) => type === 'FirstContactSlaBreached');
    const expected = ['lateCall', 'silent'].map((leadId) => ({
      data: { leadId, assigneeId: 'rita', dueAt: hours(24) },
      occurredAt: hours(24),
      recordedAt: hours(25),
    }));
    const byLead = (one: LedgerEvent<AnyEvent>, other: LedgerEvent<AnyEvent>) => (one.stream < other.stream ? -1 : 1);
    expect((await breaches()).toSorted(byLead)).toMatchObject(expected);
    for (const leadId of ['called', 'toldLater']) expect(await answersIn(leadId)).toEqual([]);

    const before = await events();
    await kill(1);
    programs[1] = await startProgram(1);
    const { body } = await programs[1].post('/v1/operations/projections/deadlines/rebuild', {}, { as: 'operator' });
    expect(body).toMatchObject({ build: expect.anything() });
    const store = new PostgresProjectionStore(server.connectionString);
    const { ledgerId } = await ledger.head();
    const live = async () => (await store.builds(ledgerId)).find(({ projection, state }) => projection === 'deadlines' && state === 'live');
    expect(await until(async () => (await live())?.build === 2, 60_000)).toBe(true);

    // One more that passes shows that whoever looks after them has looked; what was missed for a day goes back to the pool meanwhile.
    await assign('another', hours(25));
    await setClock(hours(50));
    expect(await until(async () => (await answersIn('another')).length === 1, 60_000, 50)).toBe(true);
    expect(await until(async () => (await answersIn('silent')).at(-1)?.type === 'LeadReclaimed', 60_000, 50)).toBe(true);
    expect(await settled([])).toBe(true);
    const added = (await events()).slice(before.length).filter(({ actor }) => actor.userId === 'dealtrail-process');
    expect(added.map(({ stream }) => stream).toSorted()).toEqual(['lead-another', 'lead-silent']);
    const all = await ledger.read(0, (await ledger.head()).size);
    expect(await liveRows({ connectionString: server.connectionString, ledger, store }, deadlinesProjection as never)).toEqual(
      oracle(deadlinesProjection as never, all, decode),
    );
    await store.close();
  }, 240_000);
});
