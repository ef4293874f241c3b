import fc from 'fast-check';
import { InMemoryBroker, InMemoryLeases, InMemoryProjectionStore, InMemoryPublications, type SendFault } from '#in-memory';
import { partitionedLedger } from '#fanout/testing';
import { projectionOperations, projectionRunner, type Slice } from '#projections';
import {
  comparable,
  counterFacts,
  decodeCounters,
  eventually,
  inMemoryLedger,
  journal,
  oracle,
  sequence,
  totals,
  type CounterFact,
} from '#projections/testing';
import {
  ledgerSlices,
  openTopicFeed,
  partitionOf,
  startPublisher,
  TopicUnfit,
  type Publisher,
  type PublisherOptions,
  type ReceivedRecord,
  type TopicFeed,
  type TopicFeedOptions,
  type TopicSettings,
} from './index.ts';

const add = (caseId: string, amount: number): CounterFact => ({ caseId, event: { type: 'CounterAdded', data: { amount, note: null } } });
const facts = (count: number, cases = 9): readonly CounterFact[] => Array.from({ length: count }, (_, at) => add(`case-${at % cases}`, at));

/** A ledger, a topic, and whoever works between them and the rows. */
const world = (partitions = 3) => {
  const ledger = partitionedLedger(inMemoryLedger());
  const broker = new InMemoryBroker();
  const publications = new InMemoryPublications();
  const leases = new InMemoryLeases();
  const store = new InMemoryProjectionStore();
  const projections = [totals(), journal()];
  const errors: Error[] = [];
  const stops: (() => Promise<void>)[] = [];
  const topic = { name: 'events', partitions, replication: 1, minInsyncReplicas: 1, retentionMs: -1 };

  const publisher = (options: Partial<PublisherOptions> = {}): Publisher => {
    const onError = (error: Error): void => void errors.push(error);
    const shared = { ledger, publications, leases, topics: broker, openProducer: broker.openProducer, topic, onError };
    const one = startPublisher({ ...shared, holder: `${Math.random()}`, leaseFor: 60, restFor: 2, batch: 7, ...options });
    stops.push(() => one.stop());
    return one;
  };
  const projector = async (options: Partial<TopicFeedOptions> = {}) => {
    const shared = {
      ledger,
      publications,
      openConsumer: broker.openConsumer,
      group: 'projectors',
      onError: (error: Error) => void errors.push(error),
    };
    const feed = await openTopicFeed({ ...shared, quietMs: 60_000, watchEvery: 5, ...options });
    const settings = { pollMs: 2, registryMs: 5, batch: 5, chunk: 20 };
    const runner = projectionRunner({ ledger, store, decode: decodeCounters, projections, slices: ledgerSlices(ledger), feed, settings });
    await runner.start();
    const stop = async (): Promise<void> => {
      await runner.stop();
      await feed.stop();
    };
    stops.push(stop);
    return { feed, stop };
  };
  const operations = projectionOperations({ ledger, store, decode: decodeCounters, projections, slices: ledgerSlices(ledger) });
  const caughtUp = (of = partitions): Promise<unknown> =>
    eventually('every row is there', async () => {
      const live = (await operations.status()).filter((status) => status.live);
      return live.length === projections.length && live.every((status) => status.lagEvents === 0 && status.partitions === of);
    });
  const published = (): Promise<unknown> =>
    eventually('all is published', async () => (await current())?.position === ledger.events.length);
  const current = async () => (await publications.generations((await ledger.head()).ledgerId)).at(-1);
  return {
    ...{ ledger, broker, publications, leases, topic, store, errors, publisher, projector, operations, caughtUp, published, current },
    append: (some: readonly CounterFact[]) => ledger.append(sequence(some, ledger.events)),
    expectOracle: (): void => {
      for (const definition of projections)
        expect(comparable(definition, store.rows(definition.projection.name)!)).toEqual(oracle(definition, ledger.events, decodeCounters));
    },
    stop: async () => {
      await Promise.all(stops.splice(0).map((stop) => stop()));
      await broker.close();
    },
  };
};

/** What a consumer keeps that drops what is not above all it has had (I4). */
const rising = (records: readonly ReceivedRecord[]): readonly ReceivedRecord[] => {
  let last = -1;
  return records.filter(({ event: { index } }) => index > last && ((last = index), true));
};

