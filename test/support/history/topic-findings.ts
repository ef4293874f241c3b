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

const generationFindings = ({ ledger, ledgerId, topics }: History, publication: Publication): readonly string[] => {
  const { topic, partitions, from, until = ledger.length, position, heads } = publication;
  const records = topics.get(topic)?.filter((record) => record.ledgerId === ledgerId) ?? [];
  const findings: string[] = [];
  if (position > ledger.length) findings.push(`${topic} is said to have ${position} events, and the ledger has ${ledger.length}`);
  for (let partition = 0; partition < partitions; partition += 1) {
    const where = `partition ${partition} of ${topic}`;
    const own = ledger.filter(({ caseId }) => partitionOf(caseId, partitions) === partition);
    const its = records.filter((record) => record.partition === partition);
    const expected = {
      events: own.filter(({ index }) => index >= from && index < until),
      before: own.findLast(({ index }) => index < from)?.index ?? -1,
    };
    const head = own.findLast(({ index }) => index < position)?.index ?? -1;
    if (heads[partition] !== head)
      findings.push(`${where} is said to be published up to ${heads[partition]}, and its last index below ${position} is ${head}`);
    findings.push(...its.flatMap((record) => recordFindings(record, ledger, where)).slice(0, 1));
    findings.push(...orderFindings(withoutRepetitions(its), expected, publication, where));
  }
  return findings;
};

/** Repetitions dropped, each partition has the ledger's events of it in order, and all that are said to be there (I4–I7). */
export const topicFindings = (history: History): readonly string[] =>
  history.publications.flatMap((one) => generationFindings(history, one));
