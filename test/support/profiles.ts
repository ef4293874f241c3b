import type { SequencedEvent } from '#eventsourcing';
import type { Relay } from '#ledger';
import { PostgresProjectionStore, PostgresWholeLedger, type PostgresLedger } from '#postgres';
import type { ProcessRunner } from '#projections';
import { readModels } from '../../apps/common/src/read-models.ts';
import { repeatableClient } from './repeatable-client.ts';
import { distributed } from './distributed.ts';
import { foreseen, type Foreseen } from './foreseen.ts';
import { giveLedgerId } from './ledger-identity.ts';
import { readModelChecksums, type ChecksumOptions, type ReadModelChecksum } from './read-model-checksums.ts';
import { runningApp, type Client } from './running-app.ts';
import { until } from './until.ts';

/** The whole program in one of its profiles, with the same ledger id, time and chance in each. */
export interface Profile {
  readonly name: 'standalone' | 'distributed';
  readonly client: Client;
  readonly given: Foreseen;
  /** Resolves when all that was answered is in the ledger, and process managers have answered it in turn. */
  drained(): Promise<void>;
  /** Resolves when what process managers did is in the ledger too, and every read model has it all. */
  settled(): Promise<void>;
  head(): Promise<{ readonly size: number; readonly root: string }>;
  /** Everything in the ledger, in its order. */
  events(): Promise<readonly SequencedEvent[]>;
  checksums(options?: ChecksumOptions): Promise<readonly ReadModelChecksum[]>;
  stop(): Promise<void>;
}

const ledgerId = '6f1d0e52-3c1b-4a57-9d0e-2b8f4c7a9e11';

interface Started {
  readonly name: Profile['name'];
  readonly client: Client;
  readonly given: Foreseen;
  readonly connectionString: string;
  readonly ledger: PostgresLedger | PostgresWholeLedger;
  readonly relay: Pick<Relay, 'status'>;
  readonly processes: () => ProcessRunner | undefined;
  stop(): Promise<void>;
}

const patienceMs = 60_000;

const must = async (holds: () => boolean | Promise<boolean>, what: string, every?: number): Promise<void> => {
  if (!(await until(holds, patienceMs, every))) throw new Error(`${what} within ${patienceMs / 1000} s`);
};

const profileOf = async (started: Started): Promise<Profile> => {
  const { name, given, connectionString, ledger, relay, processes } = started;
  const client = repeatableClient(started.client);
  const projections = new PostgresProjectionStore(connectionString);
  const passed = (): number => processes()?.passed() ?? 0;

  /** How long the ledger is, all that was appended until now included. Looks into memory only, so that it may look often: an import waits after every row. */
  const sequenced = async (): Promise<number> => {
    const since = performance.now();
    await must(() => relay.status().caughtUpAt > since, `${name}: the relay did not catch up`, 1);
    return relay.status().size;
  };

  /** Until nothing follows any more from what follows. */
  const drained = async (): Promise<void> => {
    for (let [size, before] = [await sequenced(), -1]; size !== before; [size, before] = [await sequenced(), size])
      await must(() => passed() >= size, `${name}: ${size} events were not drained`, 1);
  };

  const projected = async (): Promise<boolean> => {
    const { body } = await client.get('/v1/operations/projections', { as: 'operator' });
    const all = body.projections as readonly { readonly state: string; readonly lagEvents: number; readonly parkedCases: number }[];
    if (all.some(({ state, parkedCases }) => state === 'halted' || parkedCases > 0)) throw new Error(JSON.stringify(all));
    return all.length === readModels.length && all.every(({ lagEvents }) => lagEvents === 0);
  };

  const settled = async (): Promise<void> => {
    await drained();
    await must(projected, `${name}: read models did not catch up`);
  };

  const events = async (): Promise<readonly SequencedEvent[]> => {
    const all: SequencedEvent[] = [];
    for await (const batch of ledger.stream(0, (await ledger.head()).size)) all.push(...batch);
    return all;
  };

  return {
    ...{ name, client, given, drained, settled, events },
    head: () => ledger.head(),
    checksums: (options) => readModelChecksums({ connectionString, ledger, store: projections }, readModels, options),
    stop: async () => {
      await projections.close();
      await started.stop();
    },
  };
};

export const standaloneProfile = async (): Promise<Profile> => {
  const given = foreseen();
  const running = await runningApp({ given, prepare: (connectionString) => giveLedgerId(connectionString, 'joined', ledgerId) });
  const { keeping, processes } = running.app;
  const { ledger, relay } = keeping;
  const { connectionString, stop } = running;
  return profileOf({
    ...{ name: 'standalone', client: running, given, connectionString, ledger, relay, stop },
    processes: () => processes,
  });
};

/** Two projectors, so that read models are written in slices. */
export const distributedProfile = async (): Promise<Profile> => {
  const given = foreseen();
  const on = await distributed({ prepare: (connectionString) => giveLedgerId(connectionString, 'whole', ledgerId) });
  try {
    const connectionString = on.environment['DATABASE_URL'] ?? '';
    const { relay } = await on.relay();
    const { url, processes } = await on.commandApi({}, { given, watchEvery: 2 });
    const queries = await on.queryApi({}, given);
    await on.projector();
    await on.projector();
    const ledger = new PostgresWholeLedger(connectionString, { prefix: '' });
    const stop = async (): Promise<void> => {
      await ledger.close();
      await on.stop();
    };
    const client = await on.client(url, queries.url);
    return await profileOf({ name: 'distributed', client, given, connectionString, ledger, relay, processes, stop });
  } catch (error) {
    await on.stop();
    throw error;
  }
};
