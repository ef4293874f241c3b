import { specification } from '#eventsourcing/testing';
import type { LeadEvent } from '#event-contracts';
import { aLead, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, qualified, handedOver, assigned, accepted, disqualified } = leadEvents;

const dueAt = '2026-01-07T08:00:00.000Z';
const handedOverAt = '2026-01-05T08:00:00.000Z';
const answer = { leadId, from: 'mia', to: 'rep1', handedOverAt, dueAt };
const breach: AskedOfLead = { type: 'BreachAcceptance', data: answer };
const overdue: LeadEvent = { type: 'LeadAcceptanceOverdue', data: answer };

type Told = LeadEvent & { readonly occurredAt?: string };

const handed: readonly Told[] = [
  captured(),
  qualified('MQL'),
  { ...handedOver('rep1', 'mia', dueAt), occurredAt: handedOverAt },
  assigned(),
];
const at = (event: LeadEvent, occurredAt: string): Told => ({ ...event, occurredAt });
const [early, late] = ['2026-01-07T08:00:00.000Z', '2026-01-07T08:00:00.001Z'];

const rejected: LeadEvent = { type: 'LeadSalesRejected', data: { leadId, by: 'rep1', reason: 'incomplete', contactId: 'p1' } };
const elsewhere: LeadEvent = { type: 'LeadAssigned', data: { leadId, from: 'rep1', to: 'rep2' } };

describe('answering a hand-over in time (L107, L236)', () => {
  it('is due by the workdays of the calendar: not on the Dragon Boat holiday, nor at a weekend', () =>
    expect(
      given(captured(), qualified('MQL')).when({
        type: 'HandOverLead',
        data: { leadId, to: 'rep1', brief: 'planning' },
        known: { userId: 'mia', at: '2026-06-18T08:00:00.000Z' },
      }).decision,
    ).toMatchObject({ events: [{ data: { acceptDueAt: '2026-06-23T08:00:00.000Z' } }, {}] }));
  it('is overdue when nobody answered', () =>
    given(...handed)
      .when(breach)
      .then(overdue));
  it('is overdue once', () =>
    given(...handed, overdue)
      .when(breach)
      .thenNothing());
  it.each([accepted(), rejected, disqualified, elsewhere])('is not overdue after $type in time, whenever that was recorded', (event) =>
    given(...handed, at(event, early))
      .when(breach)
      .thenNothing(),
  );
  it.each([accepted(), rejected, disqualified, elsewhere])('is overdue in spite of $type that came too late', (event) =>
    given(...handed, at(event, late))
      .when(breach)
      .then(overdue),
  );
  it('waits for nobody where no time was set', () =>
    given(captured(), qualified('MQL'), handedOver(), assigned()).when(breach).thenNothing());
  it('refuses a lead that is not there', () => given().when(breach).thenRefused('LeadUnknown'));
});
