import fc from 'fast-check';
import { NotIJson, parseIJson, parseIJsonBytes } from './i-json.ts';

const refusal = (text: string): string => {
  try {
    parseIJson(text);
  } catch (error) {
    if (error instanceof NotIJson) return `${error.path}|${error.reason}`;
    throw error;
  }
  return 'accepted';
};

const kept = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => kept(name) && name !== '__proto__' && name !== 'constructor' && kept(inner));
};

describe('parsing I-JSON', () => {
  it('gives what JSON.parse gives for every value that is kept exactly', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).filter(kept), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseIJson(text)).toEqual(JSON.parse(text));
      }),
    ));

  it('takes no text that JSON.parse does not take', () =>
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', '\u0001', '0', ' ', 'e'), (text, at, insert) => {
        const mutated = text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + 1);
        if (refusal(mutated) === 'accepted') expect(parseIJson(mutated)).toEqual(JSON.parse(mutated));
      }),
      { numRuns: 1000 },
    ));

  it.each([
    ['{"a":{"b":[1,{"c":"\\ud800"}]}}', 'a.b[1].c|holds a lone surrogate, which is not text'],
    ['{"a":"x\\u0000y"}', 'a|holds the character U+0000, which cannot be stored'],
    ['{"\\u0000":1}', '|holds the character U+0000, which cannot be stored'],
    ['{"n":9007199254740992}', 'n|is beyond ±(2^53−1), which is the largest integer that is kept exactly'],
    ['[-9007199254740993]', '[0]|is beyond ±(2^53−1), which is the largest integer that is kept exactly'],
    ['1e400', '|is beyond ±(2^53−1), which is the largest integer that is kept exactly'],
    ['{"a":1,"b":{"c":1,"c":1}}', 'b.c|this member is there twice'],
    ['{"a":1,"\\u0061":1}', 'a|this member is there twice'],
    ['{"__proto__":{"admin":true}}', '__proto__|this name is reserved'],
    ['{"a":[1,]}', 'a[1]|not JSON: unexpected character at position 8'],
    ['{"a":"\t"}', 'a|not JSON: unexpected character at position 5'],
    ['{"a":1', '|not JSON: it ends too early'],
    ['', '|not JSON: it ends too early'],
    ['{} {}', '|not JSON: unexpected character at position 3'],
    ['01', '|not JSON: unexpected character at position 1'],
    ['NaN', '|not JSON: unexpected character at position 0'],
  ])('refuses %s', (text, reason) => expect(refusal(text)).toBe(reason));

  it('keeps the largest exact integers', () =>
    expect(parseIJson('[9007199254740991,-9007199254740991,1.5e3]')).toEqual([9007199254740991, -9007199254740991, 1500]));

  it('refuses nesting that would exhaust the stack', () => {
    expect(refusal('['.repeat(100_000))).toMatch(/nested deeper than 32 levels$/);
    expect(refusal(`${'['.repeat(32)}${']'.repeat(32)}`)).toBe('accepted');
  });

  it('refuses bytes that are not UTF-8, and a byte order mark', () => {
    expect(() => parseIJsonBytes(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow('not UTF-8');
    expect(() => parseIJsonBytes(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toThrow('not UTF-8');
    expect(() => parseIJsonBytes(Buffer.from('\ufeff1'))).toThrow(NotIJson);
  });
});
