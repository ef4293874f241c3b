import fc from 'fast-check';
import { appendSpanOf, sequenceSpanOf, traceIdOf } from './trace-ids.ts';

describe('the trace of a correlation id', () => {
  it('has the digits of a UUID, or of 32 digits', () => {
    expect(traceIdOf('4BF92F35-77b3-4da6-a3ce-929d0e0e4736')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(traceIdOf('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  it('is the beginning of the SHA-256 of anything else', () => expect(traceIdOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223'));

  it('is never the one that stands for none', () => expect(traceIdOf('00000000-0000-0000-0000-000000000000')).not.toMatch(/^0+$/));

  it('is always a trace id, the same each time', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (correlationId) => {
        expect(traceIdOf(correlationId)).toMatch(/^[0-9a-f]{32}$/);
        expect(traceIdOf(correlationId)).toBe(traceIdOf(correlationId));
      }),
    ));
});

it('gives a command and a leaf spans of their own', () => {
  expect(appendSpanOf('abc')).toBe('ba7816bf8f01cfea');
  expect(sequenceSpanOf(Buffer.from('00112233445566778899', 'hex'))).toBe('0011223344556677');
});
