import fc from 'fast-check';
import { reckonCosts } from './quote-costs.ts';
import { reckon, type GivenLine, type LinesUnsound, type Reckoned } from './quote-lines.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const line = (lineId: string, more: Partial<GivenLine> = {}): GivenLine => ({
  ...{ lineId, description: 'seats', quantity: '3', unitListPrice: eur(333) },
  ...more,
});

const sound = (reckoned: Reckoned<GivenLine>) => {
  if ('unsound' in reckoned) throw new Error(reckoned.unsound.because);
  return reckoned;
};

const quantity = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 999_999 }))
  .map(([whole, millionths]) => `${whole}.${String(millionths).padStart(6, '0')}`);
const price = fc.integer({ min: 0, max: 10_000_000 });
const reduction = fc.oneof(
  fc.constant({}),
  fc.integer({ min: 0, max: 10_000 }).map((discountBp) => ({ discountBp })),
  fc.constant({ unitNetPrice: eur(0) }),
);
const lines = fc
  .array(fc.tuple(quantity, price, reduction), { minLength: 1, maxLength: 12 })
  .map((each) => each.map(([pieces, minor, reduced], at) => line(`l${at}`, { quantity: pieces, unitListPrice: eur(minor), ...reduced })));

describe('the lines of a quote', () => {
  it('are reckoned up to the cent (L139)', () =>
    expect(
      reckon([line('a', { discountBp: 1_000 }), line('b', { unitNetPrice: eur(300) }), line('c', { quantity: '0.5' })], 'EUR'),
    ).toMatchObject({
      lines: [
        { list: eur(999), net: eur(899) },
        { list: eur(999), net: eur(900) },
        { list: eur(166), net: eur(166) },
      ],
      totals: { list: eur(2_164), net: eur(1_965), discount: eur(199), discountBp: 920 },
    }));

  it('tell a discount never smaller than it is', () =>
    expect(reckon([line('a', { quantity: '1', unitListPrice: eur(100_000_000), unitNetPrice: eur(89_999_999) })], 'EUR')).toMatchObject({
      totals: { discountBp: 1_001 },
    }));

  it.each<[string, GivenLine[], LinesUnsound]>([
    ['none', [], { because: 'noLines' }],
    ['one id twice', [line('a'), line('a')], { because: 'lineTwice', lineId: 'a' }],
    ['nothing of something', [line('a', { quantity: '0.000' })], { because: 'quantityZero', lineId: 'a' }],
    ['a discount and a net price', [line('a', { discountBp: 1, unitNetPrice: eur(1) })], { because: 'discountAndNetPrice', lineId: 'a' }],
    ['a net price above the list price', [line('a', { unitNetPrice: eur(334) })], { because: 'netAboveList', lineId: 'a' }],
    [
      'another currency',
      [line('a'), line('b', { unitListPrice: { minor: 1, currency: 'CNY' } })],
      { because: 'currenciesMixed', currencies: ['EUR', 'CNY'] },
    ],
    [
      'another currency in a net price',
      [line('a', { unitNetPrice: { minor: 1, currency: 'CNY' } })],
      { because: 'currenciesMixed', currencies: ['EUR', 'CNY'] },
    ],
    [
      'more than is kept',
      [line('a', { quantity: '1.000001', unitListPrice: eur(Number.MAX_SAFE_INTEGER) })],
      { because: 'amountTooLarge', lineId: 'a' },
    ],
    [
      'more than is kept, all together',
      [line('a', { quantity: '1', unitListPrice: eur(Number.MAX_SAFE_INTEGER) }), line('b', { quantity: '1', unitListPrice: eur(1) })],
      { because: 'amountTooLarge' },
    ],
  ])('are refused: %s', (_, given, unsound) => expect(reckon(given, 'EUR')).toEqual({ unsound }));

  it('may amount to the largest sum there is', () =>
    expect(reckon([line('a', { quantity: '1', unitListPrice: eur(Number.MAX_SAFE_INTEGER) })], 'EUR')).toMatchObject({
      totals: { net: eur(Number.MAX_SAFE_INTEGER), discountBp: 0 },
    }));

  it('add up: every total is the sum of its lines, whole and exact, and net is never above list', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const { lines: reckoned, totals } = sound(reckon(given, 'EUR'));
        const sum = (of: (each: (typeof reckoned)[number]) => number) => reckoned.reduce((before, each) => before + of(each), 0);
        expect(totals.list.minor).toBe(sum(({ list }) => list.minor));
        expect(totals.net.minor).toBe(sum(({ net }) => net.minor));
        expect(totals.discount.minor).toBe(totals.list.minor - totals.net.minor);
        for (const { minor } of [totals.list, totals.net, totals.discount, ...reckoned.flatMap(({ list, net }) => [list, net])])
          expect(Number.isSafeInteger(minor) && minor >= 0).toBe(true);
        expect(totals.discountBp).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('lose or gain by a split half a cent per part at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 1, max: 9_999 }),
        price,
        fc.integer({ min: 0, max: 10_000 }),
        (one, other, minor, discountBp) => {
          const of = (pieces: number, id: string) => line(id, { quantity: String(pieces), unitListPrice: eur(minor), discountBp });
          const whole = sound(reckon([of(one + other, 'a')], 'EUR')).totals.net.minor;
          const split = sound(reckon([of(one, 'a'), of(other, 'b')], 'EUR')).totals.net.minor;
          expect(Math.abs(whole - split)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('never cost less with a smaller discount', () => {
    fc.assert(
      fc.property(quantity, price, fc.integer({ min: 0, max: 9_999 }), (pieces, minor, discountBp) => {
        const net = (bp: number) =>
          sound(reckon([line('a', { quantity: pieces, unitListPrice: eur(minor), discountBp: bp })], 'EUR')).totals.net.minor;
        expect(net(discountBp)).toBeGreaterThanOrEqual(net(discountBp + 1));
      }),
    );
  });
});

describe('what a quote costs', () => {
  const { lines: reckoned } = sound(reckon([line('a'), line('b', { quantity: '0.5' })], 'EUR'));

  it('leaves a margin, which may be a loss', () => {
    const costs = [
      { lineId: 'b', unitCost: 5_000 },
      { lineId: 'a', unitCost: 100 },
    ];
    expect(reckonCosts(reckoned, costs)).toEqual({
      lines: [
        { lineId: 'a', unitCost: 100, cost: 300 },
        { lineId: 'b', unitCost: 5_000, cost: 2_500 },
      ],
      cost: 2_800,
      margin: 999 + 166 - 2_800,
    });
  });

  it.each([
    ['a line without', [{ lineId: 'a', unitCost: 1 }]],
    [
      'a line that is not there',
      [
        { lineId: 'a', unitCost: 1 },
        { lineId: 'c', unitCost: 1 },
      ],
    ],
    [
      'a line twice',
      [
        { lineId: 'a', unitCost: 1 },
        { lineId: 'a', unitCost: 1 },
      ],
    ],
    [
      'more than is kept',
      [
        { lineId: 'a', unitCost: Number.MAX_SAFE_INTEGER },
        { lineId: 'b', unitCost: 1 },
      ],
    ],
  ])('is not reckoned: %s', (_, costs) => expect(reckonCosts(reckoned, costs)).toBeUndefined());
});
