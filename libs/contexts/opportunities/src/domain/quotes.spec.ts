import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import {
  document,
  eur,
  givenLine,
  quoteData,
  quoteDrafted,
  quoteIssued,
  quoteRevised,
  quoteWithdrawn,
} from '../../../../../test/support/proposed-deal.ts';
import type { DraftQuote, IssueQuote, ReviseQuote } from './quotes.ts';

const { given } = specification(deal);

const content = { opportunityId, quoteId: 'q1', currency: 'EUR', lines: [givenLine], validUntil: '2026-06-30' };
const draft = (more: Partial<DraftQuote['data']> = {}): AskedOfDeal => ({ type: 'DraftQuote', data: { ...content, ...more } });
const revise = (more: Partial<ReviseQuote['data']> = {}): AskedOfDeal => ({ type: 'ReviseQuote', data: { ...content, ...more } });
const issue = (version = 1, more: Partial<IssueQuote['data']> = {}): AskedOfDeal => ({
  type: 'IssueQuote',
  data: { opportunityId, quoteId: 'q1', version, ...more },
});
const withdraw: AskedOfDeal = { type: 'WithdrawQuote', data: { opportunityId, quoteId: 'q1', reason: 'a mistake' } };

describe('drafting a quote (L41, L139, L258)', () => {
  it('is reckoned up by the server, line by line', () => given(opened).when(draft()).then(quoteDrafted));
  it('seals what it costs, beside what is open', () =>
    given(opened)
      .when(draft({ unitCosts: [{ lineId: 'l1', unitCost: 200 }] }))
      .then({
        type: 'QuoteDrafted',
        data: { ...quoteData(), costs: { lines: [{ lineId: 'l1', unitCost: 200, cost: 600 }], cost: 600, margin: 299 } },
      }));
  it('refuses incomplete costs without a word about them', () =>
    expect(
      given(opened).when(draft({ lines: [givenLine, { ...givenLine, lineId: 'l2' }], unitCosts: [{ lineId: 'l1', unitCost: 4711 }] }))
        .decision,
    ).toMatchObject({ reason: 'QuoteCostsUnsound', detail: {} }));
  it('refuses lines that cannot be reckoned up, and says why', () =>
    given(opened)
      .when(draft({ lines: [{ ...givenLine, unitListPrice: { minor: 1, currency: 'CNY' } }] }))
      .thenRefused('QuoteLinesUnsound', { because: 'currenciesMixed', currencies: ['EUR', 'CNY'] }));
  it('refuses an amount that is larger than any that is kept', () =>
    given(opened)
      .when(draft({ lines: [{ ...givenLine, unitListPrice: eur(Number.MAX_SAFE_INTEGER) }] }))
      .thenRefused('QuoteLinesUnsound', { because: 'amountTooLarge', lineId: 'l1' }));
  describe('of a solution (L139)', () => {
    const designed = fact('SolutionDesigned', {
      ...{ solutionId: 's1', version: 1, products: [], services: [], needIds: [] },
      implementationPlan: { text: 'In three steps.' },
    });
    const of = { solutionId: 's1', solutionVersion: 1 };
    it('is drafted once that was designed', () => given(opened, designed).when(draft(of)).thenTypes('QuoteDrafted'));
    it('is refused of one that was not', () =>
      given(opened)
        .when(draft(of))
        .thenRefused('NotOnFile', { what: 'solution', ids: ['s1'] }));
    it('is refused of a version that there is not', () =>
      given(opened, designed)
        .when(draft({ ...of, solutionVersion: 2 }))
        .thenRefused('NotOnFile', { what: 'solution version', ids: ['s1@2'] }));
    it('is not revised to one either', () =>
      given(opened, quoteDrafted)
        .when(revise(of))
        .thenRefused('NotOnFile', { what: 'solution', ids: ['s1'] }));
  });
  it('does nothing when it was drafted just so', () => given(opened, quoteDrafted).when(draft()).thenNothing());
  it('refuses another quote under the same id', () =>
    given(opened, quoteDrafted)
      .when(draft({ validUntil: '2026-07-31' }))
      .thenRefused('StatedOtherwise', { quoteId: 'q1' }));
});

describe('revising a quote (L262)', () => {
  it('makes a new version', () =>
    given(opened, quoteDrafted)
      .when(revise({ validUntil: '2026-07-31' }))
      .then(quoteRevised(2, '2026-07-31')));
  it('does nothing when nothing changes', () =>
    given(opened, quoteDrafted)
      .when(revise({ reason: 'none' }))
      .thenNothing());
  it('takes costs as a change: sealed ones cannot be compared', () =>
    given(opened, quoteDrafted)
      .when(revise({ unitCosts: [{ lineId: 'l1', unitCost: 200 }] }))
      .thenTypes('QuoteRevised'));
  it('refuses a quote that was never drafted', () => given(opened).when(revise()).thenRefused('NotOnFile', { what: 'quote' }));
});

