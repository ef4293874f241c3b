import type { Money } from '#event-contracts';

/** What a customer spends and gains; one entry for each year within the horizon, of which the last may be a part of a year. */
export interface Investment {
  readonly investment: Money;
  readonly years: readonly { readonly benefits: Money; readonly costs: Money }[];
  readonly horizonMonths: number;
}

export interface Return {
  /** May be below zero. */
  readonly net: { readonly minor: number; readonly currency: string };
  /** Net of all that was spent, in hundredths of a percent, rounded down. */
  readonly roiBasisPoints: number;
  /** The first month by whose end the investment is regained, if it is within the horizon. */
  readonly paybackMonths?: number;
}

/** Why nothing can be computed. */
export type NoReturn = 'CurrenciesDiffer' | 'HorizonOtherwise' | 'NothingInvested' | 'AmountBeyondRange';

const monthsOf = (year: number, horizonMonths: number): number => Math.min(12, horizonMonths - 12 * year);

/** Rounded down, also below zero. */
const floorDiv = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
};

/** Each year's gain comes evenly over its months; compared without dividing, so that no rounding moves the month. */
const paybackOf = (spent: bigint, gains: readonly bigint[], horizonMonths: number): number | undefined => {
  let regained = 0n;
  if (spent === 0n) return 0;
  for (const [year, gain] of gains.entries()) {
    const months = monthsOf(year, horizonMonths);
    for (let month = 1; month <= months; month += 1) {
      const soFar = regained * BigInt(months) + gain * BigInt(month);
      if (soFar >= spent * BigInt(months)) return 12 * year + month;
    }
    regained += gain;
  }
  return undefined;
};

const isSafe = (amount: bigint): boolean => amount >= BigInt(Number.MIN_SAFE_INTEGER) && amount <= BigInt(Number.MAX_SAFE_INTEGER);

/** K37 (L42, L138): exact in integers, whatever the amounts. The costs are the investment and what each year costs. */
export const returnOn = ({ investment, years, horizonMonths }: Investment): Return | NoReturn => {
  const { currency } = investment;
  if (years.length !== Math.ceil(horizonMonths / 12)) return 'HorizonOtherwise';
  if (years.some(({ benefits, costs }) => benefits.currency !== currency || costs.currency !== currency)) return 'CurrenciesDiffer';
  const spent = BigInt(investment.minor);
  const gains = years.map(({ benefits, costs }) => BigInt(benefits.minor) - BigInt(costs.minor));
  const costs = years.reduce((sum, year) => sum + BigInt(year.costs.minor), spent);
  if (costs === 0n) return 'NothingInvested';
  const net = gains.reduce((sum, gain) => sum + gain, -spent);
  const roi = floorDiv(net * 10_000n, costs);
  if (!isSafe(net) || !isSafe(roi)) return 'AmountBeyondRange';
  const paybackMonths = paybackOf(spent, gains, horizonMonths);
  return { net: { minor: Number(net), currency }, roiBasisPoints: Number(roi), ...(paybackMonths !== undefined && { paybackMonths }) };
};
