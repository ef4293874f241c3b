import { createHash } from 'node:crypto';
import { DocumentDamaged, type KeptDocument } from '#eventsourcing';

/** The same parts; the last one is held back until all of them have proved to be what the document was, so that nobody gets the whole of another. */
export async function* verified({ sha256, size }: KeptDocument, parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let counted = 0;
  let held: Uint8Array | undefined;
  for await (const part of parts) {
    hash.update(part);
    counted += part.length;
    if (held) yield held;
    held = part;
  }
  if (!held || counted !== size || hash.digest('hex') !== sha256) throw new DocumentDamaged(sha256);
  yield held;
}
