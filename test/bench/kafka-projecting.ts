import { randomUUID } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { migrate, PostgresProjectionStore, PostgresWholeLedger } from '#postgres';
import { projectionRunner } from '#projections';
import { followedBy } from '../../apps/common/src/followed.ts';
import { readModels } from '../../apps/common/src/read-models.ts';
import { asked, endChild, nextMessage, startChild } from './child.ts';
import { partitions, withKafka } from './kafka-broker.ts';
import { ledgerFeed } from './ledger-feed.ts';
import { alternate, type Bench, type BenchOptions, type Measurement } from './measure.ts';
import type { ProjectingOrder, Reached } from './projecting.ts';
import { publishAll } from './publishing.ts';
import { fullLedger } from './whole-ledger.ts';

const eventsOf = ({ quick }: BenchOptions): number => (quick ? 30_000 : 200_000);
const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 5);

/** Read models that are live in as many slices as the topic has partitions, over an empty ledger: nothing of what comes is filled in bulk. */
const emptyReadModels = async (connectionString: string): Promise<void> => {
  const ledger = new PostgresWholeLedger(connectionString);
  await ledger.open('');
  const { ledgerId } = await ledger.head();
  const store = new PostgresProjectionStore(connectionString);
  const { decode } = followedBy(ledger);
  const runner = projectionRunner({ ledger, store, decode, projections: readModels, feed: ledgerFeed(ledger, partitions) });
  await runner.start();
  await runner.ready();
  while ((await store.builds(ledgerId)).length < partitions * readModels.length) {
    runner.refresh();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await runner.stop();
  await Promise.all([ledger.close(), store.close()]);
};

/** Sets all live builds back to no rows and so many slices. */
const setBack = async (connectionString: string, slices: number): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`
    select c.oid::regclass::text as name from dealtrail.projection_builds b
    join pg_class c on c.relnamespace = to_regnamespace(b.table_schema) and c.relkind = 'r'`);
  await client.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
  await client.query('delete from dealtrail.projection_checkpoints where partition > 0');
  await client.query('update dealtrail.projection_checkpoints set position = 0, leaf = null, turn = turn + 1, partitions = $1', [slices]);
  await client.query(
    `insert into dealtrail.projection_checkpoints (projection, version, build, ledger_id, partition, partitions, position, turn)
     select projection, version, build, ledger_id, at, $1, 0, turn from dealtrail.projection_checkpoints, generate_series(1, $1 - 1) as at`,
    [slices],
  );
  await client.query('checkpoint'); // so that none of one round's falls into the next one's time
  await client.end();
};

/** Resolves when each read model has each slice; tells how many events came from the ledger. */
const allReached = (programs: readonly ChildProcess[], count: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const reached = new Set<string>();
    const given = new Map<ChildProcess, number>();
    for (const program of programs) {
      program.once('exit', (code) => reject(new Error(`a projector of the bench ended with code ${code}`)));
      program.on('message', (message: Reached) => {
        reached.add(message.reached);
        given.set(program, message.fromLedger);
        if (reached.size === count) resolve([...given.values()].reduce((sum, one) => sum + one, 0));
      });
    }
  });

interface Round {
  readonly connectionString: string;
  readonly events: number;
  readonly projectors: number;
  readonly from: ProjectingOrder['from'];
  /** Whether joining the group is part of it. */
  readonly joining: boolean;
}

/** From rows of nothing until every read model has everything. */
const projected = async (round: Round): Promise<{ readonly rate: number; readonly fromLedger: number }> => {
  const { connectionString, events, projectors, from, joining } = round;
  const slices = from.kind === 'ledger' ? from.slices : partitions;
  await setBack(connectionString, slices);
  const heads = await headsOf(connectionString, slices, events);
  const programs = Array.from({ length: projectors }, () => startChild('projecting'));
  try {
    await Promise.all(programs.map((program) => nextMessage(program)));
    const order: ProjectingOrder = { connectionString, from, heads };
    const joined = Promise.all(programs.map((program) => asked(program, order)));
    if (!joining) await joined;
    const started = performance.now();
    await joined;
    const done = allReached(programs, slices * readModels.length);
    for (const program of programs) program.send({});
    const fromLedger = await done;
    return { rate: (events / (performance.now() - started)) * 1000, fromLedger };
  } finally {
    for (const program of programs) {
      program.removeAllListeners('exit');
      await endChild(program);
    }
  }
};

const headsOf = async (connectionString: string, slices: number, events: number): Promise<readonly number[]> => {
  const ledger = new PostgresWholeLedger(connectionString);
  const heads = await ledger.partitionHeads(slices, events);
  await ledger.close();
  return heads;
};

interface Published {
  readonly events: number;
  /** In a group of its own, among so many. */
  topic(projectors: number): ProjectingOrder['from'];
}

/** A full ledger, all of it on a topic too, and read models that have nothing of it. */
const withPublished = (options: BenchOptions, work: (published: Published) => Promise<Measurement>): Promise<Measurement> =>
  withKafka(async (kafka) => {
    const { connectionString, log } = options;
    const events = eventsOf(options);
    await migrate(connectionString);
    await emptyReadModels(connectionString);
    await fullLedger(connectionString, events);
    await publishAll(connectionString, kafka, kafka.topic(), events);
    log(`${events} events in the ledger and on the topic`);
    const { brokers } = kafka;
    return work({
      events,
      topic: (projectors) => ({ kind: 'topic', brokers, group: `bench-${randomUUID()}`, share: partitions / projectors }),
    });
  });

const fromKafka: Bench = {
  name: 'project.kafka',
  run: (options) =>
    withPublished(options, async ({ events, topic }) => {
      const { connectionString, log } = options;
      const shares: number[] = [];
      const measured = await alternate(
        roundsOf(options),
        async () => {
          const { rate, fromLedger } = await projected({ connectionString, events, projectors: 1, from: topic(1), joining: true });
          shares.push(fromLedger / events);
          log(`from Kafka ${Math.round(rate)}/s, ${fromLedger} events from the ledger all the same`);
          return rate;
        },
        async () => {
          const { rate } = await projected({
            connectionString,
            events,
            projectors: 1,
            from: { kind: 'ledger', slices: partitions },
            joining: true,
          });
          log(`from the ledger ${Math.round(rate)}/s`);
          return rate;
        },
      );
      const whole = await projected({ connectionString, events, projectors: 1, from: { kind: 'ledger', slices: 1 }, joining: true });
      const share = Math.round(100 * Math.max(...shares));
      const note =
        `${events} events, ${readModels.length} read models, ${partitions} slices on both sides, joining the group included; ` +
        `at most ${share}% were read from the ledger all the same; from the ledger in one slice ${Math.round(whole.rate)}/s`;
      return { name: 'project.kafka', unit: 'events/s', target: 0.7, note, ...measured };
    }),
};

const two: Bench = {
  name: 'project.2',
  run: (options) =>
    withPublished(options, async ({ events, topic }) => {
      const { connectionString, log } = options;
      const run = async (projectors: number): Promise<number> => {
        const { rate } = await projected({ connectionString, events, projectors, from: topic(projectors), joining: false });
        log(`${projectors} projector(s) ${Math.round(rate)}/s`);
        return rate;
      };
      const measured = await alternate(
        roundsOf(options),
        () => run(2),
        () => run(1),
      );
      const note = `two projectors against one, all of the group before the time begins`;
      return { name: 'project.2', unit: 'events/s', note, ...measured };
    }),
};

export const kafkaProjectingBenches: readonly Bench[] = [fromKafka, two];
