import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import type { OpportunityEvent } from '#event-contracts';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import { quoteDrafted, quoteIssued, quoteReference, quoteRevised, eur } from '../../../../../test/support/proposed-deal.ts';
import type { Data, Opportunity } from './opportunity.state.ts';

const { given } = specification(deal);

const enter = (negotiationId = 'n1', quoteId?: string): AskedOfDeal => ({
  type: 'EnterNegotiation',
  data: { opportunityId, negotiationId, quoteId },
});
const entered: OpportunityEvent = {
  type: 'NegotiationEntered',
  data: { opportunityId, negotiationId: 'n1', ownerId: 'rep1', currency: 'EUR' },
};
const told = (revision: number, more: Partial<Data<'NegotiationNoted'>> = {}): Data<'NegotiationNoted'> => ({
  ...{ opportunityId, negotiationId: 'n1', noteId: 'n1.terms', progress: 'concluded', openRisks: 0 },
  ...more,
  source: { eventId: `e${revision}`, stream: 'negotiation-n1', revision },
});
const noted = (revision: number, more: Partial<Data<'NegotiationNoted'>> = {}): OpportunityEvent => ({
  type: 'NegotiationNoted',
  data: told(revision, more),
});
const note = (revision: number, more: Partial<Data<'NegotiationNoted'>> = {}): AskedOfDeal => ({
  type: 'NoteNegotiation',
  data: told(revision, more),
});

describe('a deal’s negotiation (L45, L149)', () => {
  it('is entered once, in the currency of the deal', () => {
    given(opened).when(enter()).then(entered);
    given(opened, entered).when(enter()).thenNothing();
    given(opened, entered).when(enter('n1', 'q1')).thenRefused('StatedOtherwise', { negotiationId: 'n1', event: 'NegotiationEntered' });
  });
  it('is about a quote that binds, with what it came to', () => {
    given(opened, quoteDrafted, quoteIssued())
      .when(enter('n1', 'q1'))
      .then({
        type: 'NegotiationEntered',
        data: { ...entered.data, quote: { ...quoteReference(), list: eur(999), net: eur(899) } },
      });
    given(opened, quoteDrafted).when(enter('n1', 'q1')).thenRefused('QuoteNotIssued', { quoteId: 'q1' });
    given(opened, quoteDrafted, quoteIssued(), quoteRevised(2)).when(enter('n1', 'q1')).thenRefused('QuoteSuperseded');
  });
  it('is one at a time, until it has failed', () => {
    given(opened, entered).when(enter('n2')).thenRefused('NegotiationUnderWay', { negotiationId: 'n1' });
    given(opened, entered, noted(3, { progress: 'failed' }))
      .when(enter('n2'))
      .thenTypes('NegotiationEntered');
  });
  it('goes with the deal to its new owner', () =>
    given(opened, entered)
      .when({ type: 'ReassignOpportunity', data: { opportunityId, to: 'rep2' } })
      .then(
        { type: 'OpportunityReassigned', data: { opportunityId, from: 'rep1', to: 'rep2' } },
        { type: 'NegotiationReassigned', data: { opportunityId, negotiationId: 'n1', from: 'rep1', to: 'rep2' } },
      ));
  it('is noted as its own stream tells it, and an earlier word undoes no later one', () => {
    given(opened, entered).when(note(3)).then(noted(3));
    given(opened, entered, noted(3)).when(note(3)).thenNothing();
    given(opened, entered, noted(5))
      .when(note(3, { progress: 'reopened' }))
      .thenNothing();
    given(opened, entered, noted(3))
      .when(note(5, { progress: 'reopened' }))
      .then(noted(5, { progress: 'reopened' }));
    given(opened)
      .when(note(3))
      .thenRefused('NotOnFile', { what: 'negotiation', ids: ['n1'] });
  });
});

describe('the customer’s purchase (L46)', () => {
  const step: Data<'ProcurementStepRecorded'> = {
    ...{ opportunityId, stepId: 's1', step: 'Committee', status: 'inProgress', onDay: '2026-06-01' },
  };
  it('is followed step by step', () => {
    given(opened).when({ type: 'RecordProcurementStep', data: step }).then({ type: 'ProcurementStepRecorded', data: step });
    given(opened, { type: 'ProcurementStepRecorded', data: step })
      .when({ type: 'RecordProcurementStep', data: { ...step, status: 'done' } })
      .then({ type: 'ProcurementStepRecorded', data: { ...step, status: 'done' } });
  });
});

describe('any deal that is negotiated', () => {
  const id = fc.constantFrom('n1', 'n2');
  const moves: fc.Arbitrary<Move<Opportunity, AskedOfDeal>> = fc
    .oneof(
      id.map((negotiationId) => enter(negotiationId)),
      id.map((negotiationId) => enter(negotiationId, 'q1')),
      fc
        .tuple(id, fc.constantFrom('concluded' as const, 'failed' as const), fc.nat(9))
        .map(([negotiationId, progress, revision]) => note(revision, { negotiationId, noteId: `${negotiationId}.terms`, progress })),
      fc.constantFrom('rep1', 'rep2').map((to): AskedOfDeal => ({ type: 'ReassignOpportunity', data: { opportunityId, to } })),
      fc.constantFrom('expected' as const, 'done' as const).map((status): AskedOfDeal => ({
        type: 'RecordProcurementStep',
        data: { opportunityId, stepId: 's1', step: 'x', status, onDay: '2026-06-01' },
      })),
    )
    .map((command) => (state) => (state.status === 'unknown' ? opening : command));
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'OpportunityReassigned', 'NegotiationEntered', 'NegotiationReassigned', 'NegotiationNoted'],
      ...['ProcurementStepRecorded', 'NegotiationUnderWay', 'StatedOtherwise', 'NotOnFile', 'QuoteNotIssued'],
    ],
  });
});
