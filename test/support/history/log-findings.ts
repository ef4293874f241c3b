import { parseEntry } from '#event-contracts';
import type { SequencedEvent, StoredEvent } from '#eventsourcing';
import { leafHash } from '#ledger';
import type { History } from './history.ts';

export const nameOf = ({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string => `${stream}@${revision}`;

/** Each command has left its events in one place, whether anybody was told so or not; each event is there once (I1, I2). */
export const storeFindings = ({ commands, store }: History): readonly string[] => {
  const last = new Map<string, StoredEvent>();
  const seen = new Set<string>();
  const findings: string[] = [];
  for (const event of store) {
    const { commandId, eventId } = parseEntry(event.entry);
    const before = last.get(commandId);
    if (seen.has(eventId)) findings.push(`the event ${eventId} is in the store twice, again as ${nameOf(event)}`);
    if (before && (before.stream !== event.stream || before.revision + 1 !== event.revision))
      findings.push(`the command ${commandId} had an effect at ${nameOf(before)} and another at ${nameOf(event)}`);
    seen.add(eventId);
    last.set(commandId, event);
  }
  return [...commands.faults(store), ...findings];
};

const differenceOf = (stored: StoredEvent | undefined, sequenced: SequencedEvent | undefined, index: number): string | undefined => {
  if (!sequenced) return `the ledger has nothing at ${index}, where the store has ${stored ? nameOf(stored) : 'nothing'}`;
  if (!stored) return `the ledger has ${nameOf(sequenced)} at ${index}, which the store has not`;
  if (nameOf(stored) !== nameOf(sequenced)) return `the ledger has ${nameOf(sequenced)} at ${index}, where the store has ${nameOf(stored)}`;
  if (sequenced.index !== index) return `the ledger has ${nameOf(sequenced)} at ${sequenced.index} instead of ${index}`;
  const parts = [stored.entry, stored.data, ...stored.sealed];
  const copies = [sequenced.entry, sequenced.data, ...sequenced.sealed];
  if (parts.length !== copies.length || !parts.every((part, at) => part.equals(copies[at]!)))
    return `the ledger has other bytes of ${nameOf(stored)} than the store`;
  return sequenced.leaf.equals(leafHash(sequenced.entry)) ? undefined : `the leaf of ${nameOf(stored)} is not that of its entry`;
};

/** The ledger is the store in its order, dense from 0; the first difference is told, as all that follows may differ for it (I3, I4). */
export const ledgerFindings = ({ store, ledger, verified }: History): readonly string[] => {
  const findings = verified.map((finding) => `verification: ${finding}`);
  for (let index = 0; index < Math.max(store.length, ledger.length); index += 1) {
    const difference = differenceOf(store[index], ledger[index], index);
    if (difference !== undefined) return [...findings, difference];
  }
  return findings;
};
