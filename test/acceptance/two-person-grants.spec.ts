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

const fileOf = async (userId: string, role: string): Promise<string> => {
  const file = join(folder, `${userId}.yaml`);
  await writeFile(file, `users:\n  - { userId: ${userId}, roles: [${role}] }\n`);
  return file;
};
/** What a file that gives a user a role comes to. */
const asksFor = async (as: string, userId: string, role: string): Promise<string> => {
  const ended = await dealtrail(as, 'org', 'apply', await fileOf(userId, role));
  expect(ended).toMatchObject({ code: 0 });
  return ended.out;
};
const rolesOf = async (userId: string): Promise<readonly string[] | undefined> => {
  const { users } = await json(ada, 'org', 'show');
  return users.find((user: { readonly userId: string }) => user.userId === userId)?.roles;
};
/** What waits to be answered about a user, as somebody is shown it; nothing where that is not for them. */
const proposalsOf = async (as: string, userId: string): Promise<readonly object[] | null | undefined> => {
  const { users } = await json(as, 'org', 'show');
  return users.find((user: { readonly userId: string }) => user.userId === userId)?.proposals;
};
/** Once so many do. */
const open = (userId: string, count: number) => until(async () => (await proposalsOf(other, userId))?.length === count);
const waiting = (role: string, mayConfirm: boolean) => ({ role, proposedBy: [ada], proposedAt: expect.any(String), mayConfirm });
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

  it('waits for an answer in the sight of those who may give it, and of nobody else', async () => {
    expect(await open('wei', 1)).toBe(true);
    expect(await proposalsOf(other, 'wei')).toEqual([waiting('SALES_DIRECTOR', true)]);
    expect(await proposalsOf(ada, 'wei')).toEqual([waiting('SALES_DIRECTOR', false)]);
    const shown = async (as: string) => (await dealtrail(as, 'org', 'show')).out;
    expect(await shown(other)).toMatch(/SALES_DIRECTOR +wei +operator .* dealtrail org confirm wei SALES_DIRECTOR/);
    expect(await shown(ada)).toMatch(/SALES_DIRECTOR +wei +operator .* for another administrator to confirm/);

    await dealtrail(ada, 'org', 'apply', await fileOf('sam', 'SALES_REP'));
    expect(await until(async () => (await rolesOf('sam'))?.includes('SALES_REP') === true)).toBe(true);
    expect(await proposalsOf('sam', 'wei')).toBeNull();
    expect(await shown('sam')).not.toContain('SALES_DIRECTOR');
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
    expect(await proposalsOf(other, 'wei')).toEqual([]);
    expect((await dealtrail(ada, 'org', 'confirm', 'wei', 'SALES_DIRECTOR')).out).toBe('wei held the role SALES_DIRECTOR before.\n');
  });

  it('is not granted once it was declined, with the reason on record, until it is proposed again', async () => {
    await asksFor(ada, 'nils', 'FINANCE');
    expect(await open('nils', 1)).toBe(true);
    const reason = 'not before the probation ends';
    expect(await json(other, 'org', 'decline', 'nils', 'FINANCE', '--reason', reason)).toMatchObject({
      outcome: 'accepted',
      events: ['RoleGrantDeclined'],
    });
    expect(await open('nils', 0)).toBe(true);
    const recorded = (await running.app.keeping.store.read('user-nils')).map(({ data }) => data.toString('utf8'));
    expect(recorded.filter((data) => data.includes(reason))).toHaveLength(1);
    expect((await dealtrail(other, 'org', 'decline', 'nils', 'FINANCE')).out).toBe('The role FINANCE was not proposed for nils.\n');
    expect(await dealtrail(other, 'org', 'confirm', 'nils', 'FINANCE')).toMatchObject({ code: 1 });
    await asksFor(ada, 'nils', 'FINANCE');
    expect(await json(other, 'org', 'confirm', 'nils', 'FINANCE')).toMatchObject({ events: ['RoleGrantConfirmed', 'RoleGranted'] });
  });
});
