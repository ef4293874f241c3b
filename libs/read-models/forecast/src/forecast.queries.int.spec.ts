import fc from 'fast-check';
import { userTeamsProjection } from '#opportunity-list';
import { readModels } from '../../../../test/support/read-models.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, type SalesLedger } from '../../../../test/support/sales-ledger.ts';
import { forecastProjection } from './index.ts';
import { forecastEntity, readForecast, type ForecastReport, type ForecastRequest } from './nest.ts';

const forecastsOf = async (ledger: SalesLedger, ...requests: readonly ForecastRequest[]): Promise<ForecastReport[]> => {
  const models = await readModels(ledger, [forecastProjection, userTeamsProjection], [forecastEntity]);
  try {
    await models.settled();
    return await Promise.all(requests.map((request) => readForecast(models.source, request)));
  } finally {
    await models.close();
  }
};

const worked = async (ledger: SalesLedger, id: string, ...commands: readonly Parameters<ReturnType<typeof dealOf>>[0][]) => {
  const deal = dealOf(ledger, id);
  for (const command of commands) await deal(command);
};

describe('the forecast', () => {
  it('adds up by month, owner, team, category and currency: lost deals at nothing, won ones whole', async () => {
    const ledger = salesLedger();
    await ledger.record('user-rep-1', { type: 'TeamJoined', data: { userId: 'rep-1', from: null, to: 'north' } });
    const [a, b, c] = [commandsOf('a'), commandsOf('b'), commandsOf('c')];
    const stages = ['S3', 'S4', 'S5', 'S6'].map(a.advance);
    await worked(ledger, 'a', a.open(), ...stages, a.sign('customer', 90_000), a.sign('company', 90_000), a.win(), a.advance('S7'));
    await worked(ledger, 'b', b.open('rep-1', 5_000), b.lose());
    await worked(ledger, 'c', c.open('rep-1', 50_001, '2026-02-28'), c.expect(50));
    const [report] = await forecastsOf(ledger, {});
    const line = { ownerId: 'rep-1', teamId: 'north', currency: 'CNY' };
    const nothing = {
      openDeals: 0,
      wonDeals: 0,
      lostDeals: 0,
      abandonedDeals: 0,
      openMinor: '0',
      weightedMinor: '0',
      closedMinor: '0',
      expectedMinor: '0',
    };
    expect(report?.lines).toEqual([
      { ...line, ...nothing, month: '2026-01', category: 'closed', wonDeals: 1, closedMinor: '90000', expectedMinor: '90000' },
      { ...line, ...nothing, month: '2026-01', category: 'lost', lostDeals: 1 },
      {
        ...line,
        ...nothing,
        month: '2026-02',
        category: 'pipeline',
        openDeals: 1,
        openMinor: '50001',
        weightedMinor: '25000',
        expectedMinor: '25000',
      },
    ]);
    expect(report?.totals).toMatchObject([{ currency: 'CNY', openMinor: '50001', closedMinor: '90000', expectedMinor: '115000' }]);
  });

  it('leaves what was closed with the owner and the team of then, and counts what is open with those of now', async () => {
    const ledger = salesLedger();
    const join = (user: string, from: string | null, to: string) =>
      ledger.record(`user-${user}`, { type: 'TeamJoined', data: { userId: user, from, to } });
    await join('rep-1', null, 'north');
    await join('rep-2', null, 'west');
    const [a, b] = [commandsOf('a'), commandsOf('b')];
    await worked(ledger, 'a', a.open('rep-1'), a.lose(), a.reassign('rep-2'));
    await worked(ledger, 'b', b.open('rep-1'));
    await join('rep-1', 'north', 'south');
    const [report, north] = await forecastsOf(ledger, {}, { teamId: 'north' });
    expect(report?.lines.map(({ category, ownerId, teamId }) => [category, ownerId, teamId])).toEqual([
      ['lost', 'rep-1', 'north'],
      ['pipeline', 'rep-1', 'south'],
    ]);
    expect(north?.lines.map(({ category }) => category)).toEqual(['lost']);
  });

  it('never mixes currencies, and adds up beyond what a number holds', async () => {
    const ledger = salesLedger();
    const largest = Number.MAX_SAFE_INTEGER;
    for (const id of ['a', 'b']) await worked(ledger, id, commandsOf(id).open('rep-1', largest), commandsOf(id).expect(100));
    const usd = { amount: { minor: 7, currency: 'USD' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' as const };
    const opened = { opportunityId: 'c', name: 'c', company: 'c', ownerId: 'rep-1', stage: 'S2', forecast: usd };
    await ledger.record('opportunity-c', { type: 'OpportunityOpened', data: opened });
    const [report] = await forecastsOf(ledger, {});
    expect(report?.totals).toMatchObject([
      { currency: 'CNY', openMinor: (2n * BigInt(largest)).toString(), weightedMinor: (2n * BigInt(largest)).toString() },
      { currency: 'USD', openMinor: '7', weightedMinor: '1' },
    ]);
  });

  it('keeps imported claims apart, and a month that the source does not tell unknown', async () => {
    const ledger = salesLedger();
    for (const [row, closedOn] of ['2017-03-01', undefined].entries()) {
      const provenance = {
        source: 'crm',
        sourceFileHash: 'a'.repeat(64),
        row: row + 1,
        opportunityId: `i${row}`,
        businessTime: 'claimed' as const,
      };
      const record = (event: Parameters<SalesLedger['record']>[1]) => ledger.record(`opportunity-i${row}`, event);
      await record({ type: 'OpportunityImported', data: { ...provenance, externalId: `i${row}`, claimedStage: 'Won' } });
      const value = { minor: 105_400, currency: 'USD' };
      await record({ type: 'OutcomeImported', data: { ...provenance, claimed: 'won', value, ...(closedOn && { closedOn }) } });
    }
    const [report, march] = await forecastsOf(ledger, {}, { from: '2017-03', to: '2017-03' });
    const known = { month: '2017-03', currency: 'USD', wonDeals: 1, lostDeals: 0, closedMinor: '105400' };
    expect(report).toEqual({ lines: [], totals: [], imported: [known, { ...known, month: null }] });
    expect(march?.imported).toEqual([known]);
  });

  it('is, for whatever befalls the deals, the sum of its rows', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `deal-${at}`);
    const [commands] = fc.sample(anySales(ids), { numRuns: 1, seed: 7 });
    const ledger = await played(commands!);
    const rows = rowsOf(forecastProjection, ledger.events());
    const [report] = await forecastsOf(ledger, {});
    const sum = (numbers: readonly (number | null)[]) => numbers.reduce<bigint>((total, each) => total + BigInt(each ?? 0), 0n).toString();
    expect(report?.totals).toMatchObject([
      {
        openDeals: rows.filter(({ status }) => status === 'open').length,
        wonDeals: rows.filter(({ status }) => status === 'won').length,
        lostDeals: rows.filter(({ status }) => status === 'lost').length,
        abandonedDeals: rows.filter(({ status }) => status === 'abandoned').length,
        openMinor: sum(rows.map(({ status, amountMinor }) => (status === 'open' ? amountMinor : 0))),
        weightedMinor: sum(rows.map(({ weightedMinor }) => weightedMinor)),
        closedMinor: sum(rows.map(({ closedMinor }) => closedMinor)),
      },
    ]);
    expect(sum(report!.lines.map(({ expectedMinor }) => Number(expectedMinor)))).toBe(report!.totals[0]!.expectedMinor);
  });
});
