import { ledgerSlices, openTopicFeed, partitionOf } from '#fanout';
import { openKafkaConsumer } from '#kafka';
import { PostgresProjectionStore, PostgresPublications, PostgresWholeLedger } from '#postgres';
import { projectionRunner, type LiveFeed, type Projected } from '#projections';
import { followedBy } from '../../apps/common/src/followed.ts';
import { growHeapSparingly } from '../../apps/common/src/memory.ts';
import { readModels } from '../../apps/common/src/read-models.ts';
import { ledgerFeed } from './ledger-feed.ts';

/** What a projector of the bench is to do. */
export interface ProjectingOrder {
  readonly connectionString: string;
  readonly from:
    | { readonly kind: 'ledger'; readonly slices: number }
    /** `share`: so many partitions are to be its own. */
    | { readonly kind: 'topic'; readonly brokers: readonly string[]; readonly group: string; readonly share: number };
  /** The last index of each slice. */
  readonly heads: readonly number[];
}

/** Everything of a slice is in the rows of one read model. */
export interface Reached {
  readonly reached: string;
  /** Events that were read from the ledger so far, by slices. */
  readonly fromLedger: number;
}

growHeapSparingly();

const told = (): Promise<unknown> => new Promise((resolve) => process.once('message', resolve));

/** Counts what slices are given. */
class CountingLedger extends PostgresWholeLedger {
  given = 0;

  override async readPartition(...span: Parameters<PostgresWholeLedger['readPartition']>) {
    const slice = await super.readPartition(...span);
    this.given += slice.events.length;
    return slice;
  }
}

interface Opened {
  readonly feed: LiveFeed;
  readonly stop: () => Promise<void>;
}

/** Joins the group, and waits until it has its share, and records of each partition: what comes first would be read from the ledger otherwise. */
const joined = async (
  ledger: PostgresWholeLedger,
  connectionString: string,
  { brokers, group, share }: Extract<ProjectingOrder['from'], { kind: 'topic' }>,
): Promise<Opened> => {
  const publications = new PostgresPublications(connectionString);
  const openConsumer = openKafkaConsumer({ brokers, clientId: 'dealtrail-projector' });
  const feed = await openTopicFeed({ ledger, publications, openConsumer, group, onError: ({ message }) => console.error(message) });
  const heard = new Set<number>();
  await new Promise<void>((resolve) => {
    const silence = feed.onChange((slice) => {
      if (slice) heard.add(slice.partition);
      const { partitions } = feed.status();
      if (partitions.length !== share || !partitions.every((partition) => heard.has(partition))) return;
      silence();
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    await feed.stop();
    await publications.close();
  };
  return { feed, stop };
};

/** Tells of each read model and slice once it has the slice's last event. */
const tellReached =
  (ledger: CountingLedger, heads: readonly number[]) =>
  ({ events, by }: Projected): void => {
    const last = events.at(-1)!;
    const partition = partitionOf(last.caseId, heads.length);
    if (last.index < heads[partition]!) return;
    for (const { name } of by) process.send?.({ reached: `${name} ${partition}`, fromLedger: ledger.given } satisfies Reached);
  };

/** A projector as the distributed profile has it, but that it waits to be told to begin, and tells how far it is. */
const main = async (): Promise<void> => {
  const ordered = told();
  process.send?.({});
  const { connectionString, from, heads } = (await ordered) as ProjectingOrder;
  const ledger = new CountingLedger(connectionString);
  const store = new PostgresProjectionStore(connectionString);
  const { feed, stop }: Opened =
    from.kind === 'topic'
      ? await joined(ledger, connectionString, from)
      : { feed: ledgerFeed(ledger, from.slices), stop: async () => undefined };
  const begun = told();
  process.send?.({});
  await begun;
  const runner = projectionRunner({
    ...{ ledger, store, feed, decode: followedBy(ledger).decode, projections: readModels, slices: ledgerSlices(ledger) },
    ...{ notify: console.error, onProjected: tellReached(ledger, heads) },
  });
  await runner.start();
  process.once('disconnect', () => {
    void runner
      .stop()
      .then(stop)
      .then(() => Promise.all([ledger.close(), store.close()]))
      .finally(() => process.exit());
  });
};

await main();
