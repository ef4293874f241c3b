import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1 } from '#rules';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { Opportunity } from './opportunity.state.ts';

const { given } = specification(deal);

/** Ten workdays at each stage; three weeks of rest. */
const definition = defineProcess({
  ...salesProc003v1,
  stages: salesProc003v1.stages.map((stage) => ({ ...stage, limit: { workdays: 10 } })),
  stalledAfter: { days: 21 },
});

type Told = OpportunityEvent & { readonly occurredAt?: string };

const at = (occurredAt: string, event: OpportunityEvent): Told => ({ ...event, occurredAt });
const day = (date: string): string => `${date}T08:00:00.000Z`;
const [since, stageDueAt, stallsAt] = [day('2026-01-05'), day('2026-01-19'), day('2026-01-26')];
const begun = at(since, { type: 'OpportunityOpened', data: { ...opened.data, stageDueAt, stallsAt } as never });
const advanced = fact('OpportunityAdvanced', { from: 'S2', to: 'S3', probabilityFrom: 10, probabilityTo: 25 });
const [from, to] = [2, 3].map((version) => `SALES-PROC-003@${version}#${'a'.repeat(64)}`) as [string, string];
const migrated = fact('ProcessMigrated', {
  ...{ from, to, migration: { id: 'm1', version: 1, sha256: 'a'.repeat(64) }, gates: [] },
  ...{ stageFrom: 'S2', stageTo: 'S3', probabilityFrom: 10, probabilityTo: 25 },
});
const forecast = { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' } as const;
const lost = fact('OpportunityLost', { stage: 'S2', reason: 'price', forecast });
const won = fact('OpportunityWon', { stage: 'S2', contractId: 'c1', amount: forecast.amount, probabilityFrom: 10 });

const stay = { opportunityId, stage: 'S2', since, dueAt: stageDueAt };
const noteLimit: AskedOfDeal = { type: 'NoteStageLimitExceeded', data: stay };
const exceeded: OpportunityEvent = { type: 'StageLimitExceeded', data: stay };

describe('a deal that enters a stage (L203)', () => {
  it('is told by when it is to leave it, by the workdays of the calendar, and when it stalls', () =>
    expect(given().when({ ...opening, known: { definition, at: '2026-06-18T08:00:00.000Z' } }).decision).toMatchObject({
      // Friday, 19 June, is a holiday.
      events: [{ data: { stageDueAt: '2026-07-03T08:00:00.000Z', stallsAt: '2026-07-09T08:00:00.000Z' } }],
    }));
  it.each<[AskedOfDeal, readonly OpportunityEvent[]]>([
    [{ type: 'AdvanceOpportunity', data: { opportunityId, to: 'S3' } }, [opened]],
    [{ type: 'RegressOpportunity', data: { opportunityId, to: 'S2', reason: 'r' } }, [opened, advanced]],
    [{ type: 'ReopenOpportunity', data: { opportunityId, reason: 'r' } }, [opened, lost]],
  ])('has a time of its own: $type', (command, before) =>
    expect(given(...before).when({ ...command, known: { definition } }).decision).toMatchObject({
      events: [{ data: { stageDueAt: '2026-06-15T08:00:00.000Z' } }],
    }),
  );
});

describe('the limit of a stage (L203)', () => {
  it('is exceeded by what is still there', () => given(begun).when(noteLimit).then(exceeded));
  it('is exceeded once in a stay', () => given(begun, exceeded).when(noteLimit).thenNothing());
  it.each([advanced, lost, won, migrated])('is kept by $type in time, whenever that was recorded', (event) =>
    given(begun, at(stageDueAt, event)).when(noteLimit).thenNothing(),
  );
  it.each([advanced, lost, won, migrated])('is exceeded in spite of $type that came too late', (event) =>
    given(begun, at(day('2026-01-20'), event))
      .when(noteLimit)
      .then(exceeded),
  );
  it('is of no matter to a deal that was given no time', () => given(opened).when(noteLimit).thenNothing());
  it('refuses a deal that is not there', () => given().when(noteLimit).thenRefused('OpportunityUnknown'));
});

const noteStalled = (dueAt = stallsAt): AskedOfDeal => ({ type: 'NoteDealStalled', data: { opportunityId, dueAt }, known: { definition } });
const pain = (date: string): Told => at(day(date), fact('PainPointRecorded', { painPointId: date, description: 'p' } as never));
const nextDueAt = day('2026-02-16');
const stalled: OpportunityEvent = { type: 'DealStalled', data: { opportunityId, lastActivityAt: since, dueAt: stallsAt, nextDueAt } };
const checked = (lastActivityAt: string, dueAt: string, next: string): OpportunityEvent => ({
  type: 'DealSilenceChecked',
  data: { opportunityId, lastActivityAt, dueAt, nextDueAt: next },
});

describe('a deal in which nothing happens (L203)', () => {
  it('has stalled', () => given(begun).when(noteStalled()).then(stalled));
  it('has stalled, though the program noted something about it', () =>
    given(begun, at(stageDueAt, exceeded)).when(noteStalled()).then(stalled));
  it('has stalled, though something happened later, which belongs to the next silence', () => {
    given(begun, pain('2026-01-28')).when(noteStalled()).then(stalled);
    given(begun, pain('2026-01-28'), stalled)
      .when(noteStalled(nextDueAt))
      .then(checked(day('2026-01-28'), nextDueAt, day('2026-02-18')));
  });
  it('has not where something happened: it is looked again, counted from then', () =>
    given(begun, pain('2026-01-14'), pain('2026-01-12'))
      .when(noteStalled())
      .then(checked(day('2026-01-14'), stallsAt, day('2026-02-04'))));
  it('stalls after what happened last', () =>
    given(begun, pain('2026-01-14'), checked(day('2026-01-14'), stallsAt, day('2026-02-04')))
      .when(noteStalled(day('2026-02-04')))
      .then({
        type: 'DealStalled',
        data: { opportunityId, lastActivityAt: day('2026-01-14'), dueAt: day('2026-02-04'), nextDueAt: day('2026-02-25') },
      }));
  it('is told once for each silence, and looked at further on', () => {
    given(begun, stalled).when(noteStalled()).thenNothing();
    given(begun, stalled)
      .when(noteStalled(nextDueAt))
      .then(checked(since, nextDueAt, day('2026-03-09')));
    given(begun, stalled, checked(since, nextDueAt, day('2026-03-09')))
      .when(noteStalled(day('2026-03-09')))
      .then(checked(since, day('2026-03-09'), day('2026-03-30')));
  });
  it('has not where it ended in time', () => given(begun, at(stallsAt, lost)).when(noteStalled()).thenNothing());
  it('had stalled where it ended too late, and is not looked at again', () =>
    given(begun, at(day('2026-01-27'), lost))
      .when(noteStalled())
      .then({ type: 'DealStalled', data: { opportunityId, lastActivityAt: since, dueAt: stallsAt } }));
  it('is left alone where it ended after something happened', () =>
    given(begun, pain('2026-01-14'), at(day('2026-01-27'), lost))
      .when(noteStalled())
      .thenNothing());
});

describe('any times of a deal', () => {
  const due = (state: Opportunity) => ('facts' in state ? state : undefined);
  const moves = fc.oneof<fc.Arbitrary<Move<Opportunity, AskedOfDeal>>[]>(
    fc.constant(() => ({ ...opening, known: { definition } })),
    fc.constantFrom('S2', 'S3').map((to) => () => ({ type: 'AdvanceOpportunity', data: { opportunityId, to }, known: { definition } })),
    fc.constant(
      () => ({ type: 'RecordPainPoint', data: { opportunityId, painPointId: 'p1', description: 'p', scope: 'specific' } }) as never,
    ),
    fc.constant((state) => ({ type: 'NoteStageLimitExceeded', data: { ...stay, ...due(state)?.stays[0] } })),
    fc.constant((state) => noteStalled(due(state)?.silence?.dueAt)),
  );
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'OpportunityAdvanced', 'PainPointRecorded', 'StageLimitExceeded', 'DealStalled', 'DealSilenceChecked'],
      ...['OpportunityUnknown', 'StageNotAhead'],
    ],
  });
});
