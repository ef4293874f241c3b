/**
 * Exact arithmetic on integers: no amount of money is ever a fraction of a binary number. Amounts are minor units; quantities have a fixed
 * number of decimal places; discounts are basis points, 10,000 of which are the whole.
 */
export const basisPoints = 10_000n;

/** Decimal places of a quantity. */
const places = 6;
const quantityScale = 10n ** BigInt(places);

/** A decimal number without an exponent, of at most six decimal places, at most 999,999,999,999.999999. */
export const quantityPattern = `^(0|[1-9][0-9]{0,11})(\\.[0-9]{1,${places}})?$`;

/** The quantity in millionths. Takes what {@link quantityPattern} does. */
export const quantityOf = (text: string): bigint => {
  const [whole = '', decimals = ''] = text.split('.');
  return BigInt(whole) * quantityScale + BigInt(decimals.padEnd(places, '0'));
};

/** A quotient of what is not negative, rounded to the nearest whole number, halves to the even one: what is rounded many times drifts neither way. */
export const halfEven = (dividend: bigint, divisor: bigint): bigint => {
  const [quotient, twice] = [dividend / divisor, 2n * (dividend % divisor)];
  if (twice === divisor) return quotient + (quotient % 2n);
  return twice > divisor ? quotient + 1n : quotient;
};

/** A quotient of what is not negative, rounded up. */
export const roundedUp = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

/** So many pieces at a price, less a discount in basis points: one rounding, of the exact amount. */
export const amountOf = (quantity: bigint, unitPrice: bigint, discountBp = 0n): bigint =>
  halfEven(quantity * unitPrice * (basisPoints - discountBp), quantityScale * basisPoints);

/** The largest amount that is kept: 2^53−1 minor units. */
export const largestAmount = BigInt(Number.MAX_SAFE_INTEGER);

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
