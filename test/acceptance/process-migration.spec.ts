import { hashOf } from '#rules';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { publishDefinition } from '../support/rulemaking.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { salesProc003v2, salesProc003v3, toVersion3, versionMakers } from '../support/third-version.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp({ gates: true })), versionMakers);
}, 120_000);
afterAll(() => running?.stop());

const after = (path: string, { body }: Answer, as = 'olga') => running.get(path, { as, headers: { 'dealtrail-after': body.position } });
const migrate = (id: string, as: string) => running.post(`/v1/opportunities/${id}/migrate`, { migrationId: toVersion3.id }, { as });

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
    await publishDefinition(running, 'process', salesProc003v3);
    const listed = await after('/v1/opportunities?process=SALES-PROC-003@2&status=open', opened);
    expect(listed.body.items).toEqual([expect.objectContaining({ opportunityId, stage: 'S2' })]);
  });

  it('is moved by nobody before a migration is approved, nor by who has no say in it', async () => {
    refused(await migrate(opportunityId, 'olga'), 'MigrationNotInForce');
    await publishDefinition(running, 'processMigration', toVersion3);
    expect(await migrate(opportunityId, 'rita')).toMatchObject({ status: 403 });
  });

  it('is moved once, meets the gates of the new version, and keeps its history', async () => {
    const before = await after(`/v1/opportunities/${opportunityId}`, opened);
    const moved = accepted(await migrate(opportunityId, 'olga'));
    expect((await migrate(opportunityId, 'olga')).body).toMatchObject({ outcome: 'noEffect' });
    const deal = await after(`/v1/opportunities/${opportunityId}`, moved);
    const to = `SALES-PROC-003@3#${hashOf(salesProc003v3)}`;
    expect([before.body.processVersion, deal.body.processVersion]).toEqual([`SALES-PROC-003@2#${hashOf(salesProc003v2)}`, to]);
    expect((await after('/v1/opportunities?process=SALES-PROC-003@2', moved)).body.items).toEqual([]);
    const gate = await after(`/v1/opportunities/${opportunityId}/gate`, moved, 'rita');
    expect(gate.body).toMatchObject({ processVersion: to, criteria: [{ criterion: 'painsAndObjectivesKnown/1' }] });
    refused(await running.post(`/v1/opportunities/${opportunityId}/advance`, { to: 'S3' }, { as: 'rita' }), 'GateNotPassed');
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
