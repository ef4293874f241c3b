import { caseHash, murmur2, partitionOf } from './partitioner.ts';

describe('the partitioner', () => {
  // From Kafka's own UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (key, hash) => expect(murmur2(Buffer.from(key))).toBe(hash));

  it('puts each case into one of the partitions, the same each time', () => {
    const partitions = Array.from({ length: 500 }, (_, at) => partitionOf(`deal-${at}`, 7));
    expect(new Set(partitions)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(partitions).toEqual(Array.from({ length: 500 }, (_, at) => caseHash(`deal-${at}`) % 7));
  });
});
