import { specification } from '#eventsourcing/testing';
import type { OpportunityEvent } from '#event-contracts';
import { quoteContentSha256 } from '#rules';
import { after, line, noted, quoteOf, seek } from '../../../../../test/support/allowed-deal.ts';
import { allowance, deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

type Terms = { readonly terms?: string; readonly paymentDays?: number };
const quote = (terms: Terms, version = 1) => ({ ...quoteOf('q1', version, line('seats', 1_000, 0)), ...terms });
const drafted = (terms: Terms): OpportunityEvent => ({ type: 'QuoteDrafted', data: quote(terms) });
const shaOf = (terms: Terms, version = 1): string => quoteContentSha256({ data: quote(terms, version) });
const revise = (terms: Terms): AskedOfDeal => {
  const { lines: _lines, totals: _totals, version: _version, ...rest } = quote(terms);
  return { type: 'ReviseQuote', data: { ...rest, lines: [line('seats', 1_000, 0)] } };
};
const issue = (version = 1): AskedOfDeal => ({ type: 'IssueQuote', data: { opportunityId, quoteId: 'q1', version } });

describe.each([
  ['a time to pay beyond the standard (L156)', 'paymentTerms', 'PaymentTermsNotApproved', { paymentDays: 60 }, { paymentDays: 59 }],
  ['terms that are not the usual ones (L149)', 'nonStandardTerms', 'TermsNotApproved', { terms: 'No cap' }, { terms: 'No cap at all' }],
] as const)('%s', (_, type, reason, terms, others) => {
  const asked = () => after([opened, drafted(terms)], seek({ type }));
  const granted = () => after(asked(), noted(asked()));

  it('keeps a quote in the house until it is asked for, and names who lifts it', () =>
    expect(given(opened, drafted(terms)).when(issue()).decision).toMatchObject({
      ...{ reason, liftedBy: ['SeekApproval'] },
      detail: { quoteId: 'q1', matrix: allowance.matrix?.name, currentSha256: shaOf(terms) },
    }));
  it('is asked for by itself, bound to the quote as it is', () =>
    expect(asked().at(-1)).toMatchObject({
      type: 'DealApprovalSought',
      data: { ask: { type, subject: { kind: 'quote', id: 'q1', version: 1, contentSha256: shaOf(terms) } } },
    }));
  it('waits for the answer', () =>
    given(...asked())
      .when(issue())
      .thenRefused(reason, { approvalId: 'a1', standing: 'pending' }));
  it('goes out once it is granted, and says by which approval', () =>
    expect(given(...granted()).when(issue()).decision).toMatchObject({
      events: [{ type: 'QuoteIssued', data: { terms: [{ type, approvalId: 'a1', matrix: allowance.matrix?.name }] } }],
    }));
  it('is not repeated by being issued again', () =>
    given(...after(granted(), issue()))
      .when(issue())
      .thenNothing());
  it('is void when it changes, and the refusal shows both hashes', () => {
    const changed = after(granted(), revise(others));
    expect(changed.at(-1)).toMatchObject({ type: 'DealApprovalOverturned', data: { because: 'contentChanged' } });
    given(...changed)
      .when(issue(2))
      .thenRefused(reason, { standing: 'overturned', approvedSha256: shaOf(terms), currentSha256: shaOf(others, 2) });
  });
  it('is not allowed by the word of the deal’s owner', () =>
    given(...after(asked(), noted(asked(), 'granted', ['rep1'])))
      .when(issue())
      .thenRefused(reason));
  it('is not allowed by an approval of another type', () => {
    const other = type === 'paymentTerms' ? 'nonStandardTerms' : 'paymentTerms';
    const both = { paymentDays: 60, terms: 'No cap' };
    const history = after([opened, drafted(both)], seek({ type: other }));
    given(...after(history, noted(history)))
      .when(issue())
      .thenRefused(reason);
  });
});

describe('usual terms', () => {
  it.each([{}, { paymentDays: 30 }, { paymentDays: 0 }])('need nobody: %j', (terms) => {
    given(opened, drafted(terms)).when(issue()).thenTypes('QuoteIssued');
    given(opened, drafted(terms))
      .when(seek({ type: 'paymentTerms' }))
      .thenRefused('NothingToApprove');
    given(opened, drafted(terms))
      .when(seek({ type: 'nonStandardTerms' }))
      .thenRefused('NothingToApprove');
  });
  it('are what nobody may leave where no matrix is in force', () =>
    given(opened, drafted({ paymentDays: 1 }))
      .when({ ...issue(), known: { allowance: { ownerRoles: ['SALES_REP'] } } })
      .thenRefused('PaymentTermsNotApproved', { matrix: null }));
});
