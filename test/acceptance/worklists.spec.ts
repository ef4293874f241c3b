import { randomUUID } from 'node:crypto';
import { criteriaOf, type ProcessContents, type Stage } from '#rules';
import { timeAndChance } from '../../apps/common/src/time-and-chance.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let now = '2026-06-01T08:00:00.000Z';
const deal = `deal-${randomUUID()}`;

beforeAll(async () => {
  running = await withStaff(await runningApp({ gates: true, given: { ...timeAndChance, clock: () => now } }));
  const body = { opportunityId: deal, name: 'Acme planning', company: 'Acme', expectedAmount: { minor: 1_000_000, currency: 'CNY' } };
  const opened = await running.post('/v1/opportunities', { ...body, expectedSigningDate: '2026-09-30' }, { as: 'rita' });
  expect(opened.body).toMatchObject({ outcome: 'accepted' });
}, 120_000);
afterAll(() => running?.stop());

const get = (path: string, as = 'rita') => running.get(path, { as });
const risksOf = ({ atRisk }: { readonly atRisk: readonly { readonly risk: string }[] }) => atRisk.map(({ risk }) => risk);
const namesOf = (criteria: readonly { readonly criterion: string }[]) => criteria.map(({ criterion }) => criterion);

/** The process that a deal is pinned to, as it is published, and the deal's stage in it. */
const pinned = async (processVersion: string, stage: string): Promise<{ process: ProcessContents; stage: Stage }> => {
  const [, id, version] = /^(.+)@(\d+)#/.exec(processVersion)!;
  const { body } = await running.get(`/v1/definitions/process/${id}/versions/${version}`, { as: 'operator' });
  const process = body.contents as ProcessContents;
  return { process, stage: process.stages.find(({ code }) => code === stage)! };
};

describe('the work on a deal', () => {
  it('is what the gate of its process asks for, as the decider finds it, each with those who can supply it', async () => {
    const { body: gate } = await get(`/v1/opportunities/${deal}/gate`);
    const { stage } = await pinned(gate.processVersion, gate.stage);
    expect(gate).toMatchObject({ stageName: stage.name, next: { code: 'S3' }, judgedAt: now });
    expect(namesOf(gate.criteria)).toEqual(namesOf(criteriaOf(stage.exit!)));
    const [work] = (await get('/v1/worklists/deals')).body.items;
    expect(work).toMatchObject({ opportunityId: deal, gatePassed: false });
    expect(namesOf(work.needs)).toEqual(expect.arrayContaining(['firstFormalMeetingHeld/1', 'painsAndObjectivesKnown/1']));
    for (const { suppliedBy } of work.needs) {
      expect(suppliedBy.length).toBeGreaterThan(0);
      for (const { people, roles, rolesOnTeam } of suppliedBy) expect([...people, ...roles, ...rolesOnTeam].length).toBeGreaterThan(0);
    }
    expect(namesOf((await get('/v1/worklists/deals?filter=blocked')).body.items.flatMap(({ needs }: { needs: [] }) => needs))).toEqual(
      namesOf(work.needs),
    );
    const advanced = await running.post(`/v1/opportunities/${deal}/advance`, { to: 'S3' }, { as: 'rita' });
    expect(advanced).toMatchObject({ status: 409, body: { reason: 'GateNotPassed' } });
    expect(namesOf(advanced.body.facts.lacks)).toEqual(namesOf(work.needs));
  });

  it('shrinks with what is found out', async () => {
    const pain = { painPointId: 'p1', description: 'stock runs out', scope: 'specific' };
    await running.post(`/v1/opportunities/${deal}/pain-points`, pain, { as: 'rita' });
    const objective = { objectiveId: 'o1', description: 'half the stock' };
    await running.post(`/v1/opportunities/${deal}/objectives`, objective, { as: 'rita' });
    const [work] = (await get('/v1/worklists/deals')).body.items;
    expect(namesOf(work.needs)).toContain('firstFormalMeetingHeld/1');
    expect(namesOf(work.needs)).not.toContain('painsAndObjectivesKnown/1');
    const { criteria } = (await get(`/v1/opportunities/${deal}/gate`)).body;
    const pains = criteria.find(({ criterion }: { criterion: string }) => criterion === 'painsAndObjectivesKnown/1');
    expect(pains).toMatchObject({ result: 'met', evidence: [expect.any(String), expect.any(String)], suppliedBy: [] });
  });

  it('is overdue and at risk once its process says so', async () => {
    expect((await get('/v1/worklists/deals?filter=overdue')).body.items).toEqual([]);
    expect((await get('/v1/worklists/deals?filter=atRisk')).body.items.flatMap(risksOf)).not.toContain('stalled');
    now = '2026-12-01T08:00:00.000Z';
    const [work] = (await get('/v1/worklists/deals')).body.items;
    const { process, stage } = await pinned(work.processVersion, work.stage);
    expect(work.overdue).toEqual(stage.limit ? ['stageLimit'] : []);
    expect(risksOf(work).includes('stalled')).toBe(process.stalledAfter !== undefined);
    expect(work.atRisk).toContainEqual({ risk: 'signingDatePassed', since: '2026-10-01T00:00:00.000Z' });
    // The breach itself is recorded beside these questions: they are compared once both show the same revision of the deal.
    const both = () =>
      Promise.all(['/v1/worklists/deals', '/v1/worklists/deals?filter=atRisk'].map(async (path) => (await get(path)).body.items));
    let [all, atRisk] = await both();
    expect(await until(async () => ([all, atRisk] = await both()) && all[0].revision === atRisk[0]?.revision)).toBe(true);
    expect(all).toEqual([{ ...work, revision: all[0].revision }]);
    expect(atRisk).toEqual(all);
  });

  it('is shown to whoever may see the deal, and to nobody else', async () => {
    const idsFor = async (as: string, of: string) =>
      (await get(`/v1/worklists/deals?of=${of}`, as)).body.items.map(({ opportunityId }: { opportunityId: string }) => opportunityId);
    expect(await idsFor('mona', 'team')).toEqual([deal]);
    expect(await idsFor('mona', 'me')).toEqual([]);
    expect(await idsFor('sven', 'all')).toEqual([]);
    expect(await idsFor('rolf', 'all')).toEqual([]);
    expect(await idsFor('analyst', 'all')).toEqual([deal]);
    expect((await get('/v1/worklists/deals', 'nobody')).status).toBe(403);
    expect((await get(`/v1/opportunities/${deal}/gate`, 'rolf')).status).toBe(403);
  });
});
