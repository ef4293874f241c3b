import { createCipheriv, createHash } from 'node:crypto';
import { DocumentDamaged, DocumentDiffers, DocumentEmpty, DocumentTooLarge, type DocumentStore } from '../document-store.port.ts';

export interface DocumentStoreUnderTest {
  readonly store: DocumentStore;
  /** The same documents, as another process sees them. */
  readonly elsewhere: DocumentStore;
  /** How many bytes are kept in all, also of what is no document. */
  bytesKept(): Promise<number>;
  /** Changes one byte of the document behind the store's back. */
  damage(sha256: string): Promise<void>;
  close(): Promise<void>;
}

const mebibyte = 1_048_576;
const roomy = { limit: 8 * mebibyte };

/** Bytes of which no two parts are alike, the same in every run. */
const someBytes = (size: number): Buffer => createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(size));

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* pieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* breakingOff(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* pieces(bytes);
  throw new Error('the sender hung up');
}

const bytesOf = async (parts: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const part of parts ?? []) all.push(part);
  return Buffer.concat(all);
};

/** What every document store holds to. */
export const documentStoreContract = (make: () => Promise<DocumentStoreUnderTest>): void => {
  let on: DocumentStoreUnderTest;
  beforeEach(async () => (on = await make()));
  afterEach(() => on.close());

  it.each([1, 1000, 262_144, 262_145, 3 * mebibyte + 17])('gives %i bytes back as they came, by their hash, to everyone', async (size) => {
    const bytes = someBytes(size);
    const sha256 = hashOf(bytes);
    expect(await on.store.receive(pieces(bytes, 10_007), roomy)).toEqual({ sha256, size });
    expect(await on.elsewhere.find(sha256)).toEqual({ sha256, size });
    expect(hashOf(await bytesOf(await on.elsewhere.open(sha256)))).toBe(sha256);
  });

  it('hands a large document out in parts', async () => {
    const { sha256 } = await on.store.receive(pieces(someBytes(mebibyte)), roomy);
    const parts: number[] = [];
    for await (const { length } of (await on.store.open(sha256)) ?? []) parts.push(length);
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts)).toBeLessThan(mebibyte / 2);
  });

  it('keeps the same bytes once, however they were cut, also when they come at once', async () => {
    const bytes = someBytes(mebibyte);
    const received = await Promise.all(
      [1_000, 65_536, mebibyte].map((size, at) => (at % 2 ? on.store : on.elsewhere).receive(pieces(bytes, size), roomy)),
    );
    expect(await on.store.receive(pieces(bytes), roomy)).toEqual(received[0]);
    expect(new Set(received.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await on.bytesKept()).toBe(mebibyte);
    expect(hashOf(await bytesOf(await on.store.open(hashOf(bytes))))).toBe(hashOf(bytes));
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const bytes = someBytes(mebibyte);
    await expect(on.store.receive(breakingOff(bytes), roomy)).rejects.toThrow('the sender hung up');
    expect(await on.bytesKept()).toBe(0);
    expect(await on.store.find(hashOf(bytes))).toBeUndefined();
  });

  it('takes exactly as many bytes as it may, and keeps nothing of more', async () => {
    const bytes = someBytes(mebibyte);
    await expect(on.store.receive(pieces(bytes), { limit: mebibyte - 1 })).rejects.toThrow(DocumentTooLarge);
    expect(await on.bytesKept()).toBe(0);
    expect(await on.store.receive(pieces(bytes), { limit: mebibyte })).toMatchObject({ size: mebibyte });
  });

  it('reads no further than to where the bytes are too many', async () => {
    let sent = 0;
    const endless = async function* () {
      for (const piece = someBytes(65_536); ; sent += piece.length) yield piece;
    };
    await expect(on.store.receive(endless(), { limit: mebibyte })).rejects.toThrow(DocumentTooLarge);
    expect(sent).toBeLessThan(2 * mebibyte);
  });

  it('keeps no document without bytes', async () => {
    await expect(on.store.receive(pieces(Buffer.alloc(0)), roomy)).rejects.toThrow(DocumentEmpty);
    await expect(on.store.receive(pieces(Buffer.alloc(0)), { ...roomy, announced: hashOf(Buffer.alloc(0)) })).rejects.toThrow(
      DocumentEmpty,
    );
    expect(await on.bytesKept()).toBe(0);
  });

  it('keeps nothing but what was announced', async () => {
    const bytes = someBytes(mebibyte);
    await expect(on.store.receive(pieces(bytes), { ...roomy, announced: hashOf(Buffer.from('another')) })).rejects.toThrow(DocumentDiffers);
    expect(await on.bytesKept()).toBe(0);
    expect(await on.store.receive(pieces(bytes), { ...roomy, announced: hashOf(bytes) })).toMatchObject({ size: mebibyte });
  });

  it.each(['0'.repeat(64), '', '../../etc/passwd', 'AB'.repeat(32), 'ab'.repeat(33), "' or true --"])(
    'has nothing named %j',
    async (name) => {
      await on.store.receive(pieces(Buffer.from([0xab])), roomy);
      expect(await on.store.find(name)).toBeUndefined();
      expect(await on.store.open(name)).toBeUndefined();
    },
  );

  it.each([1, 3 * mebibyte])('never hands out the whole of %i bytes that were changed', async (size) => {
    const { sha256 } = await on.store.receive(pieces(someBytes(size)), roomy);
    await on.damage(sha256);
    let got = 0;
    const read = async () => {
      for await (const { length } of (await on.elsewhere.open(sha256)) ?? []) got += length;
    };
    await expect(read()).rejects.toThrow(new DocumentDamaged(sha256).message);
    expect(got).toBeLessThan(size);
  });

  it('lists all that it keeps, in the order of the hashes', async () => {
    const sizes = new Map<string, number>();
    for (const size of [5, 6, 7, 8, 9]) sizes.set((await on.store.receive(pieces(someBytes(size)), roomy)).sha256, size);
    const listed: (readonly [string, number])[] = [];
    for await (const { sha256, size } of on.elsewhere.all()) listed.push([sha256, size]);
    expect(listed).toEqual([...sizes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
};
