import type { LedgerReader, SequencedEvent } from '#eventsourcing';

export type ReadAhead = (from: number, limit: number, ahead: boolean) => Promise<readonly SequencedEvent[]>;

/** Starts on the next read while a backlog is worked off, so that reading and folding overlap. */
export const readingAhead = (ledger: Pick<LedgerReader, 'read'>): ReadAhead => {
  let next: { readonly from: number; readonly events: Promise<readonly SequencedEvent[]> } | undefined;
  return async (from, limit, ahead) => {
    const awaited = next?.from === from ? await next.events.catch(() => undefined) : undefined;
    next = undefined;
    const events = awaited ?? (await ledger.read(from, limit));
    if (ahead && events.length === limit) {
      next = { from: from + limit, events: ledger.read(from + limit, limit) };
      next.events.catch(() => undefined);
    }
    return events.length > limit ? events.slice(0, limit) : events;
  };
};
