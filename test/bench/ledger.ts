import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { EventStore, StoredEvent } from '#eventsourcing';
import { startRelay, type Relay } from '#ledger';
import { migrate, PostgresEventSource, PostgresEventStore, PostgresLedger } from '#postgres';
import { eventsIn, play, workload, type Workload } from './append-workload.ts';
import { verifyBench } from './ledger-verify.ts';
import { alternate, median, type Bench, type BenchOptions, type Measurement } from './measure.ts';

/** All of the writing side in one process, as the standalone profile has it. */
interface WritingSide {
  readonly store: EventStore;
  readonly ledger: PostgresLedger;
  /** Empties the tables, so that each round starts with none. */
  empty(): Promise<void>;
  startRelay(): Relay;
  close(): Promise<void>;
}

const tables = 'dealtrail.events, dealtrail.ledger, dealtrail.ledger_nodes, dealtrail.ledger_head, dealtrail.leases';

const writingSide = async (connectionString: string): Promise<WritingSide> => {
  await migrate(connectionString);
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  const store = new PostgresEventStore(connectionString);
  const source = new PostgresEventSource(connectionString, { onCommitted: (listener) => store.onCommitted(listener) });
  const ledger = new PostgresLedger(connectionString);
  return {
    store,
    ledger,
    empty: async () => {
      await admin.query(`truncate ${tables}`);
      await admin.query('checkpoint'); // so that none of one round's falls into the next one's time
    },
    startRelay: () => startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID(), onError: (error) => console.error(error) }),
    close: async () => void (await Promise.all([store.close(), source.close(), ledger.close(), admin.end()])),
  };
};

const appended =
  (store: EventStore) =>
  async (events: readonly StoredEvent[]): Promise<void> => {
    const { outcome } = await store.append(events);
    if (outcome !== 'committed') throw new Error(`an append of the bench ended as ${outcome}`);
  };

const sequenced = async (relay: Relay, size: number): Promise<void> => {
  while (relay.status().size < size) {
    const { halted } = relay.status();
    if (halted) throw halted;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

const appendsOf = ({ quick }: BenchOptions): number => (quick ? 8_000 : 40_000);
const roundsOf = ({ quick }: BenchOptions): number => (quick ? 3 : 7);

/** How far the relay may be behind at the end; ms. */
const lagAllowed = 1000;

interface Round {
  /** Events/s; the time ends when all is appended and the relay is no more than a second behind. */
  readonly rate: number;
  readonly behind: number;
}

const alone = async (side: WritingSide, load: Workload): Promise<number> => {
  await side.empty();
  const started = performance.now();
  await play(load, appended(side.store));
  return (eventsIn(load) / (performance.now() - started)) * 1000;
};

const withRelay = async (side: WritingSide, load: Workload): Promise<Round> => {
  await side.empty();
  const relay = side.startRelay();
  await sequenced(relay, 0);
  const started = performance.now();
  await play(load, appended(side.store));
  const appending = performance.now() - started;
  await sequenced(relay, eventsIn(load));
  const whole = performance.now() - started;
  await relay.stop();
  return { rate: (eventsIn(load) / Math.max(appending, whole - lagAllowed)) * 1000, behind: whole - appending };
};

const drained = async (side: WritingSide, load: Workload): Promise<number> => {
  await side.empty();
  await play(load, appended(side.store));
  const started = performance.now();
  const relay = side.startRelay();
  await sequenced(relay, eventsIn(load));
  const took = performance.now() - started;
  await relay.stop();
  return (eventsIn(load) / took) * 1000;
};

const cost: Bench = {
  name: 'ledger.cost',
  run: async (options): Promise<Measurement> => {
    const side = await writingSide(options.connectionString);
    const load = workload(appendsOf(options), 1);
    const behind: number[] = [];
    const measured = await alternate(
      roundsOf(options),
      async () => {
        const round = await withRelay(side, load);
        behind.push(round.behind);
        options.log(`with the relay ${Math.round(round.rate)}/s, ${Math.round(round.behind)} ms behind at the end`);
        return round.rate;
      },
      async () => {
        const rate = await alone(side, load);
        options.log(`without ${Math.round(rate)}/s`);
        return rate;
      },
    );
    await side.close();
    const note = `relay ${Math.round(median(behind))} ms behind at the end, at most ${Math.round(Math.max(...behind))}`;
    return { name: 'ledger.cost', unit: 'events/s', target: 0.7, note, ...measured };
  },
};

const drain: Bench = {
  name: 'ledger.drain',
  run: async (options): Promise<Measurement> => {
    const side = await writingSide(options.connectionString);
    const load = workload(appendsOf(options), 1);
    const measured = await alternate(
      roundsOf(options),
      () => drained(side, load),
      async () => (await withRelay(side, load)).rate,
    );
    await side.close();
    return { name: 'ledger.drain', unit: 'events/s', target: 1.2, ...measured };
  },
};

export const ledgerBenches: readonly Bench[] = [cost, drain, verifyBench];