/** Each partition has exactly its events, each record naming the one before. */
const expectPublished = ({ ledger, broker }: Pick<ReturnType<typeof world>, 'ledger' | 'broker'>, topic: string, from = 0): void => {
  const partitions = broker.records(topic);
  for (const [partition, records] of partitions.entries()) {
    const mine = ledger.events.filter(({ caseId }) => partitionOf(caseId, partitions.length) === partition);
    const expected = mine.map(({ index }, at) => ({ index, prevIndex: mine[at - 1]?.index ?? -1 })).filter(({ index }) => index >= from);
    expect(rising(records).map(({ event: { index }, prevIndex }) => ({ index, prevIndex }))).toEqual(expected);
  }
};

const faults = (kinds: readonly SendFault[]) => {
  let at = 0;
  return (): SendFault => kinds[at++] ?? 'none';
};

describe('publishing', () => {
  it('sends every event once to the partition of its case, in order', async () => {
    const on = world();
    on.append(facts(50));
    on.publisher();
    await on.published();
    on.append(facts(30));
    await on.published();
    await on.stop();
    expectPublished(on, 'events');
    expect(on.broker.records('events').flat()).toHaveLength(80);
  });

  it('leaves nothing out and nothing out of order, whatever becomes of a send (I5, I7)', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom<SendFault>('none', 'answerLost', 'partly', 'nothing'), { maxLength: 4 }), async (kinds) => {
        const on = world();
        on.broker.fault = faults(kinds);
        on.append(facts(30));
        on.publisher();
        await on.published();
        await on.stop();
        expectPublished(on, 'events');
      }),
      { numRuns: 15 },
    ));

  it('never passes what is not acknowledged (I5)', async () => {
    const on = world();
    on.append(facts(20));
    on.broker.fault = () => 'nothing';
    const one = on.publisher();
    await eventually('it has failed twice', async () => on.errors.length >= 2);
    expect([(await on.current())?.position, one.status().lastError?.message]).toEqual([0, 'the send was not acknowledged (nothing)']);
    on.broker.fault = () => 'none';
    await on.published();
    await on.stop();
  });

  it('looks after its topic once, however often it begins anew, and again when the topic is no more', async () => {
    const on = world();
    const looks: string[] = [];
    const topics = { ensure: (settings: TopicSettings) => (looks.push(settings.name), on.broker.ensure(settings)) };
    on.append(facts(40));
    on.broker.fault = faults(['nothing', 'answerLost', 'nothing']);
    on.publisher({ topics });
    await on.published();
    expect([on.errors.length, looks]).toEqual([3, ['events']]);
    on.broker.remove('events');
    on.append(facts(10));
    await on.published();
    expect(looks).toEqual(['events', 'events']);
    await on.stop();
    expectPublished(on, 'events', 40);
  });

  it('goes on failing until something is acknowledged, whatever it makes ready meanwhile', async () => {
    const on = world();
    on.append(facts(60));
    on.broker.fault = () => 'nothing';
    const seen: (string | undefined)[] = [];
    const read: typeof on.ledger.read = (from, limit) => {
      if (from > 0) seen.push(one.status().lastError?.message);
      return on.ledger.read(from, limit);
    };
    const one: Publisher = on.publisher({ ledger: { ...on.ledger, read } });
    await eventually('it has failed twice', async () => on.errors.length >= 2);
    on.broker.fault = () => 'none';
    await on.published();
    await eventually('it says so', async () => one.status().lastError === undefined);
    await on.stop();
    expect(seen.slice(0, 2)).toEqual([undefined, 'the send was not acknowledged (nothing)']);
  });

  it('drops nothing when a stale leader sends late what another has sent since (I6)', async () => {
    const on = world();
    on.append(facts(60));
    on.broker.fault = faults(['late', 'none', 'late', 'none', 'late']);
    const two = [on.publisher(), on.publisher()];
    await on.published();
    await eventually('what was late has come', async () => on.broker.records('events').flat().length > 60);
    expect(two.filter((one) => one.status().leader).length).toBeLessThanOrEqual(1);
    await on.stop();
    expectPublished(on, 'events');
  });

  it('is taken over when the leader goes', async () => {
    const on = world();
    const first = on.publisher();
    on.append(facts(10));
    await on.published();
    const second = on.publisher();
    await first.stop();
    on.append(facts(10));
    await on.published();
    expect(second.status().leader).toBe(true);
    await on.stop();
    expectPublished(on, 'events');
  });

  it('halts when the ledger is another than was published', async () => {
    const on = world();
    on.append(facts(20));
    const first = on.publisher();
    await on.published();
    await first.stop();
    on.ledger.replace(on.ledger.events.slice(0, 10));
    const behind = on.publisher();
    await eventually('it is halted', async () => behind.status().halted !== undefined);
    expect(behind.status().halted?.message).toMatch(/20 events .* published on events, but it has only 10: was an older backup restored/);
    await on.stop();
  });

  it('goes on with more partitions in another generation of the topic, from where it was', async () => {
    const on = world(3);
    on.append(facts(40));
    const first = on.publisher();
    await on.published();
    await first.stop();
    on.publisher({ topic: { ...on.topic, partitions: 6 } });
    on.append(facts(40));
    await on.published();
    expect(await on.current()).toMatchObject({ generation: 2, topic: 'events.g2', partitions: 6, from: 40 });
    const few = on.publisher({ topic: { ...on.topic, partitions: 4 } });
    await on.stop();
    const wrong = on.publisher({ topic: { ...on.topic, partitions: 4 } });
    await eventually('it is halted', async () => wrong.status().halted !== undefined);
    expect(wrong.status().halted?.message).toMatch(/events\.g2 has 6 partitions, and 4 are asked for: a new number must be a multiple/);
    await on.stop();
    expect(few.status().position).toBeLessThanOrEqual(80);
    expectPublished({ ...on, ledger: { ...on.ledger, events: on.ledger.events.slice(0, 40) } }, 'events');
    expectPublished(on, 'events.g2', 40);
  });

  it('can be given another name for the topic when the first one is left of another ledger, with fewer partitions', async () => {
    const on = world(3);
    const other = partitionedLedger(inMemoryLedger(sequence(facts(9)), '00000000-0000-4000-8000-000000000001'));
    const before = on.publisher({ ledger: other, leases: new InMemoryLeases() });
    await eventually('the other is published', async () => before.status().position === 9);
    await before.stop();
    on.append(facts(20));
    const unfit = on.publisher({ topic: { ...on.topic, partitions: 6 } });
    await eventually('it says so', async () => unfit.status().lastError instanceof TopicUnfit);
    await unfit.stop();
    on.publisher({ topic: { ...on.topic, name: 'others', partitions: 6 } });
    await on.published();
    expect(await on.current()).toMatchObject({ generation: 1, topic: 'others', partitions: 6 });
    await on.stop();
    expectPublished(on, 'others');
  });
});

