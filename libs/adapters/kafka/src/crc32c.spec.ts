import fc from 'fast-check';
import { crc32c } from './crc32c.ts';

const bitwise = (bytes: Uint8Array): number => {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
};

describe('CRC-32C', () => {
  // From RFC 3720, B.4.
  it.each([
    ['32 bytes of zeroes', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 incrementing bytes', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
    ['the check value of its catalogue', Buffer.from('123456789'), 0xe3069283],
  ])('is right of %s', (_, bytes, crc) => expect(crc32c(bytes)).toBe(crc));

  it('is that of the definition, of any part of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
        const from = Math.min(cut, bytes.length);
        expect(crc32c(bytes, from)).toBe(bitwise(bytes.subarray(from)));
        expect(crc32c(bytes, 0, from)).toBe(bitwise(bytes.subarray(0, from)));
      }),
    );
  });
});
