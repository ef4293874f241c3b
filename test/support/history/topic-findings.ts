import { parseEntry, sha256Hex } from '#event-contracts';
import type { SequencedEvent } from '#eventsourcing';
import { partitionOf, type Publication } from '#fanout';
import { leafHash } from '#ledger';
import type { TopicRecord } from '../whole-topic.ts';
import type { History } from './history.ts';
import { nameOf } from './log-findings.ts';

/** Whether what stands in a record is the ledger's event of that index, by the hashes that the ledger is made of. */
const recordFindings = (record: TopicRecord, ledger: readonly SequencedEvent[], where: string): readonly string[] => {
  const event = ledger[record.index];
  if (!event) return [`${where} has index ${record.index}, and the ledger only ${ledger.length} events`];
  const { dataHash, sealed, caseId } = parseEntry(record.entry);
  const hashes = [sha256Hex(record.data), ...record.sealed.map(sha256Hex)];
  const sound =
    leafHash(record.entry).equals(event.leaf) &&
    [dataHash, ...sealed.map(({ hash }) => hash)].join() === hashes.join() &&
    nameOf(record) === nameOf(event);
  return [
    ...(sound ? [] : [`${where} has something else at index ${record.index} than the ledger`]),
    ...(record.key === caseId ? [] : [`${where} has the key ${record.key} at index ${record.index}, for an event of the case ${caseId}`]),
  ];
};

/** What a consumer makes of a partition: whatever is not above all that came before is dropped. */
const withoutRepetitions = (records: readonly TopicRecord[]): readonly TopicRecord[] => {
  let highest = -1;
  return records.filter(({ index }) => {
    const above = index > highest;
    highest = Math.max(highest, index);
    return above;
  });
};

interface Expected {
  readonly events: readonly SequencedEvent[];
  /** The last index of the partition before these. */
  readonly before: number;
}

const orderFindings = (
  seen: readonly TopicRecord[],
  { events, before }: Expected,
  { position }: Publication,
  where: string,
): readonly string[] => {
  let prevIndex = before;
  for (const [at, event] of events.entries()) {
    const record = seen[at];
    if (!record)
      return event.index < position ? [`${where} lacks index ${event.index}, and ${position} events are said to be published`] : [];
    if (record.index !== event.index) return [`${where} has index ${record.index} where ${event.index} should be`];
    if (record.prevIndex !== prevIndex)
      return [`${where} says that ${record.prevIndex} comes before ${record.index}, and ${prevIndex} does`];
    prevIndex = event.index;
  }
  return seen.length > events.length ? [`${where} has index ${seen[events.length]!.index}, which is not of it`] : [];
};

const partitionFindings = (history: History, publication: Publication, partition: number): readonly string[] => {
  const { ledger, ledgerId, topics } = history;
  const { topic, partitions, from, until = ledger.length, position, heads } = publication;
  const where = `partition ${partition} of ${topic}`;
  const records = topics.get(topic)?.filter((record) => record.ledgerId === ledgerId && record.partition === partition) ?? [];
  const own = ledger.filter(({ caseId }) => partitionOf(caseId, partitions) === partition);
  const lastBelow = (end: number): number => own.findLast(({ index }) => index < end)?.index ?? -1;
  const expected = { events: own.filter(({ index }) => index >= from && index < until), before: lastBelow(from) };
  const head = lastBelow(position);
  return [
    ...(heads[partition] === head
      ? []
      : [`${where} is said to end with index ${heads[partition]} below ${position}, and ends with ${head}`]),
    ...records.flatMap((record) => recordFindings(record, ledger, where)).slice(0, 1),
    ...orderFindings(withoutRepetitions(records), expected, publication, where),
  ];
};

const generationFindings = (history: History, publication: Publication): readonly string[] => {
  const { topic, partitions, position } = publication;
  const { length } = history.ledger;
  return [
    ...(position > length ? [`${topic} is said to have ${position} events, and the ledger has ${length}`] : []),
    ...Array.from({ length: partitions }, (_, partition) => partitionFindings(history, publication, partition)).flat(),
  ];
};

/** Repetitions dropped, each partition has the ledger's events of it in order, and all that are said to be there (I4–I7). */
export const topicFindings = (history: History): readonly string[] =>
  history.publications.flatMap((one) => generationFindings(history, one));
