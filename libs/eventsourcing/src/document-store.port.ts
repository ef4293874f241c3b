/** A document's bytes by what they are: `sha256` in lower-case hexadecimal, `size` in bytes, at least 1. */
export interface KeptDocument {
  readonly sha256: string;
  readonly size: number;
}

/** What the bytes must be; what is otherwise is not kept. */
export interface ReceiveTerms {
  /** The most that is taken, bytes. */
  readonly limit: number;
  /** The hash that the sender announced. */
  readonly announced?: string | undefined;
}

/** The bytes of documents, named by their hash: what is kept is never changed, and the same bytes are kept once. */
export interface DocumentStore {
  /**
   * Takes the bytes as they come and hashes them itself. Resolves when they are durable; nothing is left of bytes that break off or are too many.
   * Throws {@link DocumentTooLarge}, {@link DocumentEmpty}, {@link DocumentDiffers}, and whatever `bytes` throws.
   */
  receive(bytes: AsyncIterable<Uint8Array>, terms: ReceiveTerms): Promise<KeptDocument>;
  /** Tells whether the bytes are here, without reading them; whatever is not a hash names none. */
  find(sha256: string): Promise<KeptDocument | undefined>;
  /** The bytes, part by part. Throws {@link DocumentDamaged} while they are read, before the last part, when they are no longer what was received. */
  open(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** All that was kept when each is come to, in the order of their hashes. */
  all(): AsyncIterable<KeptDocument>;
}

export class DocumentTooLarge extends Error {
  override readonly name = 'DocumentTooLarge';
  constructor(readonly limit: number) {
    super(`the document has more than ${limit} bytes`);
  }
}

export class DocumentEmpty extends Error {
  override readonly name = 'DocumentEmpty';
  constructor() {
    super('the document has no bytes');
  }
}

export class DocumentDiffers extends Error {
  override readonly name = 'DocumentDiffers';
  constructor(
    readonly announced: string,
    readonly received: string,
  ) {
    super(`the bytes have the hash ${received}, announced was ${announced}`);
  }
}

export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
  constructor(readonly sha256: string) {
    super(`the bytes kept as document ${sha256} are not those that were received`);
  }
}

/** Tells what a command about a document is informed of: its size, when the server has the bytes; nothing when it is only claimed. */
export type DocumentOnFile = (sha256: string) => Promise<{ readonly size: number } | undefined>;

export const documentOnFile =
  (store: Pick<DocumentStore, 'find'>): DocumentOnFile =>
  async (sha256) => {
    const kept = await store.find(sha256);
    return kept && { size: kept.size };
  };
