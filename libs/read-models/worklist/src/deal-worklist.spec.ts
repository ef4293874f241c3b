import fc from 'fast-check';
import type { LedgerEvent } from '#eventsourcing';
import type { AnyEvent, OpportunityEvent } from '#event-contracts';
import { opportunity, type Opportunity } from '#opportunities';
import { knownDealFacts } from '#rules';
import { gatedProcess } from '../../../../test/support/gated-process.ts';
import {
  anySales,
  commandsOf,
  dealOf,
  played,
  rowsOf,
  salesLedger,
  type Circumstances,
  type DealCommand,
} from '../../../../test/support/sales-ledger.ts';
import { dealWorklistProjection } from './index.ts';

const { open, advance, regress, revise, expect: expectLikely, propose, sign, win, lose, reopen, reassign } = commandsOf('a');

const pain = (id: string, painPointId: string): DealCommand => ({
  type: 'RecordPainPoint',
  data: { opportunityId: id, painPointId, description: 'stock runs out', scope: 'specific', impact: undefined },
});
const objective = (id: string): DealCommand => ({
  type: 'RecordBusinessObjective',
  data: { opportunityId: id, objectiveId: 'o1', description: 'half the stock', measure: undefined },
});
const overridden = (id: string): DealCommand => ({
  type: 'OverrideCriterion',
  data: { opportunityId: id, criterion: 'painsAndObjectivesKnown/1', reason: 'they told us by phone' },
  known: { definition: gatedProcess, userId: 'boss', roles: ['SALES_MANAGER'] },
});

const abandoned = (id: string): DealCommand => ({
  type: 'AbandonOpportunity',
  data: { opportunityId: id, reason: 'customerPostponed', note: undefined, resumeOn: undefined },
});

const story = async (...commands: readonly (DealCommand | readonly [DealCommand, Circumstances])[]) => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  for (const each of commands) await (Array.isArray(each) ? deal(...(each as [DealCommand, Circumstances])) : deal(each as DealCommand));
  return rowsOf(dealWorklistProjection, ledger.events())[0];
};

const ids = ['a', 'b', 'c'];
const stating = fc
  .constantFrom(...ids)
  .chain((id) =>
    fc.constantFrom(pain(id, 'p1'), pain(id, 'p2'), objective(id), overridden(id), abandoned(id)).map((command) => [id, command] as const),
  );

/** Sales in which things are found out and let pass at any time. */
const anyWork = fc.tuple(anySales(ids), fc.array(fc.tuple(fc.nat(), stating), { maxLength: 20 })).map(([sales, stated]) => {
  const mixed = [...sales];
  for (const [at, command] of stated) mixed.splice(at % (mixed.length + 1), 0, command);
  return mixed;
});

const statesOf = (events: readonly LedgerEvent<AnyEvent>[]): ReadonlyMap<string, Opportunity> => {
  const states = new Map<string, Opportunity>();
  for (const event of events.filter(({ stream }) => stream.startsWith('opportunity-')))
    states.set(
      event.stream,
      opportunity.evolve(states.get(event.stream) ?? opportunity.initialState, event as LedgerEvent<OpportunityEvent>),
    );
  return states;
};

