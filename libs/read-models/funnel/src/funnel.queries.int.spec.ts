import fc from 'fast-check';
import { leadListProjection } from '#lead-list';
import { userTeamsProjection } from '#opportunity-list';
import { salesProcess } from '#rules';
import { readModels } from '../../../../test/support/read-models.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, type SalesLedger } from '../../../../test/support/sales-ledger.ts';
import { funnelProjection, type FunnelRow, type Visit } from './index.ts';
import { rulebookWithoutGates } from '../../../../test/support/rulebook-without-gates.ts';
import { funnelEntity, readFunnel, type FunnelReport, type FunnelRequest } from './nest.ts';

const projections = [funnelProjection, leadListProjection, userTeamsProjection];

/** The funnel of a ledger, for each request; on a database of its own. */
const funnelsOf = async (ledger: SalesLedger, ...requests: readonly FunnelRequest[]): Promise<FunnelReport[]> => {
  const models = await readModels(ledger, projections, [funnelEntity]);
  try {
    await models.settled();
    return await Promise.all(
      requests.map((request) => readFunnel(models.source, { rulebook: rulebookWithoutGates, now: '2026-06-01T00:00:00.000Z' }, request)),
    );
  } finally {
    await models.close();
  }
};

const stage = (report: FunnelReport | undefined, code: string) => report?.stages.find((each) => each.stage === code);

const entries = (report: FunnelReport | undefined) => report?.stages.map(({ entered }) => entered) ?? [];

