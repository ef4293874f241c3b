import type { LedgerEvent, PendingDeadline } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { rowsOf, salesLedger, type Circumstances } from '../../../../test/support/sales-ledger.ts';
import { deadlinesProjection } from '../index.ts';

const opportunityId = 'o1';
const forecast = { amount: { minor: 1, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' } as const;
const week = (of: string, dueAt: string) => ({ period: 'week', of, dueAt }) as const;
const w2 = week('2026-W02', '2026-01-11T15:59:59.999Z');
const w3 = week('2026-W03', '2026-01-18T15:59:59.999Z');
const january = { period: 'month', of: '2026-01', dueAt: '2026-01-31T15:59:59.999Z' } as const;

const opened: AnyEvent = {
  type: 'OpportunityOpened',
  data: { opportunityId, name: 'a', company: 'A', ownerId: 'rep1', stage: 'S2', forecast, forecastDue: [w2, january] },
};
const confirmed: AnyEvent = {
  type: 'OpportunityForecastConfirmed',
  data: { opportunityId, period: 'week', of: '2026-W02', forecast, revised: false, next: [w3] },
};
const missed: AnyEvent = { type: 'ForecastSubmissionMissed', data: { opportunityId, ownerId: 'rep1', ...w2, next: [w3] } };
const abandoned: AnyEvent = { type: 'OpportunityAbandoned', data: { opportunityId, stage: 'S2', reason: 'noFit', forecast } };
const lost: AnyEvent = { type: 'OpportunityLost', data: { opportunityId, stage: 'S2', reason: 'price', forecast } };
const reopened: AnyEvent = {
  type: 'OpportunityReopened',
  data: { opportunityId, stage: 'S2', from: 'lost', forecast, reason: 'again', forecastDue: [w3] },
};
const early: Circumstances = { occurredAt: '2026-01-08T08:00:00.000Z' };

const pendingAfter = async (...told: readonly (readonly [AnyEvent, Circumstances?])[]): Promise<readonly string[]> => {
  const ledger = salesLedger();
  for (const [event, given] of told) await ledger.record(`opportunity-${opportunityId}`, event, { caseId: 'case-o1', ...given });
  const rows = rowsOf(deadlinesProjection, ledger.events() as readonly LedgerEvent<AnyEvent>[]);
  const pending = rows.flatMap(({ pending: each }) => each as readonly PendingDeadline[]);
  return pending.map(({ command, dueAt }) => `${(command.data as { readonly of: string }).of} by ${dueAt}`).toSorted();
};

const nextWeek = `2026-W03 by ${w3.dueAt}`;
const month = `2026-01 by ${january.dueAt}`;

describe('confirming forecasts in time (L186)', () => {
  it('runs by week and by month beside each other, from the opening on', async () =>
    expect(await pendingAfter([opened])).toEqual([month, `2026-W02 by ${w2.dueAt}`]));
  it('gives way to the next week once a week is confirmed', async () =>
    expect(await pendingAfter([opened], [confirmed, early])).toEqual([month, nextWeek]));
  it('goes on after a week was missed', async () =>
    expect(await pendingAfter([opened], [missed, { occurredAt: w2.dueAt }])).toEqual([month, nextWeek]));
  it.each([abandoned, lost])('ends with $type', async (end) => expect(await pendingAfter([opened], [end, early])).toEqual([]));
  it('begins again when the deal is reopened', async () =>
    expect(await pendingAfter([opened], [lost, early], [reopened, early])).toEqual([nextWeek]));
});
