import pg from 'pg';
import { createLogger, DIRECTORY } from '#platform/nest';
import { closingStack } from '../../apps/common/src/closing-stack.ts';
import { keepAccessJust } from '../../apps/common/src/sql-access/keep-access-just.ts';
import { SQL_ACCESS } from '../../apps/common/src/sql-access/sql-access.ts';
import { grantTogether, runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const path = '/v1/sql-access';

interface Issued {
  readonly login: string;
  readonly url: string;
  readonly password: string;
  readonly until: string;
}

const remove = async ({ url, token }: RunningApp, at: string, as: string): Promise<number> =>
  (await fetch(`${url}${at}`, { method: 'DELETE', headers: { authorization: `Bearer ${await token(as)}` } })).status;

const issued = ({ status, text, body }: Answer): Issued => {
  if (status !== 200) throw new Error(text);
  return body;
};

/** Runs it as whoever has the login; the code of the error where the database says no. */
const asking = async ({ url, password }: Issued, sql: string): Promise<unknown> => {
  const address = new URL(url);
  address.password = password;
  const session = new pg.Client({ connectionString: address.href });
  session.on('error', () => undefined);
  try {
    await session.connect();
    return (await session.query(sql)).rows;
  } catch (error) {
    return (error as pg.DatabaseError).code;
  } finally {
    await session.end();
  }
};

describe('reading by SQL', () => {
  let running: RunningApp;
  const lines: string[] = [];
  beforeAll(async () => {
    const logger = createLogger('trace', false, { write: (line) => void lines.push(line) });
    running = await withStaff(await runningApp({ logger, environment: { ANALYST_ROLE: 'sql_access' } }));
  });
  afterAll(async () => {
    for (const userId of ['analyst', 'compliance', 'lina']) await remove(running, `${path}/${userId}`, 'operator');
    await running.stop();
  });

  it('is for an analyst, who reads what the views show and nothing else', async () => {
    expect(await running.get(path, { as: 'analyst' })).toMatchObject({ status: 404 });
    const answer = await running.post(path, {}, { as: 'analyst' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const mine = issued(answer);
    expect(await asking(mine, 'select count(*)::int as count from lead_list')).toEqual([{ count: 0 }]);
    expect(await asking(mine, 'select * from dealtrail.events')).toBe('42501');
    const days = (Date.parse(mine.until) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29);
    expect(days).toBeLessThanOrEqual(30);
  });

  it('shows whose login it is and until when, and never the password again', async () => {
    const { login, url, until, password } = issued(await running.post(path, {}, { as: 'analyst' }));
    const { body, text } = await running.get(path, { as: 'analyst' });
    expect(body).toEqual({ login, url, until });
    const known = new URL(running.connectionString).password;
    for (const secret of [password, known].filter(Boolean)) expect(text + url).not.toContain(secret);
    expect(lines.join('')).toContain('a login for SQL was issued');
    expect(lines.join('')).not.toContain(password);
  });

  it('goes on with a new password only, once that was asked for', async () => {
    const former = issued(await running.post(path, {}, { as: 'analyst' }));
    const mine = issued(await running.post(path, {}, { as: 'analyst' }));
    expect(await asking(former, 'select 1 as one')).toBe('28P01');
    expect(await asking(mine, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.each(['rita', 'mona', 'sdr', 'nobody'])('is not for %s, who does not see everybody’s', async (as) => {
    expect(await running.post(path, {}, { as })).toMatchObject({ status: 403, body: { type: 'urn:dealtrail:problem:denied' } });
    expect((await running.get(path, { as })).status).toBe(404);
  });

  it('ends when it is given back', async () => {
    const mine = issued(await running.post(path, {}, { as: 'analyst' }));
    expect(await remove(running, path, 'analyst')).toBe(204);
    expect(await asking(mine, 'select 1')).toBe('28P01');
    expect((await running.get(path, { as: 'analyst' })).status).toBe(404);
    expect(await remove(running, path, 'analyst')).toBe(204);
  });

  it('ends when an administrator takes it away, and nobody else can', async () => {
    const theirs = issued(await running.post(path, {}, { as: 'compliance' }));
    for (const as of ['analyst', 'rita', 'mona']) expect(await remove(running, `${path}/compliance`, as)).toBe(403);
    expect(await asking(theirs, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await remove(running, `${path}/compliance`, 'operator')).toBe(204);
    expect(await asking(theirs, 'select 1')).toBe('28P01');
  });

  it.each([
    ['lost the role', '/v1/users/lina/roles/revoke', { role: 'ANALYST' }],
    ['may not any more', '/v1/users/lina/deactivate', {}],
  ])('ends by itself for who %s, and not for others', async (_, change, body) => {
    await running.post('/v1/users', { userId: 'lina' }, { as: 'operator' });
    await grantTogether(running, 'lina', 'ANALYST');
    const [hers, others] = [issued(await running.post(path, {}, { as: 'lina' })), issued(await running.post(path, {}, { as: 'analyst' }))];
    const { app } = running.app;
    const stack = closingStack(() => undefined);
    const logger = createLogger('silent');
    keepAccessJust({ access: app.get(SQL_ACCESS), directory: app.get(DIRECTORY), logger }, stack, 10);
    try {
      expect(await asking(hers, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect((await running.post(change, body, { as: 'operator' })).status).toBe(200);
      expect(await until(async () => (await asking(hers, 'select 1')) === '28P01')).toBe(true);
      expect(await asking(others, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await stack.close();
    }
  });
});

describe('reading by SQL where the role for analysts is off', () => {
  it('is nobody’s, and says who could change that', async () => {
    const running = await withStaff(await runningApp({ environment: { ANALYST_ROLE: 'off' } }));
    try {
      expect(await running.post(path, {}, { as: 'analyst' })).toMatchObject({ status: 409, body: { reason: 'SqlAccessOff' } });
      expect(await running.post(path, {}, { as: 'rita' })).toMatchObject({ status: 403 });
    } finally {
      await running.stop();
    }
  });
});