describe('the funnel', () => {
  it('keeps lost deals among those that entered: no survivorship bias', async () => {
    const ledger = salesLedger();
    for (const id of ['a', 'b', 'c', 'd']) {
      const { open, advance, lose } = commandsOf(id);
      const deal = dealOf(ledger, id);
      for (const command of [open(), advance('S3')]) await deal(command);
      if (id !== 'd') await deal(lose());
    }
    const [report] = await funnelsOf(ledger, {});
    expect(stage(report, 'S2')).toMatchObject({ entered: 4, advanced: 4, lost: 0, open: 0, conversion: 1 });
    expect(stage(report, 'S3')).toMatchObject({ entered: 4, advanced: 0, lost: 3, open: 1, conversion: 0 });
    expect(stage(report, 'S4')).toMatchObject({ entered: 0, conversion: null, dwell: { medianSeconds: null, p90Seconds: null } });
  });

  it('counts a deal that comes back once, its visits each, and a loss that was reopened not at all', async () => {
    const ledger = salesLedger();
    const deal = dealOf(ledger, 'a');
    const { open, advance, regress, lose, reopen } = commandsOf('a');
    for (const command of [open(), advance('S3'), regress('S2'), advance('S3'), lose(), reopen(), advance('S4')]) await deal(command);
    const [report] = await funnelsOf(ledger, {});
    expect(stage(report, 'S2')).toMatchObject({ entered: 1, advanced: 1, visits: { entered: 2, advanced: 2 } });
    expect(stage(report, 'S3')).toMatchObject({
      ...{ entered: 1, advanced: 1, lost: 0, open: 0, reverted: 1, conversion: 1 },
      visits: { entered: 3, advanced: 1, regressed: 1, lost: 1, won: 0, open: 0 },
    });
    expect(stage(report, 'S4')).toMatchObject({ entered: 1, open: 1 });
  });

  it('lays a deal to whoever had it at the time, and to the team that person was in then', async () => {
    const ledger = salesLedger();
    const join = (from: string | null, to: string) =>
      ledger.record('user-rep-1', { type: 'TeamJoined', data: { userId: 'rep-1', from, to } });
    await join(null, 'north');
    const deal = dealOf(ledger, 'a');
    const { open, advance, reassign } = commandsOf('a');
    for (const command of [open('rep-1'), advance('S3'), reassign('rep-2'), advance('S4')]) await deal(command);
    await join('north', 'south');
    const [first, second, north, south] = await funnelsOf(
      ledger,
      { ownerId: 'rep-1' },
      { ownerId: 'rep-2' },
      { teamId: 'north' },
      { teamId: 'south' },
    );
    expect(entries(first)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(entries(second)).toEqual([0, 1, 1, 0, 0, 0]);
    expect([entries(north)[0], entries(south)[0]]).toEqual([1, 0]);
    expect(first?.imported).toBeNull();
  });

  it('takes the deals of a window by their first entry, and tells how long they stayed and what they were worth', async () => {
    const ledger = salesLedger();
    const days = { a: '2026-01-01', b: '2026-01-02', c: '2026-01-03' };
    for (const [id, day] of Object.entries(days)) {
      const { open, advance } = commandsOf(id);
      const deal = dealOf(ledger, id);
      await deal(open('rep-1', 100), { occurredAt: `${day}T00:00:00.000Z` });
      await deal(advance('S3'), { occurredAt: `${day}T0${id === 'b' ? 2 : 1}:00:00.000Z` });
    }
    const [all, window] = await funnelsOf(ledger, {}, { from: '2026-01-02', to: '2026-01-03' });
    expect(stage(all, 'S2')).toMatchObject({ entered: 3, dwell: { medianSeconds: 3600, p90Seconds: 7200 } });
    expect(stage(window, 'S2')).toMatchObject({ entered: 1, dwell: { medianSeconds: 7200 } });
    expect(stage(all, 'S2')?.value).toEqual([{ currency: 'CNY', entered: '300', advanced: '300', lost: '0', abandoned: '0', open: '0' }]);
    expect(stage(all, 'S3')?.value).toEqual([{ currency: 'CNY', entered: '300', advanced: '0', lost: '0', abandoned: '0', open: '300' }]);
  });

  it('leaves a deal that comes back in a window to the window of its first entry', async () => {
    const ledger = salesLedger();
    const deal = dealOf(ledger, 'a');
    const { open, advance, regress } = commandsOf('a');
    await deal(open(), { occurredAt: '2026-01-01T00:00:00.000Z' });
    await deal(advance('S3'), { occurredAt: '2026-01-02T00:00:00.000Z' });
    await deal(regress('S2'), { occurredAt: '2026-01-03T00:00:00.000Z' });
    const [first, third] = await funnelsOf(ledger, { to: '2026-01-02' }, { from: '2026-01-03' });
    expect(stage(first, 'S2')).toMatchObject({ entered: 1, open: 1, visits: { entered: 2 } });
    expect(entries(third)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('counts who went past a stage without being there', async () => {
    const ledger = salesLedger();
    const data = { opportunityId: 'a', from: 'S2', to: 'S5', probabilityFrom: 10, probabilityTo: 70 };
    await dealOf(ledger, 'a')(commandsOf('a').open());
    await ledger.record('opportunity-a', { type: 'OpportunityAdvanced', data }, { caseId: 'case-a' });
    const [report] = await funnelsOf(ledger, {});
    expect(report?.stages.map(({ skipped }) => skipped)).toEqual([0, 1, 1, 0, 0, 0]);
  });

  it('tells of leads how far they came, and keeps imported claims apart with what they do not say', async () => {
    const ledger = salesLedger();
    const { capture, assign, qualify, convert } = commandsOf('a');
    const deal = dealOf(ledger, 'a');
    for (const command of [capture(), assign('rep-1'), qualify('MQL'), qualify('SQL'), convert()]) await deal(command);
    await dealOf(ledger, 'b')(commandsOf('b').capture());
    await dealOf(ledger, 'b')(commandsOf('b').capture());
    for (const [row, claimed] of (['won', 'won', 'lost', undefined] as const).entries()) {
      const provenance = {
        source: 'crm',
        sourceFileHash: 'a'.repeat(64),
        row: row + 1,
        opportunityId: `i${row}`,
        businessTime: 'unknown' as const,
      };
      const claimedStage = claimed ? claimed[0]!.toUpperCase() + claimed.slice(1) : 'Engaging';
      const record = (event: Parameters<SalesLedger['record']>[1]) => ledger.record(`opportunity-i${row}`, event);
      await record({ type: 'OpportunityImported', data: { ...provenance, externalId: `i${row}`, claimedStage } });
      const value = { minor: claimed === 'won' ? Number.MAX_SAFE_INTEGER : 0, currency: 'USD' };
      if (claimed) await record({ type: 'OutcomeImported', data: { ...provenance, claimed, value } });
    }
    const [report] = await funnelsOf(ledger, {});
    expect(report?.leads).toEqual({ captured: 2, mql: 1, sql: 1, prospect: 0, converted: 1, disqualified: 0, open: 1 });
    expect(report?.stages.every(({ entered }) => entered === 0)).toBe(true);
    expect(report?.imported).toEqual([
      { claimedStage: 'Engaging', claimedOutcome: null, currency: null, deals: 1, beginUnknown: 1, endUnknown: 1, minor: '0' },
      { claimedStage: 'Lost', claimedOutcome: 'lost', currency: 'USD', deals: 1, beginUnknown: 1, endUnknown: 1, minor: '0' },
      { claimedStage: 'Won', claimedOutcome: 'won', currency: 'USD', deals: 2, beginUnknown: 2, endUnknown: 2, minor: '18014398509481982' },
    ]);
  });

  it('is, for whatever befalls the deals, what counting them one by one gives', async () => {
    const ids = Array.from({ length: 80 }, (_, at) => `deal-${at}`);
    const [commands] = fc.sample(anySales(ids), { numRuns: 1, seed: 2026 });
    const ledger = await played(commands!);
    const rows = rowsOf(funnelProjection, ledger.events());
    const requests = [{}, { ownerId: 'rep-1' }, { ownerId: 'rep-2' }];
    const reports = await funnelsOf(ledger, ...requests);
    for (const [at, { ownerId }] of requests.entries() as IterableIterator<[number, { ownerId?: string }]>) {
      expect(reports[at]?.stages.map(({ name, value, dwell, skipped, ...counts }) => counts)).toEqual(countedOneByOne(rows, ownerId));
      for (const { visits } of reports[at]!.stages)
        expect(visits.advanced + visits.regressed + visits.migrated + visits.lost + visits.abandoned + visits.won + visits.open).toBe(
          visits.entered,
        );
    }
    expect(reports[0]!.stages.reduce((sum, { won }) => sum + won, 0)).toBeGreaterThan(3);
    expect(reports[0]!.stages.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(3);
  });
});

const countedOneByOne = (rows: readonly FunnelRow[], ownerId: string | undefined) =>
  salesProcess.stages.slice(1).map(({ code }) => {
    const deals = rows
      .map(({ visits }) => visits.filter((visit) => visit.stage === code && (!ownerId || visit.owners.at(-1)?.ownerId === ownerId)))
      .filter(({ length }) => length > 0);
    const having = (holds: (visit: Visit) => boolean) => deals.filter((visits) => visits.some(holds)).length;
    const visits = (out: Visit['out']) => deals.flat().filter((visit) => visit.out === out).length;
    const advanced = having(({ out }) => out === 'advanced' || out === 'won');
    return {
      stage: code,
      entered: deals.length,
      advanced,
      lost: deals.filter((each) => each.at(-1)?.out === 'lost').length,
      abandoned: deals.filter((each) => each.at(-1)?.out === 'abandoned').length,
      open: having(({ out }) => out === null),
      reverted: having(({ out }) => out === 'regressed'),
      migrated: having(({ out }) => out === 'migrated'),
      won: having(({ out }) => out === 'won'),
      conversion: deals.length === 0 ? null : advanced / deals.length,
      visits: {
        entered: deals.flat().length,
        ...{ advanced: visits('advanced'), regressed: visits('regressed'), migrated: visits('migrated'), lost: visits('lost') },
        ...{ abandoned: visits('abandoned'), won: visits('won'), open: visits(null) },
      },
    };
  });
