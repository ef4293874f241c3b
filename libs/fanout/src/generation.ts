import type { LedgerReader, SequencedEvent } from '#eventsourcing';
import { partitionOf } from './partitioner.ts';
import { PublicationHalted, type Publication, type PublicationMark } from './publications.port.ts';
import type { FanoutRecord } from './record.ts';

/** The name that the topic has in its so-manieth generation. */
export const topicOfGeneration = (name: string, generation: number): string => (generation === 1 ? name : `${name}.g${generation}`);

/** Consecutive events as records, and where the generation stands once they are acknowledged. */
export const recordsOf = (
  { ledgerId, partitions, heads }: Publication,
  events: readonly SequencedEvent[],
): { readonly records: readonly FanoutRecord[]; readonly mark: PublicationMark } => {
  const last = [...heads];
  const records = events.map((event) => {
    const partition = partitionOf(event.caseId, partitions);
    const record = { ledgerId, partition, prevIndex: last[partition] ?? -1, event };
    last[partition] = event.index;
    return record;
  });
  const end = events.at(-1);
  if (!end) throw new RangeError('no event is no batch');
  return { records, mark: { position: end.index + 1, leaf: end.leaf, heads: last } };
};

/** Throws {@link PublicationHalted} when the ledger is not the one that was published so far. */
export const verifyPublished = async (
  ledger: Pick<LedgerReader, 'head' | 'read'>,
  { ledgerId, topic, position, leaf }: Publication,
): Promise<void> => {
  const { size } = await ledger.head();
  if (size < position)
    throw new PublicationHalted(
      `${position} events of the ledger ${ledgerId} are published on ${topic}, but it has only ${size}: was an older backup restored? Then give the ledger a new id.`,
    );
  if (position === 0) return;
  const [last] = await ledger.read(position - 1, 1);
  if (!last || !leaf || !last.leaf.equals(leaf))
    throw new PublicationHalted(
      `the event at index ${position - 1} of the ledger ${ledgerId} is not the one that was published on ${topic}`,
    );
};

/** Throws {@link PublicationHalted} when a topic of so many partitions cannot follow one of those. */
export const assertSplittable = ({ topic, partitions }: Publication, wanted: number): void => {
  if (wanted % partitions === 0) return;
  throw new PublicationHalted(
    `${topic} has ${partitions} partitions, and ${wanted} are asked for: a new number must be a multiple, so that every partition is split and none is mixed`,
  );
};
