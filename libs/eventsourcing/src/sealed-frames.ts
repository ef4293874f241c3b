/** Ciphertexts in one column, or one header: for each its length (uint32, big-endian), then its bytes. Nothing when there are none. */
export const packSealed = (parts: readonly Buffer[]): Buffer | null => {
  if (parts.length === 0) return null;
  const packed = Buffer.allocUnsafe(parts.reduce((length, part) => length + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    at = packed.writeUInt32BE(part.length, at);
    at += part.copy(packed, at);
  }
  return packed;
};

const nothing = Buffer.alloc(0);

/**
 * Never throws, so that one event whose bytes were changed keeps nobody from the others: what is not framed as it was written is handed
 * over as it is, with an empty part after it, and so never is as many parts as were written.
 */
export const unpackSealed = (packed: Buffer | null): readonly Buffer[] => {
  const parts: Buffer[] = [];
  for (let at = 0; packed && at < packed.length;) {
    const start = at + 4;
    const end = start <= packed.length ? start + packed.readUInt32BE(at) : Infinity;
    if (end > packed.length) return [...parts, packed.subarray(at), nothing];
    parts.push(packed.subarray(start, end));
    at = end;
  }
  return parts;
};
