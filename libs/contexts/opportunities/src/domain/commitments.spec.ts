import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const made = fact('CommitmentMade', { commitmentId: 'p1', what: 'A list of interfaces', dueAt: '2026-06-08T08:00:00.000Z' });
const fulfilled = fact('CommitmentFulfilled', { commitmentId: 'p1' });
const broken = fact('CommitmentBroken', { commitmentId: 'p1', reason: 'not documented' });
const make = (more: object = {}) =>
  ({
    type: 'MakeCommitment',
    data: { opportunityId, commitmentId: 'p1', what: 'A list of interfaces', dueAt: '2026-06-08T08:00:00.000Z', ...more },
  }) as AskedOfDeal;
const fulfil = (commitmentId = 'p1') => ({ type: 'FulfillCommitment', data: { opportunityId, commitmentId } }) as AskedOfDeal;
const breakIt = (commitmentId = 'p1') =>
  ({ type: 'BreakCommitment', data: { opportunityId, commitmentId, reason: 'not documented' } }) as AskedOfDeal;
const obtain = (more: object = {}) =>
  ({ type: 'RecordCustomerCommitment', data: { opportunityId, commitmentId: 'cc1', type: 'continue', ...more } }) as AskedOfDeal;

describe('promising the customer something (L10)', () => {
  it('is for a time that is ahead', () => {
    given(opened).when(make()).then(made);
    given(opened)
      .when(make({ dueAt: '2026-06-01T08:00:00.000Z' }))
      .thenRefused('DueAlready');
  });
  it('may take the place of another promise, which there has to be', () => {
    given(opened, made)
      .when(make({ commitmentId: 'p2', insteadOf: 'p1' }))
      .thenTypes('CommitmentMade');
    given(opened)
      .when(make({ insteadOf: 'p0' }))
      .thenRefused('NotOnFile', { what: 'commitments', ids: ['p0'] });
    given(opened)
      .when(make({ insteadOf: 'p1' }))
      .thenRefused('NotOnFile');
  });
  it('is not changed afterwards', () =>
    given(opened, made)
      .when(make({ what: 'Less' }))
      .thenRefused('StatedOtherwise'));
});

describe('a promise of ours (L10)', () => {
  it('is fulfilled or broken', () => {
    given(opened, made).when(fulfil()).then(fulfilled);
    given(opened, made).when(breakIt()).then(broken);
  });
  it('is settled once', () => {
    given(opened, made, fulfilled).when(breakIt()).thenRefused('CommitmentSettled', { as: 'fulfilled' });
    given(opened, made, broken).when(fulfil()).thenRefused('CommitmentSettled', { as: 'broken' });
    given(opened, made, fulfilled).when(fulfil()).thenNothing();
  });
  it.each([fulfil('p9'), breakIt('p9')])('has to have been made: $type', (command) =>
    given(opened, made).when(command).thenRefused('NotOnFile', { what: 'commitments' }),
  );
});

describe('a commitment of the customer (L117)', () => {
  it('is kept, also without evidence', () =>
    given(opened)
      .when(obtain())
      .then(fact('CustomerCommitmentObtained', { commitmentId: 'cc1', type: 'continue' })));
  it('refuses evidence that is not on file', () =>
    given(opened)
      .when(obtain({ evidence: { documentIds: ['d1'] } }))
      .thenRefused('NotOnFile'));
});

describe('any commitments of a deal', () => {
  const id = fc.constantFrom('p1', 'p2', 'p3');
  const dueAt = fc.constantFrom('2026-06-08T08:00:00.000Z', '2026-06-09T08:00:00.000Z', '2026-01-01T00:00:00.000Z');
  const moves = fc
    .oneof(
      fc.constant(opening),
      fc.record({ commitmentId: id, dueAt, insteadOf: fc.option(id, { nil: undefined }) }).map(make),
      id.map(fulfil),
      id.map(breakIt),
      fc.record({ commitmentId: fc.constantFrom('cc1', 'cc2'), type: fc.constantFrom('continue', 'budget') }).map(obtain),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'CommitmentMade', 'CommitmentFulfilled', 'CommitmentBroken', 'CustomerCommitmentObtained'],
      ...['OpportunityUnknown', 'NotOnFile', 'DueAlready', 'CommitmentSettled', 'StatedOtherwise'],
    ],
  });
});
