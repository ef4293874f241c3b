import type { ApprovalNote, OpportunityEvent } from '#event-contracts';
import { fact, opportunityId, verdictOn } from '../../../../../test/support/open-deal.ts';
import { eur, quoteDrafted, quoteIssued, quoteReference, quoteRevised, quoteWithdrawn } from '../../../../../test/support/proposed-deal.ts';
import { dealCriteria } from '../deal-criteria.ts';

const subject = { kind: 'quote', id: 'q1', version: 1, contentSha256: quoteReference().contentSha256 } as const;
const sought = (type: ApprovalNote['type'] = 'discount', approvalId = 'a1'): OpportunityEvent =>
  fact('DealApprovalSought', {
    ...{ approvalId, barred: ['rep1'] },
    ask: { approvalId, type, opportunityId, ownerId: 'rep1', requestedBy: 'rep1', subject, measures: {}, reason: 'x' },
  });
const noted = (
  outcome: ApprovalNote['outcome'] = 'granted',
  deciders = ['mona'],
  type: ApprovalNote['type'] = 'discount',
): OpportunityEvent =>
  fact('DealApprovalNoted', {
    ...{ approvalId: 'a1', deciders },
    note: { approvalId: 'a1', type, outcome, subject, matrix: 'm@1', source: { eventId: 'g', stream: 's', revision: 3 } },
  });
const overturned = fact('DealApprovalOverturned', {
  ...{ approvalId: 'a1', because: 'contentChanged', approvedSha256: 'a'.repeat(64), currentSha256: 'b'.repeat(64) },
});
const issuedOn = (authority?: object): OpportunityEvent => {
  const { authority: _limit, ...data } = (quoteIssued() as Extract<OpportunityEvent, { type: 'QuoteIssued' }>).data;
  return { type: 'QuoteIssued', data: { ...data, ...(authority && { authority }) } } as OpportunityEvent;
};
const byApproval = issuedOn({ matrix: 'm@1', by: 'approval', approvalId: 'a1' });
const atListPrice: OpportunityEvent = {
  type: 'QuoteDrafted',
  data: {
    ...{ opportunityId, quoteId: 'q1', version: 1, currency: 'EUR', validUntil: '2026-06-30' },
    lines: [{ lineId: 'l', description: 'l', quantity: '1', unitListPrice: eur(9), list: eur(9), net: eur(9) }],
    totals: { list: eur(9), net: eur(9), discount: eur(0), discountBp: 0 },
  },
};

describe('discountWithinAuthority/1 (L149, L188)', () => {
  const criterion = 'discountWithinAuthority/1';
  it.each([
    ['the limit of the owner’s roles', [quoteDrafted, quoteIssued()], ['e2']],
    ['an approval that others granted', [quoteDrafted, sought(), noted(), byApproval], ['e4', 'e3']],
    ['nothing being given away', [atListPrice, issuedOn()], ['e2']],
  ])('is met by %s', (_, events, evidence) => expect(verdictOn(criterion, {}, events)).toEqual({ result: 'met', evidence }));
  it.each([
    ['a discount of which nobody knows who allowed it', [quoteDrafted, issuedOn()], 'authorityUnknown'],
    ['an approval that was overturned', [quoteDrafted, sought(), noted(), byApproval, overturned], 'approvalStandsNoLonger'],
    ['an approval by whoever owns the deal', [quoteDrafted, sought(), noted('granted', ['rep1']), byApproval], 'approvalStandsNoLonger'],
    ['a quote that was revised since', [quoteDrafted, quoteIssued(), quoteRevised(2)], 'noneBinds'],
  ])('is not met by %s', (_, events, because) => expect(verdictOn(criterion, {}, events)).toMatchObject({ result: 'unmet', because }));
  it('is missing until a quote is issued', () => {
    expect(verdictOn(criterion, {}, [quoteDrafted])).toEqual({ result: 'missing' });
    expect(verdictOn(criterion, {}, [quoteDrafted, quoteIssued(), quoteWithdrawn])).toEqual({ result: 'missing' });
  });
});

describe('approvalGranted/1 (L149, L188)', () => {
  const criterion = 'approvalGranted/1';
  const type = 'discount';
  it('is met by the word of others, on record here', () =>
    expect(verdictOn(criterion, { type }, [quoteDrafted, sought(), noted()])).toEqual({ result: 'met', evidence: ['e2', 'e3'] }));
  it.each([
    ['one under way', [sought()], 'pending'],
    ['one that was rejected', [sought(), noted('rejected', [])], 'rejected'],
    ['one that was overturned', [sought(), noted(), overturned], 'overturned'],
    ['one by whoever owns the deal', [sought(), noted('granted', ['rep1'])], 'ownApproval'],
    ['a later one that is under way', [sought(), noted(), sought('discount', 'a2')], 'pending'],
  ])('is not met by %s', (_, events, because) =>
    expect(verdictOn(criterion, { type }, events)).toMatchObject({ result: 'unmet', because }),
  );
  it('is missing while none of the type was asked for', () =>
    expect(verdictOn(criterion, { type }, [sought('resource'), noted()])).toEqual({ result: 'missing' }));
});

it.each(['discountWithinAuthority/1', 'approvalGranted/1'])('%s is nobody’s to override', (criterion) =>
  expect(dealCriteria.get(criterion)?.absolute).toBe(true),
);
