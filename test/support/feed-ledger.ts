import type { LedgerReader, SequencedEvent } from '#eventsourcing';
import { inMemoryLedger } from '#projections/testing';
import { salesLedger } from './sales-ledger.ts';

/** A ledger in memory with real events, of a few cases in turn; it counts how often it was read. */
export const feedLedger = async (size = 0, cases = 3) => {
  const sales = salesLedger();
  const ledger = inMemoryLedger();
  const reads: number[] = [];

  const record = async (index: number): Promise<SequencedEvent> => {
    const caseId = `case-${index % cases}`;
    if (index % 2 === 0) await sales.record(`lead-${caseId}`, { type: 'CommandHadNoEffect', data: { command: `n ${index}` } }, { caseId });
    else await sales.record(`team-${index}`, { type: 'TeamFormed', data: { teamId: `${index}`, name: `团队 ${index}` } }, { caseId });
    return sales.sequenced[index]!;
  };
  /** So many more events, told of once. */
  const grow = async (by: number): Promise<void> => {
    const from = ledger.events.length;
    const events: SequencedEvent[] = [];
    for (let index = from; index < from + by; index += 1) events.push(await record(index));
    ledger.append(events);
  };
  await grow(size);

  const reader: LedgerReader = {
    ...ledger,
    read: (from, limit) => {
      reads.push(from);
      return ledger.read(from, limit);
    },
  };
  return { reader, reads, grow, ledger };
};
