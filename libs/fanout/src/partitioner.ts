import type { CaseId } from '#eventsourcing';

const seed = 0x9747b28c;
const m = 0x5bd1e995;
const r = 24;

/** MurmurHash2 as Kafka's Java client computes it for a key, 32 bits, signed. */
export const murmur2 = (bytes: Uint8Array): number => {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let h = seed ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(view.getInt32(at, true), m);
    k ^= k >>> r;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = length - whole;
  if (rest === 3) h ^= view.getUint8(whole + 2) << 16;
  if (rest >= 2) h ^= view.getUint8(whole + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ view.getUint8(whole), m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
};

/** Not negative: what a case's partition is taken from, whatever their number. 31 bits. */
export const caseHash = (caseId: CaseId): number => murmur2(Buffer.from(caseId, 'latin1')) & 0x7fffffff;

/** The partition of a case, from 0: the one that Kafka's own default partitioner takes for the key. */
export const partitionOf = (caseId: CaseId, partitions: number): number => caseHash(caseId) % partitions;
