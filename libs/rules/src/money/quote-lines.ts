import type { Money } from '#event-contracts';
import { amountOf, basisPoints, largestAmount, quantityOf, roundedUp, sumOf } from './exact.ts';
import { distinct } from '../values.ts';

/** One line of a quote as it is given: reduced by a discount, or to a net price, or not at all. Prices are without tax. */
export interface GivenLine {
  readonly lineId: string;
  readonly productId?: string | undefined;
  readonly description: string;
  /** Decimal, of at most six places. */
  readonly quantity: string;
  readonly unitListPrice: Money;
  /** Of 10,000. */
  readonly discountBp?: number | undefined;
  readonly unitNetPrice?: Money | undefined;
}

/** What follows from a line: quantity × price, rounded to whole minor units, halves to even, once for the list and once for the net amount. */
export interface LineAmounts {
  readonly list: Money;
  readonly net: Money;
}

/** The sums of the rounded lines, so that what is printed adds up. */
export interface QuoteTotals extends LineAmounts {
  /** List less net. */
  readonly discount: Money;
  /** Of 10,000, rounded up: no discount is told smaller than it is. 0 where the list amounts to nothing. */
  readonly discountBp: number;
}

export type LineFault = 'lineTwice' | 'quantityZero' | 'discountAndNetPrice' | 'netAboveList';

/** Why lines cannot be reckoned up. */
export type LinesUnsound =
  | { readonly because: 'noLines' }
  | { readonly because: LineFault; readonly lineId: string }
  | { readonly because: 'currenciesMixed'; readonly currencies: readonly string[] }
  /** More than 2^53−1 minor units; `lineId` is absent where only the sum is too large. */
  | { readonly because: 'amountTooLarge'; readonly lineId?: string };

export type ReckonedLine<L extends GivenLine> = L & LineAmounts;

export type Reckoned<L extends GivenLine> =
  { readonly lines: readonly ReckonedLine<L>[]; readonly totals: QuoteTotals } | { readonly unsound: LinesUnsound };

const currenciesOf = ({ unitListPrice, unitNetPrice }: GivenLine): readonly string[] => [
  unitListPrice.currency,
  ...(unitNetPrice ? [unitNetPrice.currency] : []),
];

const faultOf = ({ quantity, unitListPrice, discountBp, unitNetPrice }: GivenLine): LineFault | undefined => {
  if (quantityOf(quantity) === 0n) return 'quantityZero';
  if (discountBp !== undefined && unitNetPrice) return 'discountAndNetPrice';
  return unitNetPrice && unitNetPrice.minor > unitListPrice.minor ? 'netAboveList' : undefined;
};

const unsoundOf = (lines: readonly GivenLine[], currency: string): LinesUnsound | undefined => {
  if (lines.length === 0) return { because: 'noLines' };
  const ids = lines.map(({ lineId }) => lineId);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) return { because: 'lineTwice', lineId: twice };
  const currencies = distinct([currency, ...lines.flatMap(currenciesOf)]);
  if (currencies.length > 1) return { because: 'currenciesMixed', currencies };
  for (const line of lines) {
    const because = faultOf(line);
    if (because) return { because, lineId: line.lineId };
  }
  return undefined;
};

const amountsOf = ({ quantity, unitListPrice, unitNetPrice, discountBp = 0 }: GivenLine): { list: bigint; net: bigint } => {
  const [pieces, listPrice] = [quantityOf(quantity), BigInt(unitListPrice.minor)];
  const net = unitNetPrice ? amountOf(pieces, BigInt(unitNetPrice.minor)) : amountOf(pieces, listPrice, BigInt(discountBp));
  return { list: amountOf(pieces, listPrice), net };
};

/** Reckons up the lines of a quote in one currency; the net amount is never above the list amount, for it is rounded from a smaller one. */
export const reckon = <L extends GivenLine>(lines: readonly L[], currency: string): Reckoned<L> => {
  const unsound = unsoundOf(lines, currency);
  if (unsound) return { unsound };
  const amounts = lines.map(amountsOf);
  const tooLarge = lines.find((_, at) => (amounts[at]?.list ?? 0n) > largestAmount);
  if (tooLarge) return { unsound: { because: 'amountTooLarge', lineId: tooLarge.lineId } };
  const [list, net] = [sumOf(amounts.map((line) => line.list)), sumOf(amounts.map((line) => line.net))];
  if (list > largestAmount) return { unsound: { because: 'amountTooLarge' } };
  const money = (minor: bigint): Money => ({ minor: Number(minor), currency });
  const discountBp = list === 0n ? 0 : Number(roundedUp((list - net) * basisPoints, list));
  return {
    lines: lines.map((line, at) => ({ ...line, list: money(amounts[at]?.list ?? 0n), net: money(amounts[at]?.net ?? 0n) })),
    totals: { list: money(list), net: money(net), discount: money(list - net), discountBp },
  };
};
