import { EventStoreDbEventSource, placeOf } from '#eventstoredb';
import type { SequencedEvent, WholeSourcedEvent } from '#eventsourcing';
import { catalogue, ledgerDecoder } from '#event-contracts';
import { ledgerSlices } from '#fanout';
import { describeFinding, verify } from '#ledger';
import { PostgresProjectionStore, PostgresPublications, PostgresWholeLedger, PostgresWholeVerification } from '#postgres';
import { projectionOperations } from '#projections';
import { readModels } from '../../../apps/common/src/read-models.ts';
import type { CommandHistory } from '../command-history.ts';
import { liveRows } from '../live-rows.ts';
import { until } from '../until.ts';
import { wholeTopic, type TopicRecord } from '../whole-topic.ts';
import type { History, ReadModel } from './history.ts';

/** Where everything is, past any proxy. */
export interface Places {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly brokers: readonly string[];
}

const open = ({ databaseUrl, eventStoreUrl }: Places) => {
  const ledger = new PostgresWholeLedger(databaseUrl);
  const store = new PostgresProjectionStore(databaseUrl, { connections: 2 });
  const publications = new PostgresPublications(databaseUrl);
  const source = new EventStoreDbEventSource(eventStoreUrl);
  const events = (prefix: string, after?: string) => source.readAll(prefix, after);
  const verification = new PostgresWholeVerification(databaseUrl, { store: { events, placeOf } });
  const operations = projectionOperations({
    ...{ ledger, store, projections: readModels, slices: ledgerSlices(ledger), decode: ledgerDecoder(catalogue) },
  });
  const close = async (): Promise<void> =>
    void (await Promise.all([verification.close(), source.close(), publications.close(), store.close(), ledger.close()]));
  return { ledger, store, publications, source, verification, operations, close };
};

type Opened = ReturnType<typeof open>;

const wholeLedger = async ({ ledger }: Opened): Promise<readonly SequencedEvent[]> => {
  const { size } = await ledger.head();
  const events: SequencedEvent[] = [];
  while (events.length < size) {
    const more = await ledger.read(events.length, 5_000);
    if (more.length === 0) break; // a hole is for the checker to find
    events.push(...more);
  }
  return events;
};

const wholeStore = async ({ source }: Opened): Promise<readonly WholeSourcedEvent[]> => {
  const events: WholeSourcedEvent[] = [];
  for await (const event of source.readAll()) events.push(event);
  return events;
};

const modelsOf = async ({ ledger, store }: Opened, connectionString: string): Promise<readonly ReadModel[]> => {
  const { ledgerId } = await ledger.head();
  const live = (await store.builds(ledgerId)).filter(({ state }) => state === 'live');
  const models: ReadModel[] = [];
  for (const definition of readModels) {
    const slices = live.filter(({ projection }) => projection === definition.projection.name);
    models.push({
      definition,
      rows: await liveRows({ connectionString, ledger, store }, definition),
      checkpoints: slices.map(({ checkpoint }) => checkpoint),
      parkedCases: slices.reduce((sum, { parkedCases }) => sum + parkedCases, 0),
    });
  }
  return models;
};

/** What is not done yet, in words; nothing when everything appended has gone all the way. */
const unsettled = async ({ ledger, publications, verification, operations }: Opened): Promise<string | undefined> => {
  const waiting = await verification.unsequenced(1_000);
  if (waiting > 0) return `${waiting} events or more are not sequenced`;
  const { ledgerId, size } = await ledger.head();
  const position = (await publications.generations(ledgerId)).at(-1)?.position ?? 0;
  if (position !== size) return `${position} of ${size} events are published`;
  const status = await operations.status();
  const late = status.filter(({ live, state, lagEvents }) => !live || state !== 'running' || lagEvents > 0);
  if (status.length === readModels.length && late.length === 0) return undefined;
  return late.map(({ name, state, reason, lagEvents }) => `${name} is ${state}, ${lagEvents} events behind ${reason ?? ''}`).join('; ');
};

/** Waits until nothing is under way any more, then reads everything. Throws, with what is not done, when that does not come to be in time. */
export const gatherHistory = async (places: Places, commands: CommandHistory, milliseconds = 60_000): Promise<History> => {
  const opened = open(places);
  try {
    let last: string | undefined;
    const settled = async (): Promise<boolean> => {
      last = await unsettled(opened).catch((error: unknown) => String(error));
      return last === undefined;
    };
    if (!(await until(settled, milliseconds))) throw new Error(`it did not come to rest: ${last ?? ''}`);
    const { ledgerId } = await opened.ledger.head();
    const { findings } = await verify({ source: opened.verification, clock: () => new Date().toISOString() });
    const publications = await opened.publications.generations(ledgerId);
    const topics = new Map<string, readonly TopicRecord[]>();
    for (const { topic } of publications) topics.set(topic, await wholeTopic(places.brokers, topic));
    return {
      commands,
      store: await wholeStore(opened),
      ledgerId,
      ledger: await wholeLedger(opened),
      verified: findings.map(describeFinding),
      publications,
      topics,
      models: await modelsOf(opened, places.databaseUrl),
    };
  } finally {
    await opened.close();
  }
};
