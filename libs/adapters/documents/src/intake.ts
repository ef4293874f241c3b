import { createHash } from 'node:crypto';
import { DocumentDiffers, DocumentEmpty, DocumentTooLarge, type KeptDocument, type ReceiveTerms } from '#eventsourcing';

/** How many bytes are in memory at a time, and in one row. */
export const partSize = 256 * 1024;

/** Cuts what comes in pieces of any size into parts of {@link partSize}, and a last one. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafe(partSize);
  let filled = 0;
  for await (const piece of bytes) {
    for (let taken = 0; taken < piece.length;) {
      const fits = piece.subarray(taken, taken + partSize - filled);
      part.set(fits, filled);
      [filled, taken] = [filled + fits.length, taken + fits.length];
      if (filled < partSize) continue;
      yield part;
      [part, filled] = [Buffer.allocUnsafe(partSize), 0];
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/**
 * Hands the bytes on part by part, each once the one before it is kept, and tells what they were. Throws as DocumentStore.receive does;
 * whoever keeps the parts then throws them away.
 */
export const takeIn = async (
  bytes: AsyncIterable<Uint8Array>,
  { limit, announced }: ReceiveTerms,
  keep: (part: Buffer, at: number) => Promise<unknown>,
): Promise<KeptDocument> => {
  const hash = createHash('sha256');
  let [size, at] = [0, 0];
  for await (const part of inParts(bytes)) {
    size += part.length;
    if (size > limit) throw new DocumentTooLarge(limit);
    hash.update(part);
    await keep(part, at);
    at += 1;
  }
  if (size === 0) throw new DocumentEmpty();
  const sha256 = hash.digest('hex');
  if (announced !== undefined && announced !== sha256) throw new DocumentDiffers(announced, sha256);
  return { sha256, size };
};
