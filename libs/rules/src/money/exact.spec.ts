import fc from 'fast-check';
import { amountOf, halfEven, quantityOf, quantityPattern, roundedUp } from './exact.ts';

const natural = fc.bigInt({ min: 0n, max: 2n ** 80n });
const divisor = fc.bigInt({ min: 1n, max: 2n ** 60n });

describe('rounding', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [6n, 3n, 2n],
  ])('takes %s / %s to %s: halves go to the even one', (dividend, by, quotient) => expect(halfEven(dividend, by)).toBe(quotient));

  it('is off by half at most, and by nothing where it divides', () => {
    fc.assert(
      fc.property(natural, divisor, (dividend, by) => {
        const off = 2n * (dividend - halfEven(dividend, by) * by);
        expect(off <= by && -off <= by).toBe(true);
        expect(halfEven(dividend * by, by)).toBe(dividend);
      }),
    );
  });

  it('up is never below, and less than one above', () => {
    fc.assert(
      fc.property(natural, divisor, (dividend, by) => {
        const above = roundedUp(dividend, by) * by - dividend;
        expect(above >= 0n && above < by).toBe(true);
      }),
    );
  });

  it('keeps the order of what it rounds', () => {
    fc.assert(fc.property(natural, natural, divisor, (one, more, by) => expect(halfEven(one + more, by) >= halfEven(one, by)).toBe(true)));
  });
});

describe('a quantity', () => {
  it.each([
    ['1', 1_000_000n],
    ['0.000001', 1n],
    ['2.50', 2_500_000n],
    ['999999999999.999999', 999_999_999_999_999_999n],
  ])('%s is %s millionths', (text, millionths) => expect(quantityOf(text)).toBe(millionths));

  it.each(['', '.5', '1.', '01', '-1', '+1', '1e3', '1.0000001', '1000000000000', 'NaN', ' 1'])('is not written %j', (text) =>
    expect(new RegExp(quantityPattern).test(text)).toBe(false),
  );
});

describe('an amount', () => {
  it.each([
    ['3', 333n, 0n, 999n],
    ['0.5', 1n, 0n, 0n],
    ['1.5', 1n, 0n, 2n],
    ['1', 105n, 1_000n, 94n],
    ['1', 115n, 1_000n, 104n],
    ['3', 9_007_199_254_740_993n, 0n, 27_021_597_764_222_979n],
  ])('of %s at %s less %s basis points is %s', (quantity, price, discount, amount) =>
    expect(amountOf(quantityOf(quantity), price, discount)).toBe(amount),
  );
});
