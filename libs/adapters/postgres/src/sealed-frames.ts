/** Ciphertexts in one column: for each its length (uint32, big-endian), then its bytes. Nothing when there are none. */
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

export const unpackSealed = (packed: Buffer | null): readonly Buffer[] => {
  const parts: Buffer[] = [];
  for (let at = 0; packed && at < packed.length;) {
    const start = at + 4;
    at = start + packed.readUInt32BE(at);
    if (at > packed.length) throw new Error('the sealed parts of an event end too early');
    parts.push(packed.subarray(start, at));
  }
  return parts;
};
