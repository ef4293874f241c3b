import { hash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StoredEvent } from '#eventsourcing';
import { startRelay, verify, type VerificationSource } from '#ledger';
import { migrate, PostgresEventSource, PostgresEventStore, PostgresLedger, PostgresVerification } from '#postgres';
import { workload } from './append-workload.ts';
import { alternate, rate, type Bench, type Measurement } from './measure.ts';

/** The workload's entries name a hash that is as long as the right one; here it is the right one. */
const genuine = (event: StoredEvent): StoredEvent => {
  const dataHash = `"dataHash":"${hash('sha256', event.data, 'hex')}"`;
  return { ...event, entry: Buffer.from(event.entry.toString().replace(/"dataHash":"[0-9a-f]{64}"/, dataHash)) };
};

/** Some events in streams of thirty, sequenced. */
const sequencedDatabase = async (connectionString: string, events: number): Promise<void> => {
  await migrate(connectionString);
  const store = new PostgresEventStore(connectionString);
  const source = new PostgresEventSource(connectionString);
  const ledger = new PostgresLedger(connectionString);
  const relay = startRelay({ source, ledger, leases: ledger.leases, holder: randomUUID(), restFor: 1 });
  const appends = workload(events / 10, 10).flat();
  for (let at = 0; at < appends.length; at += 100)
    await Promise.all(appends.slice(at, at + 100).map((one) => store.append(one.map(genuine))));
  while (relay.status().size < events) await new Promise((resolve) => setTimeout(resolve, 10));
  await relay.stop();
  await Promise.all([store.close(), source.close(), ledger.close()]);
};

const drain = async <T>(batches: AsyncIterable<readonly T[]>, each: (row: T) => void): Promise<number> => {
  let count = 0;
  for await (const batch of batches) {
    for (const row of batch) each(row);
    count += batch.length;
  }
  return count;
};

/** What nobody can do without: both tables read as a stream, by the same COPY, and two hashes for each event. */
const bareRead = async (source: VerificationSource, events: number): Promise<void> => {
  const state = await source.current();
  if (!state?.cursor) throw new Error('the ledger is empty');
  const [stored, sequenced] = await Promise.all([
    drain(source.storeRows('', state.cursor), ({ leafInput, data }) => {
      hash('sha256', leafInput, 'hex');
      hash('sha256', data, 'hex');
    }),
    drain(source.ledgerRows(state.frontier.size), () => undefined),
  ]);
  if (stored !== events || sequenced !== events) throw new Error(`read ${stored} and ${sequenced} of ${events} events`);
};

const wholeVerification = async (source: VerificationSource, events: number): Promise<void> => {
  const { ok, size, findings } = await verify({ source, clock: () => new Date().toISOString() });
  if (!ok || size !== events) throw new Error(`verified ${size} of ${events} events, and found ${JSON.stringify(findings.slice(0, 3))}`);
};

export const verifyBench: Bench = {
  name: 'verify',
  run: async ({ connectionString, quick, log }): Promise<Measurement> => {
    const events = quick ? 16_000 : 160_000;
    await sequencedDatabase(connectionString, events);
    const admin = new pg.Client({ connectionString });
    await admin.connect();
    await admin.query('vacuum analyze');
    await admin.end();
    log(`${events} events are in store and ledger`);
    const source = new PostgresVerification(connectionString);
    const measured = await alternate(
      quick ? 3 : 7,
      () => rate(events, () => wholeVerification(source, events)),
      () => rate(events, () => bareRead(source, events)),
    );
    await source.close();
    return { name: 'verify', unit: 'events/s', target: 0.7, ...measured };
  },
};
