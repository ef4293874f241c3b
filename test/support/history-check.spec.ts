import { catalogue, ledgerDecoder } from '#event-contracts';
import type { SequencedEvent } from '#eventsourcing';
import { partitionOf, type Publication } from '#fanout';
import { leafHash } from '#ledger';
import { oracle } from '#projections/testing';
import { readModels } from '../../apps/common/src/read-models.ts';
import { commandHistory } from './command-history.ts';
import { findingsIn } from './history-check.ts';
import type { History } from './history/history.ts';
import { commandsOf, dealOf, salesLedger } from './sales-ledger.ts';
import type { TopicRecord } from './whole-topic.ts';

const ledgerId = 'the-ledger';
const topic = 'events';
const partitions = 3;

const played = async (): Promise<readonly SequencedEvent[]> => {
  const ledger = salesLedger();
  for (const id of ['a', 'b', 'c', 'd', 'e']) {
    const deal = dealOf(ledger, id);
    const { capture, assign, qualify } = commandsOf(id);
    for (const command of [capture(), assign('rep-1'), qualify('MQL'), qualify('SQL')]) await deal(command);
  }
  return ledger.sequenced.map((event) => ({ ...event, leaf: leafHash(event.entry) }));
};

const recordsOf = (ledger: readonly SequencedEvent[]): readonly TopicRecord[] => {
  const last = new Map<number, number>();
  return ledger.map((event) => {
    const partition = partitionOf(event.caseId, partitions);
    const prevIndex = last.get(partition) ?? -1;
    last.set(partition, event.index);
    return { ...event, partition, key: event.caseId, ledgerId, prevIndex };
  });
};

const publicationOf = (ledger: readonly SequencedEvent[]): Publication => ({
  ...{ ledgerId, generation: 1, topic, partitions, from: 0, until: undefined, position: ledger.length, leaf: ledger.at(-1)?.leaf },
  heads: Array.from(
    { length: partitions },
    (_, at) => ledger.findLast(({ caseId }) => partitionOf(caseId, partitions) === at)?.index ?? -1,
  ),
});

const wholeHistory = async (): Promise<History> => {
  const ledger = await played();
  const commands = commandHistory();
  for (const { stream, revision } of ledger)
    commands.given('/v1/leads', {}).answers.add(`201 ${JSON.stringify({ stream, revision, events: ['one'] })}`);
  const models = readModels.map((definition) => ({
    definition,
    rows: oracle(definition, ledger, ledgerDecoder(catalogue)),
    checkpoints: [{ partition: 0, of: 1, ledgerId, position: ledger.length, leaf: ledger.at(-1)?.leaf }],
    parkedCases: 0,
  }));
  const topics = new Map([[topic, recordsOf(ledger)]]);
  return { commands, store: ledger, ledgerId, ledger, verified: [], publications: [publicationOf(ledger)], topics, models };
};

const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, place) => place !== at);
const changed = <T>(items: readonly T[], at: number, one: Partial<T>): T[] =>
  items.map((item, place) => (place === at ? { ...item, ...one } : item));
const swapped = <T>(items: readonly T[], one: number, other: number): T[] =>
  items.map((item, place) => items[place === one ? other : place === other ? one : place] ?? item);

