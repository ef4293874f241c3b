import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineOf } from '../support/command-line.ts';
import { runningApp, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-grants-'));
  running = await runningApp();
}, 120_000);
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Two administrators, who know each other from the founding. */
const [ada, other] = ['operator', 'witness'] as const;
const { dealtrail, json } = commandLineOf(() => running);

/** What a file that gives a user a role comes to. */
const asksFor = async (as: string, userId: string, role: string): Promise<string> => {
  const file = join(folder, `${userId}.yaml`);
  await writeFile(file, `users:\n  - { userId: ${userId}, roles: [${role}] }\n`);
  const ended = await dealtrail(as, 'org', 'apply', file);
  expect(ended).toMatchObject({ code: 0 });
  return ended.out;
};
const rolesOf = async (userId: string): Promise<readonly string[] | undefined> => {
  const { users } = await json(ada, 'org', 'show');
  return users.find((user: { readonly userId: string }) => user.userId === userId)?.roles;
};
/** What is read under a role in sales, and not without. */
const reads = async (userId: string) => (await running.get('/v1/worklists/deals?of=all', { as: userId })).status;

describe('a role that takes two persons, by the command line', () => {
  it('is proposed by one, who is told what another one has to do', async () => {
    expect(await asksFor(ada, 'wei', 'SALES_DIRECTOR')).toContain(
      'proposed; for another administrator: dealtrail org confirm wei SALES_DIRECTOR',
    );
    expect(await until(async () => (await rolesOf('wei')) !== undefined)).toBe(true);
    expect(await rolesOf('wei')).toEqual([]);
  });

  it('is not granted by who proposed it, nor by whom it is for, nor unproposed', async () => {
    const own = await dealtrail(ada, 'org', 'confirm', 'wei', 'SALES_DIRECTOR');
    expect(own).toMatchObject({ code: 1, out: '', err: expect.stringContaining('have someone else confirm it') });
    expect(await dealtrail('wei', 'org', 'confirm', 'wei', 'SALES_DIRECTOR')).toMatchObject({ code: 1, out: '' });
    expect(await dealtrail(other, 'org', 'confirm', 'wei', 'MANAGEMENT')).toMatchObject({
      code: 1,
      err: expect.stringContaining('ProposeRoleGrant'),
    });
    expect(await dealtrail(other, 'org', 'confirm', 'wei', 'KING')).toMatchObject({ code: 1, err: expect.stringContaining('role') });
    expect(await dealtrail(other, 'org', 'confirm', 'wei')).toMatchObject({ code: 2 });
    expect(await rolesOf('wei')).toEqual([]);
  });

  it('is in force once another one confirms it', async () => {
    expect(await reads('wei')).toBe(403);
    const confirmed = await dealtrail(other, 'org', 'confirm', 'wei', 'SALES_DIRECTOR');
    expect(confirmed).toMatchObject({ code: 0, out: 'wei holds the role SALES_DIRECTOR from now on.\n' });
    expect(await reads('wei')).toBe(200);
    expect(await until(async () => (await rolesOf('wei'))?.includes('SALES_DIRECTOR') === true)).toBe(true);
    expect((await dealtrail(ada, 'org', 'confirm', 'wei', 'SALES_DIRECTOR')).out).toBe('wei held the role SALES_DIRECTOR before.\n');
  });

  it('is not granted once it was declined, with the reason on record, until it is proposed again', async () => {
    await asksFor(ada, 'nils', 'FINANCE');
    const reason = 'not before the probation ends';
    expect(await json(other, 'org', 'decline', 'nils', 'FINANCE', '--reason', reason)).toMatchObject({
      outcome: 'accepted',
      events: ['RoleGrantDeclined'],
    });
    const recorded = (await running.app.keeping.store.read('user-nils')).map(({ data }) => data.toString('utf8'));
    expect(recorded.filter((data) => data.includes(reason))).toHaveLength(1);
    expect((await dealtrail(other, 'org', 'decline', 'nils', 'FINANCE')).out).toBe('The role FINANCE was not proposed for nils.\n');
    expect(await dealtrail(other, 'org', 'confirm', 'nils', 'FINANCE')).toMatchObject({ code: 1 });
    await asksFor(ada, 'nils', 'FINANCE');
    expect(await json(other, 'org', 'confirm', 'nils', 'FINANCE')).toMatchObject({ events: ['RoleGrantConfirmed', 'RoleGranted'] });
  });
});
