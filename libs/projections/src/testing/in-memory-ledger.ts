import type { LedgerReader, SequencedEvent } from '#eventsourcing';

/** A ledger in memory that a test writes as it likes. */
export interface TestLedger extends LedgerReader {
  append(events: readonly SequencedEvent[]): void;
  /** Another past, as after a restore. */
  replace(events: readonly SequencedEvent[]): void;
  readonly events: readonly SequencedEvent[];
}

/** Events in the order given, which must be that of their indexes. Its root is not computed. */
export const inMemoryLedger = (events: readonly SequencedEvent[] = [], ledgerId = '6f1c5f5e-2f0c-4f0e-9a52-7a3e5a0c1b11'): TestLedger => {
  let log = [...events];
  const listeners = new Set<(size: number) => void>();
  const told = (): void => {
    for (const listener of [...listeners]) listener(log.length);
  };
  return {
    get events() {
      return log;
    },
    append: (more) => {
      log.push(...more);
      told();
    },
    replace: (others) => {
      log = [...others];
      told();
    },
    head: async () => ({ ledgerId, size: log.length, root: '' }),
    read: async (from, limit) => log.slice(from, from + limit),
    readCase: async (caseId, from, to, limit) =>
      log
        .slice(from, to)
        .filter((event) => event.caseId === caseId)
        .slice(0, limit),
    indexOf: async (stream, revision) => log.find((event) => event.stream === stream && event.revision === revision)?.index,
    onGrowth: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
