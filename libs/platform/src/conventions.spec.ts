import { correlationIdOf, idempotencyKeyOf, ifMatchOf, occurredAtOf } from './conventions.ts';
import { decodePosition, encodePosition } from './position-token.ts';
import { ProblemError } from './problem.ts';
import { tokenBuckets } from './token-bucket.ts';
import { traceParentOf } from './traceparent.ts';
import fc from 'fast-check';

describe('what headers say', () => {
  it('takes an idempotency key of visible ASCII', () => {
    expect(idempotencyKeyOf('a-b/c:1~')).toBe('a-b/c:1~');
    for (const key of [undefined, '', ' ', 'a b', 'é', 'x'.repeat(201), ['a', 'b']])
      expect(() => idempotencyKeyOf(key)).toThrow(ProblemError);
  });

  it('takes one strong entity tag that is a revision', () => {
    expect(ifMatchOf(undefined)).toBeUndefined();
    expect(ifMatchOf('"-1"')).toBe(-1);
    expect(ifMatchOf('"12"')).toBe(12);
    for (const tag of ['12', 'W/"12"', '"012"', '"1e3"', '*', '"9999999999999999"']) expect(() => ifMatchOf(tag)).toThrow(ProblemError);
  });

  it('replaces a correlation id that could not stand in an event', () => {
    expect(correlationIdOf('trace:1.a-b_c')).toBe('trace:1.a-b_c');
    for (const id of [undefined, '', 'a b', 'x'.repeat(101), ['a']]) expect(correlationIdOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes the trace of the caller for the correlation where none is given', () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace}-00f067aa0ba902b7-00`;
    expect(correlationIdOf(undefined, traceparent)).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
    expect(correlationIdOf('a b', traceparent)).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
    expect(correlationIdOf('mine', traceparent)).toBe('mine');
    expect(traceParentOf(traceparent)).toEqual({ traceId: trace, spanId: '00f067aa0ba902b7' });
    expect(traceParentOf(`cc-${trace}-00f067aa0ba902b7-01-of-later`)).toMatchObject({ traceId: trace });
    const unusable = [
      `ff-${trace}-00f067aa0ba902b7-01`,
      `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    ];
    for (const header of [undefined, '', ...unusable, `00-${trace}-${'0'.repeat(16)}-01`, `00-${trace}`, [traceparent]]) {
      expect(traceParentOf(header)).toBeUndefined();
      expect(correlationIdOf(undefined, header)).not.toContain('4bf92f35');
    }
  });

  it('takes no business time after now', () => {
    const now = '2026-01-31T08:00:00.000Z';
    expect(occurredAtOf(undefined, now)).toBeUndefined();
    expect(occurredAtOf(now, now)).toBe(now);
    expect(() => occurredAtOf('2026-01-31T08:00:00.001Z', now)).toThrow('future');
  });

  it('takes no business time before 1970', () => {
    const now = '2026-01-31T08:00:00.000Z';
    expect(occurredAtOf('1970-01-01T00:00:00.000Z', now)).toBe('1970-01-01T00:00:00.000Z');
    for (const early of ['1969-12-31T23:59:59.999Z', '1800-01-01T00:00:00.000Z'])
      expect(() => occurredAtOf(early, now)).toThrow('before 1970-01-01T00:00:00.000Z');
  });
});

describe('a position', () => {
  it('comes back as it was given', () =>
    fc.assert(
      fc.property(fc.uuid(), fc.stringMatching(/^[a-z]+-[A-Za-z0-9._-]{1,120}$/), fc.nat(), (ledgerId, stream, revision) => {
        const token = { ledgerId, stream, revision };
        expect(decodePosition(encodePosition(token))).toEqual(token);
      }),
    ));

  it('is nothing else', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodePosition(text)).not.toThrow();
        expect(decodePosition(`!${text}`)).toBeUndefined();
      }),
    ));
});

describe('a token bucket', () => {
  it('gives its capacity at once, then so many a second, each key by itself', () => {
    let now = 0;
    const allows = tokenBuckets({ capacity: 3, perSecond: 2, now: () => now });
    expect(['a', 'a', 'a', 'a', 'b'].map(allows)).toEqual([true, true, true, false, true]);
    now = 500;
    expect(['a', 'a'].map(allows)).toEqual([true, false]);
    now = 60_000;
    expect(['a', 'a', 'a', 'a'].map(allows)).toEqual([true, true, true, false]);
  });
});
