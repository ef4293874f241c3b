import { amount, clipped, printable, table } from './index.ts';

describe('a table', () => {
  it('stands in columns, numbers to the right, Chinese two columns wide', () => {
    expect(
      table(
        ['stage', 'deals'],
        [
          ['需求', 1234],
          ['open', 5],
          [null, undefined],
        ],
      ),
    ).toBe(['stage  deals', '─────  ─────', '需求   1,234', 'open       5', '–          –'].join('\n'));
  });

  it('shows control characters instead of obeying them', () => {
    expect(table(['name'], [['a\u001b[2Jb\n']])).toContain('a\\u001b[2Jb\\u000a');
    expect(printable('\u009b')).toBe('\\u009b');
  });

  it('cuts a text at the columns it may take', () => {
    expect(clipped('abcdef', 4)).toBe('abc…');
    expect(clipped('测试测试', 5)).toBe('测试…');
    expect(clipped('abcd', 4)).toBe('abcd');
  });
});

describe('an amount', () => {
  it.each([
    [123_450, 'CNY', '1,234.50 CNY'],
    [123_400, 'CNY', '1,234 CNY'],
    [5, 'CNY', '0.05 CNY'],
    [-5, 'EUR', '-0.05 EUR'],
    [1_234, 'JPY', '1,234 JPY'],
    [1_234, 'KWD', '1.234 KWD'],
    [Number.MAX_SAFE_INTEGER, 'CNY', '90,071,992,547,409.91 CNY'],
    ['100055340000000000', 'EUR', '1,000,553,400,000,000 EUR'],
    [100, 'XXX', '1 (no currency stated)'],
  ])('writes %s minor units of %s as %s', (minor, currency, text) => expect(amount(minor, currency)).toBe(text));
});
