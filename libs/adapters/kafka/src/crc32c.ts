const polynomial = 0x82f63b78;

const nextOf = (byte: number): number => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  return remainder;
};

const first = Int32Array.from({ length: 256 }, (_, byte) => nextOf(byte));

const following = (table: Int32Array): Int32Array => table.map((value) => (value >>> 8) ^ first[value & 0xff]!);

const t0 = first;
const t1 = following(t0);
const t2 = following(t1);
const t3 = following(t2);
const t4 = following(t3);
const t5 = following(t4);
const t6 = following(t5);
const t7 = following(t6);

/** CRC-32C (Castagnoli) of a part of some bytes, as an unsigned number; eight bytes at a time, since kafkajs' own takes a third of the time of a send. */
export const crc32c = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  let crc = -1;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
  }
  for (; at < to; at += 1) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
};
