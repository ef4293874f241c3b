import fc from 'fast-check';
import { packSealed, unpackSealed } from './sealed-frames.ts';

const someParts = fc.array(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  { minLength: 1, maxLength: 4 },
);

describe('sealed parts in one column', () => {
  it('come back as they were', () => {
    expect(unpackSealed(packSealed([]))).toEqual([]);
    fc.assert(fc.property(someParts, (parts) => expect(unpackSealed(packSealed(parts))).toEqual(parts)));
  });

  it('never come back as they were when a byte was changed, cut off or added, and never throw', () => {
    const change = fc.record({ what: fc.constantFrom('flip', 'cut', 'add', 'drop'), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    const changed = (packed: Buffer, { what, at, by }: { what: string; at: number; by: number }): Buffer => {
      const place = at % packed.length;
      if (what === 'cut') return packed.subarray(0, place);
      if (what === 'drop') return packed.subarray(place + 1);
      if (what === 'add') return Buffer.concat([packed, Buffer.of(by)]);
      return Buffer.from(packed.map((byte, n) => (n === place ? byte ^ by : byte)));
    };
    fc.assert(
      fc.property(someParts, change, (parts, how) => {
        const packed = packSealed(parts)!;
        expect(unpackSealed(changed(packed, how))).not.toEqual(parts);
      }),
      { numRuns: 500 },
    );
  });

  it('never come back as one part when only its frame was taken off', () => {
    const parts = [Buffer.from('ciphertext')];
    expect(unpackSealed(packSealed(parts)!.subarray(4))).not.toEqual(parts);
  });
});
