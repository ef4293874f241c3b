import fc from 'fast-check';
import { damaged, damages } from './testing/damage.ts';
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
    fc.assert(
      fc.property(someParts, damages, (parts, how) => {
        const packed = packSealed(parts)!;
        expect(unpackSealed(damaged(packed, how))).not.toEqual(parts);
      }),
      { numRuns: 500 },
    );
  });

  it('never come back as one part when only its frame was taken off', () => {
    const parts = [Buffer.from('ciphertext')];
    expect(unpackSealed(packSealed(parts)!.subarray(4))).not.toEqual(parts);
  });
});
