import fc from 'fast-check';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { foldAll, specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1 } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { AbandonOpportunity, LoseOpportunity } from './ending.ts';
import { opportunity, probabilityOf } from './opportunity.decider.ts';

const { given } = specification(deal);

const forecast: Forecast = { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' };
const asking = defineProcess({
  ...salesProc003v1,
  stages: salesProc003v1.stages.map((stage) =>
    stage.code === 'S2' ? { ...stage, exit: { criterion: 'painsAndObjectivesKnown/1' } } : stage,
  ),
  reopening: { within: { days: 30 }, by: ['SALES_MANAGER'] },
  forecastEvery: ['week'],
});

const abandon = (more: Partial<AbandonOpportunity['data']> = {}): AskedOfDeal => ({
  type: 'AbandonOpportunity',
  data: { opportunityId, reason: 'customerPostponed', ...more },
});
const abandoned: OpportunityEvent = {
  type: 'OpportunityAbandoned',
  data: { opportunityId, stage: 'S2', reason: 'customerPostponed', forecast },
};
const lose = (more: Partial<LoseOpportunity['data']> = {}): AskedOfDeal => ({
  type: 'LoseOpportunity',
  data: { opportunityId, reason: 'price', ...more },
});
const lost: OpportunityEvent = { type: 'OpportunityLost', data: { opportunityId, stage: 'S2', reason: 'price', forecast } };
const reopen = (known: AskedOfDeal['known'] = {}): AskedOfDeal => ({
  type: 'ReopenOpportunity',
  data: { opportunityId, reason: 'new budget' },
  known,
});
const reopened = (from: 'lost' | 'abandoned'): OpportunityEvent => ({
  type: 'OpportunityReopened',
  data: { opportunityId, stage: 'S2', from, forecast, reason: 'new budget' },
});

describe('losing a deal', () => {
  it('tells what to do otherwise next time', () =>
    given(opened)
      .when(lose({ competitor: 'Kestrel', lessons: 'ask earlier' }))
      .then({ ...lost, data: { ...lost.data, competitor: 'Kestrel', lessons: 'ask earlier' } }));
  it('tells what the gate of its stage still lacked (L121, K19)', () =>
    expect(given(opened).when({ ...lose(), known: { definition: asking } }).decision).toMatchObject({
      events: [{ data: { lacking: ['painsAndObjectivesKnown/1'] } }],
    }));
  it('does nothing when it was lost just so, whatever the gate lacked', () =>
    given(opened, { ...lost, data: { ...lost.data, lacking: ['painsAndObjectivesKnown/1'] } })
      .when(lose())
      .thenNothing());
});

describe('abandoning a deal', () => {
  it('is told apart from losing it', () => given(opened).when(abandon()).then(abandoned));
  it('tells when to ask again', () =>
    expect(given(opened).when(abandon({ resumeOn: '2027-01-15' })).decision).toMatchObject({
      events: [{ data: { resumeOn: '2027-01-15' } }],
    }));
  it('expects nothing of it any more', () => {
    const state = foldAll(opportunity, [opened, abandoned]);
    expect(state.status === 'abandoned' && probabilityOf(state)).toBe(0);
  });
  it('does nothing when it was abandoned just so', () => given(opened, abandoned).when(abandon()).thenNothing());
  it.each([abandon({ reason: 'noFit' }), lose(), { type: 'AdvanceOpportunity', data: { opportunityId, to: 'S3' } } as const])(
    'leaves nothing to be done but to reopen it: $type',
    (command) => {
      const { decision } = given(opened, abandoned).when(command);
      expect(decision).toMatchObject({ reason: 'OpportunityNotOpen', detail: { status: 'abandoned' }, liftedBy: ['ReopenOpportunity'] });
    },
  );
  it('refuses what was lost', () => given(opened, lost).when(abandon()).thenRefused('OpportunityNotOpen', { status: 'lost' }));
  it('lets someone else take it', () =>
    given(opened, abandoned)
      .when({ type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2' } })
      .thenTypes('OpportunityReassigned'));
  it('takes no claims from elsewhere', () =>
    given(opened, abandoned)
      .when({
        type: 'ImportOpportunity',
        data: {
          ...{ opportunityId, source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1 },
          ...{ externalId: 'X', claimedStage: 'Won', businessTime: 'unknown' },
        },
      })
      .thenRefused('AlreadyGoverned', { status: 'abandoned' }));
});

describe('reopening a deal that ended', () => {
  it.each([
    ['lost', lost],
    ['abandoned', abandoned],
  ] as const)('goes on where it was %s', (from, end) => given(opened, end).when(reopen()).then(reopened(from)));
  it('is told when its forecast is due', () =>
    expect(
      given(opened, lost).when(reopen({ definition: asking, roles: ['SALES_MANAGER'], at: '2026-01-20T08:00:00.000Z' })).decision,
    ).toMatchObject({ events: [{ data: { forecastDue: [{ period: 'week', of: '2026-W05' }] } }] }));
  it('is for those whom its process names', () =>
    given(opened, abandoned)
      .when(reopen({ definition: asking, at: '2026-01-20T08:00:00.000Z' }))
      .thenRefused('NotAllowedByProcess', { by: ['SALES_MANAGER'] }));
  it('is for the time that its process allows', () =>
    given(opened, abandoned)
      .when(reopen({ definition: asking, roles: ['SALES_MANAGER'], at: '2026-02-06T08:00:00.000Z' }))
      .thenRefused('ReopeningTooLate', { endedAt: '2026-01-06T08:00:00.000Z', within: { days: 30 } }));
});

describe('any ends and returns', () => {
  const allowed = { definition: asking, roles: ['SALES_MANAGER'] };
  const known = fc.constantFrom(
    ...[{}, { definition: asking }],
    ...[
      { ...allowed, at: '2026-01-20T08:00:00.000Z' },
      { ...allowed, at: '2027-01-20T08:00:00.000Z' },
    ],
  );
  const moves = fc
    .oneof<fc.Arbitrary<AskedOfDeal>[]>(
      fc.constant(opening),
      fc.constantFrom('price', 'other').map((reason) => lose({ reason })),
      fc.constantFrom('noFit', 'other').map((reason) => abandon({ reason })),
      known.map(reopen),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'OpportunityLost', 'OpportunityAbandoned', 'OpportunityReopened'],
      ...['OpportunityUnknown', 'OpportunityNotOpen', 'NotAllowedByProcess', 'ReopeningTooLate'],
    ],
  });
});