describe('the worklist of deals', () => {
  it('has of every deal under a process the facts that its decider has, and nothing of others', async () => {
    await fc.assert(
      fc.asyncProperty(anyWork, async (commands) => {
        const ledger = await played(commands);
        const deals = [...statesOf(ledger.events()).values()].flatMap((state) => ('facts' in state ? [state] : []));
        const decided = deals.map(({ status, facts }) => [facts.opened.opportunityId, { status, facts }] as const);
        const rows = rowsOf(dealWorklistProjection, ledger.events());
        expect(
          Object.fromEntries(rows.map(({ opportunityId, status, facts }) => [opportunityId, { status, facts: knownDealFacts(facts) }])),
        ).toEqual(Object.fromEntries(decided));
      }),
      { numRuns: 50 },
    );
  });

  it('tells where a deal stands, whose it is, and when something of it last changed', async () => {
    expect(
      await story([open(), { occurredAt: '2026-01-05T08:00:00.000Z' }], advance('S3'), reassign('rep-2'), revise(120_000)),
    ).toMatchObject({
      ...{ opportunityId: 'a', name: 'Deal a', company: 'Acme', ownerId: 'rep-2', status: 'open', stage: 'S3', segment: 'standard' },
      ...{ stageSince: '2026-01-05T09:00:00.000Z', lastActivityAt: '2026-01-05T11:00:00.000Z', revision: 3, openedIndex: 0 },
      forecast: { amount: { minor: 120_000, currency: 'CNY' }, probability: 25 },
    });
  });

  it('does not take what was entered late for what happened last', async () => {
    const late = { occurredAt: '2026-01-01T08:00:00.000Z' };
    expect(await story(open(), [pain('a', 'p1'), late])).toMatchObject({ lastActivityAt: '2026-01-05T08:00:00.000Z', revision: 1 });
  });

  it('keeps the highest probability of this visit to the stage', async () => {
    expect(await story(open(), expectLikely(40), expectLikely(20))).toMatchObject({ probabilityPeak: 40, forecast: { probability: 20 } });
    expect(await story(open(), expectLikely(40), expectLikely(20), advance('S3'))).toMatchObject({ probabilityPeak: 20 });
    expect(await story(open(), advance('S3'), regress('S2'))).toMatchObject({ probabilityPeak: 10 });
  });

  it('tells until when the last proposal is good, and of no earlier one', async () => {
    const proposed = (proposalId: string, validUntil?: string): DealCommand => ({
      type: 'SubmitProposal',
      data: {
        opportunityId: 'a',
        proposalId,
        amount: { minor: 1, currency: 'CNY' },
        validUntil,
        claimedDocumentHash: undefined,
        priceFloor: undefined,
      },
    });
    expect((await story(open(), proposed('p1', '2026-02-01'), proposed('p2', '2026-03-01')))?.datedFacts).toEqual([
      { what: 'quoteValidity', id: 'p2', on: '2026-03-01' },
    ]);
    expect((await story(open(), proposed('p1', '2026-02-01'), proposed('p2')))?.datedFacts).toEqual([]);
  });

  it('tells until when the quote is good that the customer has, rather than a proposal', async () => {
    const ledger = salesLedger();
    const deal = dealOf(ledger, 'a');
    await deal(open());
    const issued = (quoteId: string, validUntil: string) =>
      ledger.record(
        'opportunity-a',
        {
          type: 'QuoteIssued',
          data: { opportunityId: 'a', quoteId, version: 1, contentSha256: 'a'.repeat(64), net: { minor: 1, currency: 'CNY' }, validUntil },
        },
        { caseId: 'case-a' },
      );
    const dated = () => rowsOf(dealWorklistProjection, ledger.events())[0]?.datedFacts;
    await issued('q1', '2026-02-01');
    await issued('q2', '2026-03-01');
    expect(dated()).toEqual([{ what: 'quoteValidity', id: 'q2', on: '2026-03-01' }]);
    const data = { opportunityId: 'a', quoteId: 'q2', version: 1, reason: 'a mistake' };
    await ledger.record('opportunity-a', { type: 'QuoteWithdrawn', data }, { caseId: 'case-a' });
    expect(dated()).toEqual([{ what: 'quoteValidity', id: 'q1', on: '2026-02-01' }]);
  });

  it('knows how a deal ended, and that it was taken up again', async () => {
    const toSigning = [open(), advance('S3'), advance('S4'), advance('S5'), advance('S6'), sign('customer'), sign('company'), win()];
    expect(await story(...toSigning)).toMatchObject({ status: 'won', stage: 'S6' });
    expect(await story(open(), lose())).toMatchObject({ status: 'lost' });
    expect(await story(open(), abandoned('a'))).toMatchObject({ status: 'abandoned' });
    expect(await story(open(), lose(), reopen())).toMatchObject({ status: 'open' });
  });

  it('holds nothing of what is sealed', async () => {
    const row = await story(open(), advance('S3'), propose('p1', 90_000), sign('customer'));
    expect(row?.facts.proposals?.['p1']?.data).toMatchObject({ amount: { minor: 90_000 } });
    expect(JSON.stringify(row)).not.toMatch(/45000|priceFloor|Meimei|signatoryName/);
  });
});
