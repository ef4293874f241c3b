import type { DocumentStore } from '#eventsourcing';
import { takeIn } from './intake.ts';
import { verified } from './verified.ts';

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Documents in this process' memory: for tests and for trying things out. */
export const inMemoryDocumentStore = (parts: Map<string, readonly Buffer[]> = new Map()): DocumentStore => {
  const sizeOf = (kept: readonly Buffer[]): number => kept.reduce((sum, { length }) => sum + length, 0);
  const find = async (sha256: string) => {
    const kept = parts.get(sha256);
    return kept && { sha256, size: sizeOf(kept) };
  };
  return {
    find,
    receive: async (bytes, terms) => {
      const taken: Buffer[] = [];
      const document = await takeIn(bytes, terms, async (part) => taken.push(part));
      if (!parts.has(document.sha256)) parts.set(document.sha256, taken);
      return document;
    },
    open: async (sha256) => {
      const [document, kept] = [await find(sha256), parts.get(sha256)];
      return document && kept && verified(document, each(kept));
    },
    all: () =>
      each([...parts].map(([sha256, kept]) => ({ sha256, size: sizeOf(kept) })).toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))),
  };
};
