import fc from 'fast-check';
import { returnOn, type Investment } from './return-on-investment.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const year = (benefits: number, costs = 0) => ({ benefits: cny(benefits), costs: cny(costs) });
const analysis = (investment: number, years: readonly ReturnType<typeof year>[], horizonMonths = 12 * years.length): Investment => ({
  ...{ investment: cny(investment), years, horizonMonths },
});

describe('the return on an investment (L42, L138, K37)', () => {
  it('is what is gained of all that is spent', () =>
    expect(returnOn(analysis(900, [year(600, 100), year(800, 100)]))).toEqual({
      ...{ net: cny(300), roiBasisPoints: 2_727, paybackMonths: 19 },
    }));
  it.each([
    ['a whole year', analysis(1_200, [year(1_200)]), 12],
    ['the very month in which it is regained', analysis(100, [year(1_200)]), 1],
    ['the next month for a cent more', analysis(101, [year(1_200)]), 2],
    ['nothing to regain', analysis(0, [year(5, 1)]), 0],
    ['a part of a year, evenly over its months', analysis(1_300, [year(1_200), year(600)], 18), 13],
    ['a year that costs more than it brings, before one that brings it back', analysis(10, [year(0, 10), year(40)]), 18],
  ])('is paid back after %s', (_, given, months) => expect(returnOn(given)).toMatchObject({ paybackMonths: months }));
  it('is not paid back within a horizon in which it is not regained', () => {
    const result = returnOn(analysis(1_201, [year(1_200)]));
    expect(result).toEqual({ net: cny(-1), roiBasisPoints: -9 });
  });
  it.each([
    ['CurrenciesDiffer', { ...analysis(1, [year(1)]), investment: { minor: 1, currency: 'EUR' } }],
    ['HorizonOtherwise', analysis(1, [year(1)], 13)],
    ['HorizonOtherwise', analysis(1, [year(1), year(1)], 12)],
    ['NothingInvested', analysis(0, [year(1)])],
    ['AmountBeyondRange', analysis(1, [year(Number.MAX_SAFE_INTEGER)])],
  ])('cannot be told: %s', (why, given) => expect(returnOn(given)).toBe(why));

  it('is exact, whatever the amounts', () => {
    const amount = fc.integer({ min: 0, max: 2 ** 40 });
    const some = fc
      .record({
        investment: fc.integer({ min: 1, max: 2 ** 40 }),
        years: fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 4 }),
        cut: fc.nat(11),
      })
      .map(({ investment, years, cut }) =>
        analysis(
          investment,
          years.map(([benefits, costs]) => year(benefits, costs)),
          12 * years.length - cut,
        ),
      );
    fc.assert(
      fc.property(some, (given) => {
        const result = returnOn(given);
        if (typeof result === 'string') throw new Error(result);
        const costs = given.years.reduce((sum, each) => sum + BigInt(each.costs.minor), BigInt(given.investment.minor));
        const scaled = BigInt(result.net.minor) * 10_000n;
        expect(BigInt(result.roiBasisPoints) * costs <= scaled).toBe(true);
        expect((BigInt(result.roiBasisPoints) + 1n) * costs > scaled).toBe(true);
        // Month by month, in twelfths and parts of a year that no rounding touches.
        const regained = (month: number) =>
          given.years.reduce((sum, each, at) => {
            const months = Math.min(12, given.horizonMonths - 12 * at);
            const passed = Math.min(Math.max(month - 12 * at, 0), months);
            return sum + (27_720n / BigInt(months)) * BigInt(passed) * BigInt(each.benefits.minor - each.costs.minor);
          }, 0n);
        const months = Array.from({ length: given.horizonMonths }, (_, at) => at + 1);
        expect(result.paybackMonths).toBe(months.find((month) => regained(month) >= BigInt(given.investment.minor) * 27_720n));
      }),
    );
  });
});
