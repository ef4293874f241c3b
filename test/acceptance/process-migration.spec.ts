import { builtInProcesses, hashOf, salesProc003v1, type ProcessContents, type ProcessMigrationContents } from '#rules';
import { grantTogether, runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

const salesProc003v2 = builtInProcesses.find(({ id, version }) => id === 'SALES-PROC-003' && version === 2)!;

const next: ProcessContents = {
  ...salesProc003v1,
  version: 3,
  stages: salesProc003v1.stages.map((stage) =>
    stage.code === 'S2' ? { ...stage, exit: { criterion: 'painsAndObjectivesKnown/1', override: ['SALES_DIRECTOR'] } } : stage,
  ),
};
const codes = ['S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
const migrationId = 'SALES-PROC-003-2-TO-3';
const migration: ProcessMigrationContents = {
  ...{ id: migrationId, version: 1, title: { zh: '迁移到第三版', en: 'To version 3' }, notes: [] },
  reason: { zh: '所有在办商机按新版执行', en: 'All running deals follow the new version.' },
  from: { id: 'SALES-PROC-003', version: 2, sha256: hashOf(salesProc003v2) },
  to: { id: 'SALES-PROC-003', version: 3 },
  stages: codes.map((code) => ({ from: code, to: code })),
  gates: codes.slice(0, -1).map((stage) => ({ stage, is: 'carried' })),
};

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp({ gates: true }));
  for (const [userId, role] of [
    ['olga', 'SALES_OPS'],
    ['max', 'MANAGEMENT'],
    ['dora', 'SALES_DIRECTOR'],
  ] as const) {
    accepted(await running.post('/v1/users', { userId }, { as: 'operator' }));
    await grantTogether(running, userId, role);
  }
}, 120_000);
afterAll(() => running?.stop());

const accepted = (answer: Answer): Answer => {
  expect({ status: answer.status, outcome: answer.body.outcome, text: answer.text }).toEqual({
    status: answer.status,
    outcome: 'accepted',
    text: answer.text,
  });
  return answer;
};
const published = async (kind: string, contents: { readonly id: string }): Promise<void> => {
  const at = `/v1/definitions/${kind}/${contents.id}`;
  accepted(await running.post(`${at}/draft`, { contents }, { as: 'olga' }));
  accepted(await running.post(`${at}/submit`, {}, { as: 'olga' }));
  accepted(await running.post(`${at}/approve`, { sha256: hashOf(contents) }, { as: 'max' }));
  accepted(await running.post(`${at}/publish`, {}, { as: 'olga' }));
};
const after = (path: string, { body }: Answer, as = 'olga') => running.get(path, { as, headers: { 'dealtrail-after': body.position } });
const migrate = (id: string, as: string) => running.post(`/v1/opportunities/${id}/migrate`, { migrationId }, { as });

describe('a running deal and a new version of its process (L95)', () => {
  const opportunityId = 'deal-1';
  let opened: Answer;

  it('stays with the version that it began under', async () => {
    opened = accepted(
      await running.post(
        '/v1/opportunities',
        {
          ...{ opportunityId, name: 'Acme: planning', company: 'Acme' },
          ...{ expectedAmount: { minor: 1_000, currency: 'CNY' }, expectedSigningDate: '2027-06-30' },
        },
        { as: 'rita' },
      ),
    );
    await published('process', next);
    const listed = await after('/v1/opportunities?process=SALES-PROC-003@2&status=open', opened);
    expect(listed.body.items).toEqual([expect.objectContaining({ opportunityId, stage: 'S2' })]);
  });

  it('is moved by nobody before a migration is approved, nor by who has no say in it', async () => {
    expect(await migrate(opportunityId, 'olga')).toMatchObject({ status: 409, body: { reason: 'MigrationNotInForce' } });
    await published('processMigration', migration);
    expect(await migrate(opportunityId, 'rita')).toMatchObject({ status: 403 });
  });

  it('is moved once, meets the gates of the new version, and keeps its history', async () => {
    const before = await after(`/v1/opportunities/${opportunityId}`, opened);
    const moved = accepted(await migrate(opportunityId, 'olga'));
    expect((await migrate(opportunityId, 'olga')).body).toMatchObject({ outcome: 'noEffect' });
    const deal = await after(`/v1/opportunities/${opportunityId}`, moved);
    const to = `SALES-PROC-003@3#${hashOf(next)}`;
    expect([before.body.processVersion, deal.body.processVersion]).toEqual([`SALES-PROC-003@2#${hashOf(salesProc003v2)}`, to]);
    expect((await after('/v1/opportunities?process=SALES-PROC-003@2', moved)).body.items).toEqual([]);
    const gate = await after(`/v1/opportunities/${opportunityId}/gate`, moved, 'rita');
    expect(gate.body).toMatchObject({ processVersion: to, criteria: [{ criterion: 'painsAndObjectivesKnown/1' }] });
    const refused = await running.post(`/v1/opportunities/${opportunityId}/advance`, { to: 'S3' }, { as: 'rita' });
    expect(refused).toMatchObject({ status: 409, body: { reason: 'GateNotPassed' } });
    const history = await after(`/v1/deals/${opportunityId}/history`, moved);
    expect(history.body.items.map(({ type, processVersion }: Record<string, string>) => [type, processVersion])).toEqual(
      expect.arrayContaining([
        ['OpportunityOpened', before.body.processVersion],
        ['ProcessMigrated', before.body.processVersion],
        ['CommandHadNoEffect', to],
      ]),
    );
    const { body } = await after(`/v1/funnel?process=SALES-PROC-003@2`, moved, 'analyst');
    expect(body.stages.find(({ stage }: { stage: string }) => stage === 'S2')).toMatchObject({ entered: 1, migrated: 1, open: 0 });
    const now = await after(`/v1/funnel?process=SALES-PROC-003@3`, moved, 'analyst');
    expect(now.body.stages.find(({ stage }: { stage: string }) => stage === 'S2')).toMatchObject({ entered: 1, open: 1, skipped: 0 });
  });
});
