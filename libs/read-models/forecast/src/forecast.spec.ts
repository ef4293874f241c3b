import fc from 'fast-check';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { forecastProjection, weighted } from './index.ts';

const { open, advance, regress, revise, expect: expectOf, sign, win, lose, abandon, importDeal, adopt, reopen, reassign } = commandsOf('a');

const story = async (...commands: DealCommand[]) => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  return rowsOf(forecastProjection, ledger.events())[0]!;
};

const won = [open(), advance('S3'), advance('S4'), advance('S5'), advance('S6'), sign('customer'), sign('company'), win()];

describe('the forecast', () => {
  it('weighs an open deal by its probability, which follows the stage', async () => {
    expect(await story(open('rep-1', 100_000))).toMatchObject({ amountMinor: 100_000, probability: 10, weightedMinor: 10_000 });
    expect(await story(open('rep-1', 100_000), advance('S3'))).toMatchObject({ probability: 25, weightedMinor: 25_000 });
    expect(await story(open('rep-1', 100_000), advance('S3'), regress('S2'))).toMatchObject({ probability: 10, weightedMinor: 10_000 });
  });

  it('keeps a probability that was revised by hand', async () => {
    expect(await story(open('rep-1', 100_000), expectOf(60), advance('S3'))).toMatchObject({ probability: 60, weightedMinor: 60_000 });
  });

  it('counts a lost deal at nothing', async () => {
    expect(await story(open(), lose())).toMatchObject({ status: 'lost', probability: 0, weightedMinor: 0, closedMinor: null });
  });

  it('counts a deal that was let go at nothing', async () => {
    expect(await story(open(), abandon())).toMatchObject({ status: 'abandoned', probability: 0, weightedMinor: 0, closedMinor: null });
  });

  it('expects of an imported deal what is expected once it is adopted', async () => {
    expect(await story(importDeal())).toMatchObject({ origin: 'imported', amountMinor: null, weightedMinor: 0 });
    expect(await story(importDeal(), adopt('rep-2', 100_000))).toMatchObject({
      ...{ origin: 'governed', status: 'open', stage: 'S2', ownerId: 'rep-2', probability: 10, weightedMinor: 10_000 },
    });
  });

  it('counts a won deal whole, with the contract’s amount, and once only', async () => {
    expect(await story(...won)).toMatchObject({ status: 'won', probability: 100, weightedMinor: 0, closedMinor: 90_000 });
    expect(await story(...won, advance('S7'))).toMatchObject({ stage: 'S7', weightedMinor: 0, closedMinor: 90_000 });
  });

  it('expects again what is expected of a reopened deal', async () => {
    expect(await story(open('rep-1', 100_000), lose(), reopen())).toMatchObject({
      status: 'open',
      probability: 10,
      weightedMinor: 10_000,
      closedOn: null,
      closedOwnerId: null,
    });
  });

  it('leaves the loss with whoever owned the deal then', async () => {
    expect(await story(open('rep-1'), lose(), reassign('rep-2'))).toMatchObject({ ownerId: 'rep-2', closedOwnerId: 'rep-1' });
  });

  it('lets a deal that is omitted weigh nothing, at any stage', async () => {
    expect(await story(open(), revise(100_000, 'omitted'), advance('S3'))).toMatchObject({ amountMinor: 100_000, weightedMinor: 0 });
  });

  it('asserts nothing of an imported deal but what it claims to have closed', async () => {
    const ledger = salesLedger();
    const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: 'x', businessTime: 'claimed' as const };
    await ledger.record('opportunity-x', { type: 'OpportunityImported', data: { ...provenance, externalId: 'x', claimedStage: 'Won' } });
    const value = { minor: 105_400, currency: 'USD' };
    await ledger.record('opportunity-x', {
      type: 'OutcomeImported',
      data: { ...provenance, claimed: 'won', value, closedOn: '2017-03-01' },
    });
    expect(rowsOf(forecastProjection, ledger.events())).toMatchObject([
      {
        origin: 'imported',
        status: 'won',
        amountMinor: null,
        probability: null,
        weightedMinor: 0,
        closedMinor: 105_400,
        closedOn: '2017-03-01',
      },
    ]);
  });

  it('is exact in integers, for any amount and in whatever order the deals are worked on', async () => {
    await fc.assert(
      fc.asyncProperty(anySales(), async (commands) => {
        for (const row of rowsOf(forecastProjection, (await played(commands)).events())) {
          expect(Number.isSafeInteger(row.weightedMinor)).toBe(true);
          expect(
            row.status !== 'open' || row.category === 'omitted' || row.weightedMinor === weighted(row.amountMinor!, row.probability!),
          ).toBe(true);
          expect(row.status === 'open' || row.weightedMinor === 0).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a weighted amount', () => {
  it('rounds half a unit to the even neighbour', () => {
    expect([weighted(50, 1), weighted(150, 1), weighted(250, 1), weighted(151, 1)]).toEqual([0, 2, 2, 2]);
  });

  it('is never off by more than half a unit, up to the largest amount', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 100 }), (minor, percent) => {
        const off = BigInt(weighted(minor, percent)) * 100n - BigInt(minor) * BigInt(percent);
        expect(off >= -50n && off <= 50n).toBe(true);
      }),
    );
    expect(weighted(Number.MAX_SAFE_INTEGER, 100)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
