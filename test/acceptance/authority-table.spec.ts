import { randomUUID } from 'node:crypto';
import { hashOf, standardAuthority, type AuthorityContents } from '#rules';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { approveDefinition, rulemakers } from '../support/rulemaking.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), rulemakers);
}, 120_000);
afterAll(() => running?.stop());

const at = '/v1/definitions/authority/standard';
const command = (path: string, body: object, as: string) => running.post(`${at}/${path}`, body, { as });
const nameOf = (contents: AuthorityContents) => `${contents.id}@${contents.version}#${hashOf(contents)}`;
const deniedBy = (answer: Answer, contents: AuthorityContents, action: string) =>
  expect(answer).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(new RegExp(`^${action}: .*${nameOf(contents)}`)) },
  });

/** The table of the program, with other rows for some actions. */
const tableWith = (version: number, ...rows: AuthorityContents['actions']): AuthorityContents => ({
  ...{ ...standardAuthority, version },
  actions: standardAuthority.actions.map((row) => rows.find(({ action }) => action === row.action) ?? row),
});
/** Not published yet. */
const approved = (contents: AuthorityContents) => approveDefinition(running, 'authority', contents);

const opening = { name: 'Plant', company: 'Acme', expectedAmount: { minor: 100, currency: 'CNY' }, expectedSigningDate: '2027-03-31' };
const opened = async (): Promise<string> => {
  const opportunityId = `deal-${randomUUID()}`;
  accepted(await running.post('/v1/opportunities', { opportunityId, ownerId: 'rita', ...opening }, { as: 'rita' }));
  return opportunityId;
};
const lose = (deal: string, as: string, more: { readonly key?: string; readonly occurredAt?: string } = {}) => {
  const { key, ...when } = more;
  return running.post(`/v1/opportunities/${deal}/lose`, { reason: 'price', ...when }, { as, ...(key !== undefined && { key }) });
};

describe('a table of authority of the company’s own (L48, L277)', () => {
  // A representative ends no deal alone any more, and sees no report.
  const stricter = tableWith(
    2,
    { action: 'LoseOpportunity', team: ['SALES_MANAGER', 'SALES_DIRECTOR'] },
    { action: 'ReadReports', all: ['SALES_MANAGER', 'MANAGEMENT'] },
  );
  const [key, before] = [randomUUID(), new Date().toISOString()];
  let first: string;
  let second: string;

  it('is not in force by being written, submitted or approved', async () => {
    [first, second] = [await opened(), await opened()];
    expect(await command('draft', { contents: stricter }, 'rita')).toMatchObject({ status: 403 });
    refused(await command('publish', {}, 'olga'), 'NoDraft');
    await approved(stricter);
    accepted(await lose(first, 'rita', { key }));
    expect(await running.get('/v1/funnel', { as: 'rita' })).toMatchObject({ status: 200 });
  });

  it('is not published to count from a time that is over', async () =>
    refused(await command('publish', { effectiveFrom: before }, 'olga'), 'EffectiveInThePast'));

  it('refuses from its publication on what was allowed before, and says by which version', async () => {
    accepted(await command('publish', {}, 'olga'));
    deniedBy(await lose(second, 'rita'), stricter, 'LoseOpportunity');
    deniedBy(await running.get('/v1/funnel', { as: 'rita' }), stricter, 'ReadReports');
    deniedBy(await lose(second, 'sven'), stricter, 'LoseOpportunity');
  });

  it('is asked also for what is told only now', async () =>
    deniedBy(await lose(second, 'rita', { occurredAt: new Date(Date.now() - 1_000).toISOString() }), stricter, 'LoseOpportunity'));

  it('never counts backwards: what was done stays done, and is answered as it was', async () => {
    const again = await lose(first, 'rita', { key });
    expect(again).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { body } = await running.get(`/v1/deals/${first}/history`, { as: 'compliance' });
    expect(body.items.at(-1)).toMatchObject({ type: 'OpportunityLost', actor: { userId: 'rita', roles: ['SALES_REP'] } });
  });

  it('allows whom it names, and leaves the rest as it was', async () => {
    accepted(await running.post(`/v1/opportunities/${second}/forecast`, { amount: { minor: 90, currency: 'CNY' } }, { as: 'rita' }));
    accepted(await lose(second, 'mona'));
  });

  it('leaves a trace of who tried in vain, with the version that denied it', async () => {
    const told = async () => (await running.get(`/v1/deals/${second}/history?limit=200`, { as: 'compliance' })).text;
    expect(await until(async () => (await told()).includes(nameOf(stricter)))).toBe(true);
  });

  it('is not published when it would leave nobody to let anyone in, or lets onlookers act', async () => {
    const broken = tableWith(3, { action: 'ConfirmRoleGrant' }, { action: 'LoseOpportunity', all: ['AUDITOR'] });
    await approved(broken);
    const { body } = refused(await command('publish', {}, 'olga'), 'DefinitionInvalid');
    expect(body.facts.faults).toEqual(
      expect.arrayContaining([
        { rule: 'NobodyLeft', at: 'actions.ConfirmRoleGrant' },
        { rule: 'OnlookerActs', at: 'actions.LoseOpportunity', names: ['AUDITOR'] },
      ]),
    );
    deniedBy(await lose(await opened(), 'rita'), stricter, 'LoseOpportunity');
  });
});
