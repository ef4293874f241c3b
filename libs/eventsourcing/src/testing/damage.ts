import fc from 'fast-check';

interface Damage {
  readonly what: 'flip' | 'cut' | 'add' | 'drop';
  readonly at: number;
  readonly by: number;
}

/** What may happen to stored bytes: one changed, the end or the beginning cut off, one added. */
export const damages: fc.Arbitrary<Damage> = fc.record({
  what: fc.constantFrom('flip', 'cut', 'add', 'drop'),
  at: fc.nat(),
  by: fc.integer({ min: 1, max: 255 }),
});

/** The bytes after it; they must not be empty. */
export const damaged = (packed: Buffer, { what, at, by }: Damage): Buffer => {
  const place = at % packed.length;
  if (what === 'cut') return packed.subarray(0, place);
  if (what === 'drop') return packed.subarray(place + 1);
  if (what === 'add') return Buffer.concat([packed, Buffer.of(by)]);
  return Buffer.from(packed.map((byte, n) => (n === place ? byte ^ by : byte)));
};
