import type { ProjectionTable } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { changesOf, dealAfter, dealAsOf } from '#audit';
import { forecastProjection } from '#forecast';
import { funnelProjection, type FunnelRow } from '#funnel';
import { opportunityListProjection } from '#opportunity-list';
import { salesProcess } from '#rules';
import { dealWorklistProjection } from '#worklist';
import { commandsOf, dealOf, rowsOf, salesLedger } from '../support/sales-ledger.ts';

const { open, advance } = commandsOf('a');
const from = salesProcess.processVersion;
const to = `SALES-PROC-003@9#${'b'.repeat(64)}`;

/** A deal at S3 that goes back to S2 of another version. */
const story = async () => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  await deal(open('rep-1', 100_000));
  await deal(advance('S3'));
  const opened = ledger.events().find(({ type }) => type === 'OpportunityOpened')!;
  const { opportunityId } = opened.data as { opportunityId: string };
  const migrated: AnyEvent = {
    type: 'ProcessMigrated',
    data: {
      ...{ opportunityId, from, to, migration: { id: 'TO-9', version: 1, sha256: 'a'.repeat(64) } },
      ...{ stageFrom: 'S3', stageTo: 'S2', gates: [{ stage: 'S2', is: 'reopened' }], probabilityFrom: 25, probabilityTo: 12 },
    },
  };
  await ledger.record(opened.stream, migrated, { caseId: opened.caseId });
  return ledger.events();
};
const rowOf = async <R>(table: unknown) => rowsOf(table as ProjectionTable<AnyEvent, object>, await story())[0] as R;

describe('a deal that was moved to another version of its process (L95)', () => {
  it('stands in the lists where it went, under the new version', async () => {
    expect(await rowOf(opportunityListProjection)).toMatchObject({ stage: 'S2', probability: 12, processVersion: to });
    expect(await rowOf(dealWorklistProjection)).toMatchObject({ stage: 'S2', processVersion: to, forecast: { probability: 12 } });
  });
  it('is expected at the probability that it went to', async () => {
    expect(await rowOf(forecastProjection)).toMatchObject({ stage: 'S2', probability: 12, weightedMinor: 12_000 });
  });
  it('keeps in the funnel each visit under the version that it took place under', async () => {
    const { process, visits } = await rowOf<FunnelRow>(funnelProjection);
    expect(process).toBe(to);
    expect(visits.map((visit) => [visit.process, visit.via, visit.stage, visit.out])).toEqual([
      [from, 'opened', 'S2', 'advanced'],
      [from, 'advanced', 'S3', 'migrated'],
      [to, 'migrated', 'S2', null],
    ]);
  });
  it('shows in the audit from where to where, and as it was before', async () => {
    const events = await story();
    expect(changesOf(events.at(-1)!)).toEqual([
      { field: 'opportunity.stage', from: 'S3', to: 'S2' },
      { field: 'opportunity.forecast.probability', from: 25, to: 12 },
      { field: 'opportunity.migrations', from: null, to: expect.objectContaining({ from, to }) as object },
    ]);
    const before = dealAsOf(events.slice(0, -1));
    expect(before).toMatchObject({ opportunity: { stage: 'S3', migrations: [] } });
    expect(dealAfter(before, events.at(-1)!)).toMatchObject({ opportunity: { stage: 'S2', migrations: [{ to }] } });
  });
});