describe('issuing a quote (L139, L144)', () => {
  it('binds it to the hash of its content', () => given(opened, quoteDrafted).when(issue()).then(quoteIssued()));
  it('names its document, whose bytes are here', () =>
    expect(given(opened, quoteDrafted, document('d1')).when(issue(1, { documentId: 'd1' })).decision).toMatchObject({
      events: [{ data: { documentId: 'd1' } }],
    }));
  it('refuses a document that is not', () =>
    given(opened, quoteDrafted)
      .when(issue(1, { documentId: 'd1' }))
      .thenRefused('NotOnFile', { what: 'document' }));
  it('hashes the same whether costs are known or not', () => {
    const costs = { lines: [{ lineId: 'l1', unitCost: 1, cost: 3 }], cost: 3, margin: 896 };
    given(opened, { type: 'QuoteDrafted', data: { ...quoteData(), costs } })
      .when(issue())
      .then(quoteIssued());
  });
  it('does nothing when it is issued', () => given(opened, quoteDrafted, quoteIssued()).when(issue()).thenNothing());
  it('refuses to issue it with another document', () =>
    given(opened, quoteDrafted, quoteIssued(), document('d1'))
      .when(issue(1, { documentId: 'd1' }))
      .thenRefused('StatedOtherwise', { quoteId: 'q1' }));
  it('refuses a version that is not the latest', () =>
    given(opened, quoteDrafted, quoteRevised(2, '2026-07-31')).when(issue()).thenRefused('QuoteSuperseded', { version: 1, latest: 2 }));
  it('refuses one whose last day is over', () =>
    given(opened, { type: 'QuoteDrafted', data: quoteData(1, '2026-05-31') })
      .when(issue())
      .thenRefused('QuoteExpired', { validUntil: '2026-05-31' }));
  it('takes one on its last day', () =>
    given(opened, { type: 'QuoteDrafted', data: quoteData(1, '2026-06-01') })
      .when(issue())
      .thenTypes('QuoteIssued'));
  it('refuses one that was never drafted', () => given(opened).when(issue()).thenRefused('NotOnFile'));
});

describe('withdrawing a quote', () => {
  it('ends what was issued', () => given(opened, quoteDrafted, quoteIssued()).when(withdraw).then(quoteWithdrawn));
  it('does nothing when it is withdrawn', () => given(opened, quoteDrafted, quoteIssued(), quoteWithdrawn).when(withdraw).thenNothing());
  it('refuses what was not issued', () => given(opened, quoteDrafted).when(withdraw).thenRefused('QuoteNotIssued'));
  it('is not taken back by issuing the same version again', () =>
    given(opened, quoteDrafted, quoteIssued(), quoteWithdrawn).when(issue()).thenRefused('StatedOtherwise'));
  it('leaves room for a new version', () =>
    given(opened, quoteDrafted, quoteIssued(), quoteWithdrawn, quoteRevised(2, '2026-07-31'))
      .when(issue(2))
      .then(quoteIssued(2, '2026-07-31')));
});

describe('any quotes of a deal', () => {
  const quantity = fc.constantFrom('1', '2.5', '0');
  const validUntil = fc.constantFrom('2026-05-31', '2026-06-30', '2026-07-31');
  const lines = quantity.map((pieces) => [{ ...givenLine, quantity: pieces }]);
  const unitCosts = fc.constantFrom(undefined, undefined, [{ lineId: 'l1', unitCost: 9 }], []);
  const moves = fc
    .oneof(
      fc.constant(opening),
      fc.record({ lines, validUntil, unitCosts }).map(draft),
      fc.record({ lines, validUntil, unitCosts }).map(revise),
      fc.integer({ min: 1, max: 3 }).map((version) => issue(version)),
      fc.constant(issue(1, { documentId: 'd9' })),
      fc.constant(withdraw),
    )
    .map((command) => () => command);

  deciderProperties(deal, moves, {
    newEachTime: ({ type, data }) => type === 'ReviseQuote' && data.unitCosts !== undefined,
    reached: [
      ...['OpportunityOpened', 'QuoteDrafted', 'QuoteRevised', 'QuoteIssued', 'QuoteWithdrawn'],
      ...['OpportunityUnknown', 'StatedOtherwise', 'NotOnFile', 'QuoteLinesUnsound', 'QuoteCostsUnsound'],
      ...['QuoteNotIssued', 'QuoteSuperseded', 'QuoteExpired'],
    ],
  });

  it('agree to the cent from line items to quote', () => {
    const money = fc.integer({ min: 0, max: 1_000_000 }).map(eur);
    const anyLine = fc.record({
      unitListPrice: money,
      discountBp: fc.integer({ min: 0, max: 10_000 }),
      quantity: fc.constantFrom('1', '0.333', '17.5'),
    });
    const anyLines = fc
      .array(anyLine, { minLength: 1, maxLength: 9 })
      .map((each) => each.map((line, at) => ({ ...line, lineId: `l${at}`, description: 'something' })));
    fc.assert(
      fc.property(anyLines, (given_) => {
        const { decision } = given(opened).when(draft({ lines: given_ }));
        const [drafted] = (decision as { events: readonly OpportunityEvent[] }).events;
        if (drafted?.type !== 'QuoteDrafted') throw new Error('not drafted');
        const { lines: reckoned, totals } = drafted.data;
        expect(totals.net.minor).toBe(reckoned.reduce((sum, { net }) => sum + net.minor, 0));
        expect(totals.list.minor).toBe(reckoned.reduce((sum, { list }) => sum + list.minor, 0));
      }),
    );
  });
});
