import type { LedgerEvent } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { rowsOf, salesLedger, type Circumstances } from '../../../../test/support/sales-ledger.ts';
import { deadlinesProjection } from '../index.ts';

const opportunityId = 'o1';
const forecast = { amount: { minor: 1, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' } as const;
const day = (date: string): string => `${date}T08:00:00.000Z`;
const at = (date: string): Circumstances => ({ occurredAt: day(date) });
const [stageDueAt, stallsAt] = [day('2026-01-19'), day('2026-01-26')];

const opened: AnyEvent = {
  type: 'OpportunityOpened',
  data: { opportunityId, name: 'a', company: 'A', ownerId: 'rep1', stage: 'S2', forecast, stageDueAt, stallsAt },
};
const advanced: AnyEvent = {
  type: 'OpportunityAdvanced',
  data: { opportunityId, from: 'S2', to: 'S3', probabilityFrom: 10, probabilityTo: 25, stageDueAt: day('2026-02-02') },
};
const lost: AnyEvent = { type: 'OpportunityLost', data: { opportunityId, stage: 'S2', reason: 'price', forecast } };
const won: AnyEvent = {
  type: 'OpportunityWon',
  data: { opportunityId, stage: 'S2', contractId: 'c1', amount: forecast.amount, probabilityFrom: 10 },
};
const checked: AnyEvent = {
  type: 'DealSilenceChecked',
  data: { opportunityId, lastActivityAt: day('2026-01-14'), dueAt: stallsAt, nextDueAt: day('2026-02-04') },
};

const pendingAfter = async (...told: readonly (readonly [AnyEvent, Circumstances?])[]): Promise<readonly string[]> => {
  const ledger = salesLedger();
  for (const [event, given] of told) await ledger.record(`opportunity-${opportunityId}`, event, { caseId: 'case-o1', ...given });
  const rows = rowsOf(deadlinesProjection, ledger.events() as readonly LedgerEvent<AnyEvent>[]);
  return rows.flatMap(({ pending }) => pending.map(({ name, dueAt }) => `${name} ${dueAt.slice(0, 10)}`)).toSorted();
};

describe('the time limits of a deal (L203)', () => {
  it('run from its opening on', async () =>
    expect(await pendingAfter([opened, at('2026-01-05')])).toEqual(['stage-limit 2026-01-19', 'stalled-deal 2026-01-26']));
  it('are of the stage that it enters in time', async () =>
    expect(await pendingAfter([opened, at('2026-01-05')], [advanced, at('2026-01-19')])).toEqual([
      'stage-limit 2026-02-02',
      'stalled-deal 2026-01-26',
    ]));
  it('are also of the stage that it left too late', async () =>
    expect(await pendingAfter([opened, at('2026-01-05')], [advanced, at('2026-01-20')])).toEqual([
      ...['stage-limit 2026-01-19', 'stage-limit 2026-02-02', 'stalled-deal 2026-01-26'],
    ]));
  it.each([lost, won])('end with $type', async (end) =>
    expect(await pendingAfter([opened, at('2026-01-05')], [end, at('2026-01-19')])).toEqual([]),
  );
  it('name the stay that was to end', async () => {
    const ledger = salesLedger();
    await ledger.record(`opportunity-${opportunityId}`, opened, { caseId: 'case-o1', ...at('2026-01-05') });
    const [row] = rowsOf(deadlinesProjection, ledger.events() as readonly LedgerEvent<AnyEvent>[]);
    expect(row!.pending.map(({ command }) => command)).toEqual([
      { type: 'NoteStageLimitExceeded', data: { opportunityId, stage: 'S2', since: day('2026-01-05'), dueAt: stageDueAt } },
      { type: 'NoteDealStalled', data: { opportunityId, dueAt: stallsAt } },
    ]);
  });
  it('look for silence again when it is said', async () =>
    expect(await pendingAfter([opened, at('2026-01-05')], [checked, at('2026-01-26')])).toContain('stalled-deal 2026-02-04'));
});

describe('the answer to a hand-over (L107, L236)', () => {
  const leadId = 'l1';
  const handed: AnyEvent = {
    type: 'LeadHandedOver',
    data: { leadId, from: 'mia', to: 'rep1', brief: 'b', acceptDueAt: day('2026-01-07') },
  };
  const given = (from: string | null, to: string): AnyEvent => ({ type: 'LeadAssigned', data: { leadId, from, to } });
  const accepted: AnyEvent = { type: 'LeadSalesAccepted', data: { leadId, by: 'rep1', brief: 'b', contacts: [], score: null } };
  const waiting = async (...told: readonly (readonly [AnyEvent, string])[]): Promise<readonly unknown[]> => {
    const ledger = salesLedger();
    for (const [event, date] of told) await ledger.record(`lead-${leadId}`, event, { caseId: 'case-l1', ...at(date) });
    const rows = rowsOf(deadlinesProjection, ledger.events() as readonly LedgerEvent<AnyEvent>[]);
    return rows.flatMap(({ pending }) => pending.map(({ command }) => command));
  };
  const breach = {
    type: 'BreachAcceptance',
    data: { leadId, from: 'mia', to: 'rep1', handedOverAt: day('2026-01-05'), dueAt: day('2026-01-07') },
  };
  it('is awaited of whom the lead was given to with it', async () =>
    expect(await waiting([handed, '2026-01-05'], [given('rep9', 'rep1'), '2026-01-05'])).toEqual([breach]));
  it('is awaited no longer once it was given, or the lead is someone else’s', async () => {
    expect(await waiting([handed, '2026-01-05'], [accepted, '2026-01-07'])).toEqual([]);
    expect(await waiting([handed, '2026-01-05'], [given('rep1', 'rep2'), '2026-01-07'])).toEqual([]);
  });
  it('outlives an answer that comes too late', async () =>
    expect(await waiting([handed, '2026-01-05'], [accepted, '2026-01-08'])).toEqual([breach]));
});
