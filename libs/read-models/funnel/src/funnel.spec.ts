import fc from 'fast-check';
import type { LedgerEvent } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { funnelProjection, type FunnelRow } from './index.ts';

const { open, advance, regress, revise, sign, win, lose, abandon, importDeal, adopt, reopen, reassign } = commandsOf('a');

const story = async (...commands: DealCommand[]) => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  return rowsOf(funnelProjection, ledger.events())[0]!;
};

const ways = ({ visits }: FunnelRow) => visits.map(({ via, stage, out }) => [via, stage, out]);

describe('the visits of a deal to its stages', () => {
  it('begin when the deal was really opened', async () => {
    const ledger = salesLedger();
    await dealOf(ledger, 'a')(open(), { occurredAt: '2026-01-02T10:00:00.000Z' });
    expect(rowsOf(funnelProjection, ledger.events())[0]!.visits).toMatchObject([
      { stage: 'S2', via: 'opened', enteredAt: '2026-01-02T10:00:00.000Z', enteredIndex: 0, out: null, leftAt: null },
    ]);
  });

  it('go on from stage to stage, each with its way in and out', async () => {
    const row = await story(open(), advance('S3'), advance('S4'), regress('S3'), advance('S4'));
    expect(ways(row)).toEqual([
      ['opened', 'S2', 'advanced'],
      ['advanced', 'S3', 'advanced'],
      ['advanced', 'S4', 'regressed'],
      ['regressed', 'S3', 'advanced'],
      ['advanced', 'S4', null],
    ]);
  });

  it('keep a loss, and the reopening after it as a visit of its own', async () => {
    expect(ways(await story(open(), advance('S3'), lose()))).toContainEqual(['advanced', 'S3', 'lost']);
    expect(ways(await story(open(), advance('S3'), lose(), reopen()))).toEqual([
      ['opened', 'S2', 'advanced'],
      ['advanced', 'S3', 'lost'],
      ['reopened', 'S3', null],
    ]);
  });

  it('keep that a deal was let go, apart from losing it', async () => {
    expect(ways(await story(open(), abandon(), reopen()))).toEqual([
      ['opened', 'S2', 'abandoned'],
      ['reopened', 'S2', null],
    ]);
  });

  it('begin with the adoption of an imported deal, whose claims stay beside', async () => {
    const row = await story(importDeal(), adopt('rep-2'), advance('S3'));
    expect(row).toMatchObject({ origin: 'governed', ownerId: 'rep-2', claimedStage: 'Engaging', visits: [{ enteredIndex: 1 }, {}] });
    expect(ways(row)).toEqual([
      ['adopted', 'S2', 'advanced'],
      ['advanced', 'S3', null],
    ]);
  });

  it('end with the win; the hand-over is a visit of its own', async () => {
    const toSigning = [open(), advance('S3'), advance('S4'), advance('S5'), advance('S6'), sign('customer'), sign('company')];
    expect(ways(await story(...toSigning, win(), advance('S7'))).slice(-2)).toEqual([
      ['advanced', 'S6', 'won'],
      ['advanced', 'S7', null],
    ]);
  });

  it('stay with whoever had the deal then', async () => {
    const row = await story(open('rep-1'), advance('S3'), reassign('rep-2'), advance('S4'), lose(), reassign('rep-3'), reopen());
    expect(row.visits.map(({ stage, owners }) => [stage, ...owners.map(({ ownerId }) => ownerId)])).toEqual([
      ['S2', 'rep-1'],
      ['S3', 'rep-1', 'rep-2'],
      ['S4', 'rep-2'],
      ['S4', 'rep-3'],
    ]);
  });

  it('show a value that went up and down again', async () => {
    const row = await story(open('rep-1', 100), revise(900), revise(100), revise(100, 'commit'), advance('S3'));
    expect(row.visits.map(({ values }) => values.map(({ minor }) => minor))).toEqual([[100, 900, 100], [100]]);
  });

  it('are none for an imported deal: its claims stand beside', async () => {
    const ledger = salesLedger();
    const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: 'x', businessTime: 'unknown' as const };
    await ledger.record('opportunity-x', { type: 'OpportunityImported', data: { ...provenance, externalId: 'x', claimedStage: 'Lost' } });
    await ledger.record('opportunity-x', { type: 'OutcomeImported', data: { ...provenance, claimed: 'lost' } });
    expect(rowsOf(funnelProjection, ledger.events())).toMatchObject([
      { origin: 'imported', visits: [], claimedStage: 'Lost', claimedOutcome: 'lost', claimedMinor: null, closedOn: null },
    ]);
  });

  it('are one for each entry, one after the other, at most one of them under way', async () => {
    await fc.assert(
      fc.asyncProperty(anySales(), async (commands) => {
        const events = (await played(commands)).events();
        for (const row of rowsOf(funnelProjection, events)) {
          const { visits } = row;
          const own = events.filter(({ caseId }) => caseId === row.caseId);
          expect(visits.length).toBe(own.filter(isEntry).length);
          expect(visits.slice(0, -1).every(({ out }) => out !== null)).toBe(true);
          expect(
            visits.every(
              ({ enteredIndex, leftIndex }, at) =>
                (leftIndex ?? Infinity) <= (visits[at + 1]?.enteredIndex ?? Infinity) && enteredIndex < (leftIndex ?? Infinity),
            ),
          ).toBe(true);
          expect(visits.filter(({ out }) => out === 'lost').length).toBe(own.filter(({ type }) => type === 'OpportunityLost').length);
          expect(visits.filter(({ out }) => out === 'won').length).toBe(own.filter(({ type }) => type === 'OpportunityWon').length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const isEntry = ({ type }: LedgerEvent<AnyEvent>) =>
  ['OpportunityOpened', 'OpportunityAdopted', 'OpportunityAdvanced', 'OpportunityRegressed', 'OpportunityReopened'].includes(type);
