import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional, Prose, restricted, Sha256 } from '../../fields.ts';
import { DefinitionName } from '../shared.ts';

const closed = { additionalProperties: false };
const Minor = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Version = Type.Integer({ minimum: 1 });

/** What of a line is given: one of a discount and a net price, or neither. Prices are without tax. */
export const givenQuoteLine = {
  lineId: Id,
  productId: Type.Optional(Id),
  description: Line,
  /** Decimal, of at most six places. */
  quantity: Type.String({ pattern: '^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?$', maxLength: 19 }),
  unitListPrice: Money,
  /** Basis points: of 10,000. */
  discountBp: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  unitNetPrice: Type.Optional(Money),
};

/** A line of a quote with what follows from it: quantity × price, rounded to whole minor units, halves to even. */
export const QuoteLine = Type.Object({ ...givenQuoteLine, list: Money, net: Money }, closed);

/** Sums of the lines; the discount in basis points is rounded up. */
export const QuoteTotals = Type.Object(
  { list: Money, net: Money, discount: Money, discountBp: Type.Integer({ minimum: 0, maximum: 10_000 }) },
  closed,
);

/** What the lines cost the company, in minor units of the quote's currency. */
export const QuoteCosts = Type.Object(
  {
    lines: Type.Array(Type.Object({ lineId: Id, unitCost: Minor, cost: Minor }, closed)),
    cost: Minor,
    /** Net less cost; below zero where the quote loses money. */
    margin: Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  },
  closed,
);

/** What allowed something (L149, L188): the limit that the matrix gives the owner's roles or the deal, or an approval of this very content. */
export const Allowed = Type.Object({ matrix: DefinitionName, by: OneOf('limit', 'approval'), approvalId: Type.Optional(Id) }, closed);

/** An approval that let a quote go out with terms that are not the usual ones (L149, L156). */
const AllowedTerms = Type.Object({ type: OneOf('nonStandardTerms', 'paymentTerms'), matrix: DefinitionName, approvalId: Id }, closed);

const content = {
  opportunityId: open(Id),
  quoteId: open(Id),
  /** Counted over the quote, from 1. */
  version: open(Version),
  solutionId: openOptional(Id),
  solutionVersion: openOptional(Version),
  currency: open(Type.String({ pattern: '^[A-Z]{3}$' })),
  lines: open(Type.Array(QuoteLine)),
  totals: open(QuoteTotals),
  /** The last day on which it binds, by UTC. */
  validUntil: open(CalendarDate),
  /** What differs from the company's usual terms. */
  terms: openOptional(Prose),
  /** The longest that any part of the price may stay unpaid, in days after delivery; absent where nothing is said of it. */
  paymentDays: openOptional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  costs: restricted('costs', QuoteCosts),
};

const same = (data: Readonly<Record<string, unknown>>) => data;
/** Payment was not stated at first. */
const paid = { version: 2, upcasters: { 1: same } };

/** Quotes in versions, from the draft to the withdrawal; whether one is still valid follows from its last day. */
export const quotes = {
  QuoteDrafted: event('QuoteDrafted', {
    aggregate: 'opportunity',
    ...paid,
    description: 'A quote was drafted, reckoned up line by line (L41, L139, L258).',
    fields: content,
  }),
  QuoteRevised: event('QuoteRevised', {
    aggregate: 'opportunity',
    ...paid,
    description: 'A quote has a new version; one that was issued before does not speak for it (L262).',
    fields: { ...content, reason: openOptional(Prose) },
  }),
  QuoteIssued: event('QuoteIssued', {
    aggregate: 'opportunity',
    version: 3,
    upcasters: { 1: same, 2: same },
    description: 'A version of a quote was given to the customer: the formal quote (L139, L144).',
    fields: {
      opportunityId: open(Id),
      quoteId: open(Id),
      version: open(Version),
      /** Of the RFC 8785 bytes of its open content: what approvals and confirmations are bound to. */
      contentSha256: open(Sha256),
      net: open(Money),
      validUntil: open(CalendarDate),
      documentId: openOptional(Id),
      /** By what its discount was allowed; unknown of quotes that were issued before that was asked. */
      authority: openOptional(Allowed),
      /** By what approvals its terms were allowed, where they had to be. */
      terms: openOptional(Type.Array(AllowedTerms)),
    },
  }),
  QuoteWithdrawn: event('QuoteWithdrawn', {
    aggregate: 'opportunity',
    description: 'An issued quote binds no longer, though its last day has not come.',
    fields: { opportunityId: open(Id), quoteId: open(Id), version: open(Version), reason: open(Prose) },
  }),
};
