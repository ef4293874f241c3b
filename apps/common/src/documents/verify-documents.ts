import { DocumentDamaged, type DocumentStore, type KeptDocument } from '#eventsourcing';

export interface VerifiedDocuments {
  readonly ok: boolean;
  readonly documents: number;
  /** Of all documents together. */
  readonly bytes: number;
  readonly damagedCount: number;
  /** Hashes of the first hundred whose bytes are no longer what was received. */
  readonly damaged: readonly string[];
}

type Documents = Pick<DocumentStore, 'all' | 'open'>;

const mostNamed = 100;

const isWhole = async (documents: Documents, { sha256, size }: KeptDocument): Promise<boolean> => {
  let read = 0;
  try {
    for await (const { length } of (await documents.open(sha256)) ?? []) read += length;
    return read === size;
  } catch (error) {
    if (error instanceof DocumentDamaged) return false;
    throw error;
  }
};

const bytesOf = async (documents: Documents): Promise<number> => {
  let bytes = 0;
  for await (const { size } of documents.all()) bytes += size;
  return bytes;
};

/** Reads every document and counts its hash again. Progress is in bytes. */
export const verifyDocuments = async (
  documents: Documents,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<VerifiedDocuments> => {
  const total = await bytesOf(documents);
  const damaged: string[] = [];
  let [count, bytes] = [0, 0];
  for await (const document of documents.all()) {
    if (!(await isWhole(documents, document))) damaged.push(document.sha256);
    count += 1;
    bytes += document.size;
    // Others may have come meanwhile.
    onProgress(bytes, Math.max(bytes, total));
  }
  return { ok: damaged.length === 0, documents: count, bytes, damagedCount: damaged.length, damaged: damaged.slice(0, mostNamed) };
};