describe('the history checker', () => {
  let whole: History;
  beforeAll(async () => void (whole = await wholeHistory()));

  const withTopic = (records: readonly TopicRecord[]): History => ({ ...whole, topics: new Map([[topic, records]]) });
  const records = (): readonly TopicRecord[] => whole.topics.get(topic)!;
  /** Places in the topic that belong to one partition. */
  const ofOnePartition = (): readonly number[] => {
    const { partition } = records()[0]!;
    return records().flatMap((record, at) => (record.partition === partition ? [at] : []));
  };
  const answered = (answer: object, more: object = {}): History => {
    const commands = commandHistory();
    commands.given('/v1/leads', {}).answers.add(`201 ${JSON.stringify(answer)}`);
    if (Object.keys(more).length > 0) commands.acknowledged()[0]!.answers.add(`201 ${JSON.stringify(more)}`);
    return { ...whole, commands };
  };
  const finds = (history: History, finding: RegExp): void => expect(findingsIn(history)).toContainEqual(expect.stringMatching(finding));

  it('finds nothing in a history that is whole', () => expect(findingsIn(whole)).toEqual([]));

  it('finds nothing in repetitions on the topic, nor in records of a former ledger', () => {
    const repeated = [...records().slice(0, 8), ...records().slice(2)];
    const former = records().map((record) => ({ ...record, ledgerId: 'former', entry: Buffer.from('{}') }));
    expect(findingsIn(withTopic([...former, ...repeated]))).toEqual([]);
  });

  it('finds nothing in what was sent and is not yet said to be', () => {
    const publications = [{ ...publicationOf(whole.ledger.slice(0, 9)), position: 9 }];
    expect(findingsIn({ ...whole, publications })).toEqual([]);
  });

  it('finds answers that the store does not bear out', () => {
    const [{ stream }] = whole.store as readonly [SequencedEvent];
    finds(answered({ stream, revision: 99, events: ['one'] }), /was acknowledged and is not there/);
    finds(answered({ stream, revision: 1, events: ['one', 'two'] }), /left .*@1/);
    finds(answered({ stream, revision: 0, events: ['one'] }, { stream, revision: 1, events: ['one'] }), /answered in 2 ways/);
  });

  it('finds events that are in the store twice, or not in a row', () => {
    finds({ ...whole, store: [...whole.store, whole.store[3]!] }, /is in the store twice/);
    finds({ ...whole, store: without(whole.store, 1) }, /has 2 where 1 should be/);
    const [first, second] = whole.store as readonly [SequencedEvent, SequencedEvent];
    const entry = Buffer.from(String(second.entry).replace(/"commandId":"[^"]+"/, `"commandId":"command-0"`));
    finds({ ...whole, store: [first, ...without(whole.store, 0).slice(1), { ...second, entry, stream: 'lead-x' }] }, /another at lead-x@1/);
  });

  it('finds where the ledger is not the store', () => {
    finds({ ...whole, ledger: whole.ledger.slice(0, -1) }, /has nothing at 19/);
    finds({ ...whole, store: whole.store.slice(0, -1) }, /at 19, which the store has not/);
    finds({ ...whole, ledger: swapped(whole.ledger, 4, 5) }, /at 4, where the store has/);
    finds({ ...whole, ledger: changed(whole.ledger, 4, { index: 7 }) }, /at 7 instead of 4/);
    finds({ ...whole, ledger: changed(whole.ledger, 4, { data: Buffer.from('{}') }) }, /other bytes of/);
    finds({ ...whole, ledger: changed(whole.ledger, 4, { leaf: Buffer.alloc(32) }) }, /is not that of its entry/);
    finds({ ...whole, verified: ['the root is wrong'] }, /verification: the root is wrong/);
  });

  it('finds what the topic lacks, has in another order, or has otherwise', () => {
    const [one = 0, two = 0] = ofOnePartition();
    finds(withTopic(without(records(), two)), /has index \d+ where \d+ should be/);
    finds(withTopic(without(records(), ofOnePartition().at(-1)!)), /lacks index \d+, and 20 events are said to be published/);
    finds(withTopic(swapped(records(), one, two)), /where 0 should be/);
    finds(withTopic(changed(records(), two, { prevIndex: -1 })), /says that -1 comes before/);
    finds(withTopic(changed(records(), one, { partition: (records()[one]!.partition + 1) % partitions })), /should be|which is not of it/);
    finds(withTopic(changed(records(), one, { data: Buffer.from('{}') })), /something else at index 0/);
    finds(withTopic(changed(records(), one, { entry: records()[two]!.entry })), /something else at index 0/);
    finds(withTopic(changed(records(), one, { key: 'another' })), /has the key another/);
    finds(withTopic([...records(), { ...records()[one]!, index: 25 }]), /and the ledger only 20 events/);
  });

  it('finds a checkpoint of the publication that has passed what was sent', () => {
    const publications = [{ ...whole.publications[0]!, position: 25 }];
    finds({ ...whole, publications }, /is said to have 25 events/);
    finds({ ...whole, publications: [{ ...whole.publications[0]!, heads: [-1, -1, -1] }] }, /is said to end with index -1/);
  });

  it('finds rows that are not the fold of the ledger, and checkpoints beside it', () => {
    const model = whole.models.find(({ rows }) => rows.length > 1)!;
    const withModel = (some: Partial<typeof model>): History => ({ ...whole, models: [{ ...model, ...some }] });
    const { name } = model.definition.projection;
    finds(withModel({ rows: without(model.rows, 0) }), new RegExp(`^${name} has .* where the fold`));
    finds(withModel({ rows: [...model.rows, { more: true }] }), /rows, and the fold of the ledger/);
    finds(withModel({ parkedCases: 1 }), /has parked 1 cases/);
    const [checkpoint] = model.checkpoints as readonly [(typeof model.checkpoints)[number]];
    finds(withModel({ checkpoints: [{ ...checkpoint, position: 21 }] }), /is at 21, and the ledger has 20/);
    finds(withModel({ checkpoints: [{ ...checkpoint, leaf: Buffer.alloc(32) }] }), /is not behind the event/);
    finds(withModel({ checkpoints: [{ ...checkpoint, ledgerId: 'former' }] }), /is of the ledger former/);
  });
});
