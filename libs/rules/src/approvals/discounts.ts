import type { Instant } from '#eventsourcing';
import type { ApprovalMeasures } from '#event-contracts';
import type { DealFacts } from '../facts/deal-facts.ts';
import { listed } from '../facts/gathering.ts';
import { hasExpired, issuedQuote, latestVersionOfQuote } from '../facts/quotes.ts';
import { amountOf, basisPoints, largestAmount, quantityOf, roundedUp } from '../money/exact.ts';
import { distinct } from '../values.ts';

export type QuoteFacts = Pick<DealFacts, 'quoteDrafts' | 'quoteRevisions' | 'quotesIssued' | 'quoteWithdrawals'>;
type Quote = NonNullable<ReturnType<typeof latestVersionOfQuote>>['data'];
type Line = Quote['lines'][number];

interface Sum {
  readonly list: bigint;
  readonly net: bigint;
}

/** Rounded up, so that no discount is told smaller than it is. What costs nothing by the list is given away: a discount of the whole. */
const discountOf = ({ list, net }: Sum): number =>
  list === 0n ? Number(basisPoints) : net >= list ? 0 : Number(roundedUp((list - net) * basisPoints, list));

const sumOf = (lines: readonly Sum[]): Sum =>
  lines.reduce((sum, line) => ({ list: sum.list + line.list, net: sum.net + line.net }), { list: 0n, net: 0n });

const amounts = ({ list, net }: Line): Sum => ({ list: BigInt(list.minor), net: BigInt(net.minor) });

/** A product has one list price in a deal, the highest that any quote states: a lower one beside it is a discount by another name. */
const listPrices = (quotes: readonly Quote[]): ReadonlyMap<string, bigint> => {
  const prices = new Map<string, bigint>();
  for (const { currency, lines } of quotes)
    for (const { productId, unitListPrice } of lines) {
      const key = `${productId}:${currency}`;
      const price = BigInt(unitListPrice.minor);
      if (productId !== undefined && price > (prices.get(key) ?? -1n)) prices.set(key, price);
    }
  return prices;
};

/** Over all these quotes, currency by currency; the largest counts. */
const overall = (quotes: readonly Quote[]): number => {
  const prices = listPrices(quotes);
  const discounts = distinct(quotes.map(({ currency }) => currency)).map((currency) => {
    const lines = quotes.filter((quote) => quote.currency === currency).flatMap(({ lines: each }) => each);
    const whole = lines.map((line) => {
      const price = prices.get(`${line.productId}:${currency}`) ?? BigInt(line.unitListPrice.minor);
      return { list: amountOf(quantityOf(line.quantity), price), net: BigInt(line.net.minor) };
    });
    return discountOf(sumOf(whole));
  });
  return Math.max(0, ...discounts);
};

/** Quotes that bind the company now, in their latest versions, and the one that is to: what the customer gets in all. */
const liveQuotes = (facts: QuoteFacts, quoteId: string, now: Instant): readonly Quote[] => {
  const issued = listed(facts.quotesIssued).filter(
    ({ data }) => data.quoteId !== quoteId && issuedQuote(facts, data.quoteId) !== undefined && !hasExpired(data, now),
  );
  return [quoteId, ...issued.map(({ data }) => data.quoteId)].flatMap((id) => latestVersionOfQuote(facts, id)?.data ?? []);
};

/**
 * What a quote gives away, as the server reckons it from the deal (L149, L188): the largest discount of any line, that of the document, and that
 * over the whole deal, so that splitting it helps nobody. The amount is the deal's in the quote's currency. Nothing for a quote that there is not.
 */
export const discountMeasures = (facts: QuoteFacts, quoteId: string, now: Instant): Required<DiscountMeasures> | undefined => {
  const quote = latestVersionOfQuote(facts, quoteId)?.data;
  if (!quote) return undefined;
  const live = liveQuotes(facts, quoteId, now);
  const lines = quote.lines.map(amounts);
  const net = sumOf(live.filter(({ currency }) => currency === quote.currency).flatMap((each) => each.lines.map(amounts))).net;
  const minor = net > largestAmount ? largestAmount : net;
  return {
    amount: { minor: Number(minor), currency: quote.currency },
    lineDiscountBp: Math.max(0, ...lines.map(discountOf)),
    documentDiscountBp: discountOf(sumOf(lines)),
    dealDiscountBp: overall(live),
  };
};

export type DiscountMeasures = Pick<ApprovalMeasures, 'amount' | 'lineDiscountBp' | 'documentDiscountBp' | 'dealDiscountBp'>;