describe('projecting from the topic', () => {
  it('gives the plain fold’s rows, whatever becomes of sends, offsets, records and members (I3, I7, I8)', () =>
    fc.assert(
      fc.asyncProperty(
        counterFacts(80),
        fc.array(fc.constantFrom<SendFault>('none', 'answerLost', 'partly', 'late'), { maxLength: 3 }),
        fc.array(fc.constantFrom('rebalance', 'forgetOffsets', 'join', 'leave'), { maxLength: 4 }),
        fc.integer({ min: 2, max: 9 }),
        async (some, kinds, happenings, loseEvery) => {
          const on = world();
          on.broker.fault = faults(kinds);
          on.broker.isLost = ({ event }) => event.index % loseEvery === 1;
          on.publisher();
          const members = [await on.projector({ quietMs: 20 }), await on.projector({ quietMs: 20, held: 3 })];
          const share = Math.ceil(some.length / (happenings.length + 1));
          for (const [at, happening] of [...happenings, 'rebalance'].entries()) {
            on.append(some.slice(at * share, (at + 1) * share));
            await new Promise(setImmediate);
            if (happening === 'join') members.push(await on.projector({ quietMs: 20 }));
            else if (happening === 'leave') await members.shift()?.stop();
            else on.broker[happening as 'rebalance' | 'forgetOffsets']();
          }
          if (members.length === 0) await on.projector({ quietMs: 20 });
          await on.caughtUp();
          await on.stop();
          on.expectOracle();
        },
      ),
      { numRuns: 15 },
    ));

  it('fills what the topic lacks from the ledger', async () => {
    const on = world(1);
    on.broker.isLost = ({ event }) => event.index > 10 && event.index < 30;
    on.publisher();
    await on.projector();
    await on.caughtUp();
    on.append(facts(40));
    await on.caughtUp();
    await on.stop();
    on.expectOracle();
    expect(on.errors).toEqual([]);
  });

  it('starts where its rows are, not where the group’s offsets say', async () => {
    const on = world();
    on.publisher();
    const first = await on.projector();
    on.append(facts(30));
    await on.caughtUp();
    await first.stop();
    on.append(facts(30));
    await on.published();
    const skipping = on.broker.openConsumer;
    await on.projector({
      openConsumer: async (where, listener) => {
        const consumer = await skipping(where, listener);
        for (const partition of [0, 1, 2]) consumer.commit(partition, String(on.broker.records('events')[partition]!.length));
        on.broker.rebalance();
        return consumer;
      },
    });
    await on.caughtUp();
    await on.stop();
    on.expectOracle();
  });

  it('passes over what a ledger that is no more has left in the topic', async () => {
    const on = world(1);
    const other = partitionedLedger(inMemoryLedger(sequence(facts(9)), '00000000-0000-4000-8000-000000000001'));
    const before = on.publisher({ ledger: other, leases: new InMemoryLeases() });
    await eventually('the other is published', async () => before.status().position === 9);
    await before.stop();
    on.publisher();
    await on.projector();
    await on.caughtUp();
    on.append(facts(30, 4));
    await on.caughtUp();
    await on.stop();
    on.expectOracle();
    expect(on.broker.records('events')[0]).toHaveLength(39);
  });

  it('gives its partitions up when the ledger gets another id, to those who follow that', async () => {
    const on = world(2);
    let ledgerId = '00000000-0000-4000-8000-000000000001';
    const renewed = { ...on.ledger, head: async () => ({ ...(await on.ledger.head()), ledgerId }) };
    await on.publications.begin({ ledgerId, topic: 'events', partitions: 2 });
    await on.broker.ensure(on.topic);
    const left = (await on.projector({ ledger: renewed })).feed;
    await eventually('it has both', async () => left.status().partitions.length === 2);
    ({ ledgerId } = await on.ledger.head());
    on.publisher();
    const { feed } = await on.projector();
    on.append(facts(20));
    await on.caughtUp();
    await eventually('the other has both', async () => feed.status().partitions.length === 2);
    expect(left.status()).toMatchObject({ partitions: [], consumer: undefined });
    await on.stop();
    on.expectOracle();
  });

  it('goes on from the ledger while no broker answers, at its own slower pace', async () => {
    const on = world();
    on.publisher();
    await on.projector({ quietMs: 10 });
    on.append(facts(10));
    await on.caughtUp();
    on.broker.fault = () => 'nothing';
    on.append(facts(25));
    await on.caughtUp();
    await on.stop();
    on.expectOracle();
  });

  it('follows the topic into its next generation', async () => {
    const on = world(2);
    const publisher = on.publisher();
    const feeds: TopicFeed[] = [(await on.projector()).feed, (await on.projector()).feed];
    on.append(facts(30));
    await on.caughtUp(2);
    await publisher.stop();
    on.publisher({ topic: { ...on.topic, partitions: 4 } });
    on.append(facts(30));
    await on.caughtUp(4);
    // Whoever comes first to the next generation is dealt the first partitions.
    expect(feeds.map((feed) => feed.status().topic)).toEqual(['events.g2', 'events.g2']);
    expect(feeds.map((feed) => feed.status().partitions).sort()).toEqual([
      [0, 2],
      [1, 3],
    ]);
    await on.stop();
    on.expectOracle();
  });

  it('holds only so many records of a partition, and takes the rest as these go', async () => {
    const on = world(1);
    on.append(facts(300));
    on.publisher();
    await on.published();
    const taken: number[] = [];
    const feed = await openTopicFeed({
      ledger: on.ledger,
      publications: on.publications,
      group: 'slow',
      held: 60,
      openConsumer: (where, listener) =>
        on.broker.openConsumer(where, {
          ...listener,
          received: async (partition, records) => {
            taken.push(records.length);
            await listener.received(partition, records);
          },
        }),
    });
    const slice: Slice = { partition: 0, of: 1 };
    await eventually('it holds enough', async () => taken.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).toEqual([50, 50]);
    let at = 0;
    while (at < 300) at += (await feed.read(slice, at, 10, false)).events.length;
    await eventually('the rest has come', async () => taken.reduce((sum, count) => sum + count, 0) === 300);
    await feed.stop();
    await on.stop();
  });
});
