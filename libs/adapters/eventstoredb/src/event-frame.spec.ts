import fc from 'fast-check';
import { packFrame, unpackFrame } from './event-frame.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const frames = fc.record({
  caseId: fc.stringMatching(/^[A-Za-z0-9._-]{1,200}$/),
  entry: bytes,
  sealed: fc.array(bytes, { maxLength: 3 }),
});

describe('the frame around an entry and its ciphertexts', () => {
  it('comes back as it was', () => fc.assert(fc.property(frames, (frame) => expect(unpackFrame(packFrame(frame))).toEqual(frame))));

  it('never comes back as it was when a byte was changed, cut off or added, and never throws', () => {
    const change = fc.record({ what: fc.constantFrom('flip', 'cut', 'add', 'drop'), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    const changed = (packed: Buffer, { what, at, by }: { what: string; at: number; by: number }): Buffer => {
      const place = at % packed.length;
      if (what === 'cut') return packed.subarray(0, place);
      if (what === 'drop') return packed.subarray(place + 1);
      if (what === 'add') return Buffer.concat([packed, Buffer.of(by)]);
      return Buffer.from(packed.map((byte, n) => (n === place ? byte ^ by : byte)));
    };
    fc.assert(
      fc.property(frames, change, (frame, how) => expect(unpackFrame(changed(packFrame(frame), how))).not.toEqual(frame)),
      { numRuns: 500 },
    );
  });

  it('is told from any other bytes', () => {
    for (const other of ['', '{}', '{"$correlationId":"x"}', '\u0001', '\u0002\u0001c\u0000\u0000\u0000\u0000']) {
      expect(unpackFrame(Buffer.from(other))).toBeUndefined();
    }
  });

  it('is never taken for JSON', () => {
    fc.assert(fc.property(frames, (frame) => expect(() => JSON.parse(packFrame(frame).toString('utf8')) as unknown).toThrow()));
  });
});
