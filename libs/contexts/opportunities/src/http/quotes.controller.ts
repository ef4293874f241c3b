import { Type } from '@sinclair/typebox';
import { givenQuoteLine, opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { QuoteCommand } from '../domain/quotes.ts';
import { dealController } from './deal-controller.ts';

const { QuoteDrafted, QuoteRevised, QuoteIssued, QuoteWithdrawn } = opportunities;
const closed = { additionalProperties: false };

/** What of a quote is given; amounts that follow are reckoned by the server. */
const lines = { schema: Type.Array(Type.Object(givenQuoteLine, closed), { maxItems: 500 }), required: true };
const { lineId, unitCost } = QuoteDrafted.fields.costs.schema.properties.lines.items.properties;
/** Restricted: sealed for those who may know costs. */
const unitCosts = { schema: Type.Array(Type.Object({ lineId, unitCost }, closed), { maxItems: 500 }), required: false };
const reckoned = ['opportunityId', 'quoteId', 'version', 'lines', 'totals', 'costs'];

export const QuotesController = dealController<QuoteCommand['type']>('Quotes', 'deals: quotes', {
  DraftQuote: {
    path: 'quotes',
    summary: 'A quote is drafted and reckoned up, line by line (L41, L139, L258).',
    body: { ...bodyOf(QuoteDrafted.fields, ...reckoned), lines, unitCosts },
    makes: { quoteId: 'quote' },
  },
  ReviseQuote: {
    path: 'quotes/revise',
    summary: 'A quote gets a new version (L262).',
    body: { ...bodyOf(QuoteRevised.fields, ...reckoned.filter((field) => field !== 'quoteId')), lines, unitCosts },
  },
  IssueQuote: {
    path: 'quotes/issue',
    summary: 'The latest version of a quote is given to the customer (L139, L144).',
    body: bodyOf(QuoteIssued.fields, 'opportunityId', 'contentSha256', 'net', 'validUntil', 'authority', 'terms'),
  },
  WithdrawQuote: {
    path: 'quotes/withdraw',
    summary: 'An issued quote binds no longer.',
    body: bodyOf(QuoteWithdrawn.fields, 'opportunityId', 'version'),
  },
});
