import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { systemClock, type Codec, type EventStore, type KeyVault, type LedgerReader } from '#eventsourcing';
import { catalogue, eventCodec, ledgerDecoder, type AnyEvent } from '#event-contracts';
import { holdsKeys, keyedDigest, masterKeyFromFile, openPostgresKeyVault } from '#keys';
import { fileWitness, keepHeads, LedgerHalted, startRelay, type HeadWitness, type Relay } from '#ledger';
import { createPool, PostgresEventSource, PostgresEventStore, PostgresLedger } from '#postgres';
import { decodedOnce, sharedReads, type Decode } from '#projections';
import { sequencingTraces } from '#telemetry';
import type { ClosingStack } from './closing-stack.ts';
import type { StandaloneConfig } from './config.ts';
import { watchedStore, type Telemetry } from './telemetry.ts';

type Pool = ReturnType<typeof createPool>;

/** Where events are kept, sealed and sequenced. */
export interface Keeping {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly vault: KeyVault;
  /** Keyed digest of a command's canonical bytes. */
  readonly digest: (bytes: Buffer) => string;
  readonly ledger: PostgresLedger;
  readonly ledgerId: string;
  readonly relay: Relay;
  readonly witness: HeadWitness;
  /** For all that follow the ledger in this process: what they read and decode, they share. */
  readonly followed: { readonly ledger: LedgerReader; readonly decode: Decode };
}

/** All streams: one ledger for the whole program. */
const prefix = '';

/** A new one is made only where none was ever used: beside keys that it did not wrap it would hide that theirs is lost. */
const masterKeyOf = async ({ masterKey, masterKeyFile, dataDir }: StandaloneConfig, pool: Pool): Promise<Buffer> =>
  masterKey ??
  masterKeyFromFile(masterKeyFile ?? join(dataDir, 'master.key'), { create: masterKeyFile === undefined && !(await holdsKeys(pool)) });

const openVault = async (config: StandaloneConfig, connectionString: string, stack: ClosingStack, onError: (error: Error) => void) => {
  const pool = createPool(connectionString, { applicationName: 'dealtrail keys', max: 3, onError });
  stack.push('keys', () => pool.end());
  const vault = await openPostgresKeyVault(pool, await masterKeyOf(config, pool));
  return { vault, digest: await keyedDigest(vault) };
};

const tellRelay =
  (logger: Logger) =>
  (error: Error): void => {
    if (error instanceof LedgerHalted)
      logger.error({ part: 'relay', reason: error.message }, 'the relay is halted: it waits for an operator');
    else logger.warn({ part: 'relay', err: error }, 'relay: trying again');
  };

/** Opens store, keys and ledger, and starts the relay between them. */
export const openKeeping = async (
  config: StandaloneConfig,
  connectionString: string,
  stack: ClosingStack,
  logger: Logger,
  telemetry: Telemetry = {},
): Promise<Keeping> => {
  const told = (what: string) => (error: Error) => logger.warn({ part: what, err: error }, `${what}: trying again`);
  const { vault, digest } = await openVault(config, connectionString, stack, told('keys'));

  const events = new PostgresEventStore(connectionString);
  stack.push('event store', () => events.close());
  const ledger = new PostgresLedger(connectionString, { prefix });
  stack.push('ledger', () => ledger.close());
  const source = new PostgresEventSource(connectionString, { prefix, onCommitted: (listener) => events.onCommitted(listener) });
  stack.push('event source', () => source.close());

  await ledger.open(prefix);
  const { ledgerId } = await ledger.head();
  const witness = fileWitness(config.witnessFile);
  const keeper = keepHeads({ ledger, witness, clock: systemClock, onError: told('heads outside the database') });
  stack.push('heads outside the database', () => keeper.stop());
  const relay = startRelay({
    ...{ source, ledger, leases: ledger.leases, holder: randomUUID(), onError: tellRelay(logger) },
    ...(telemetry.tracing && { onSequenced: sequencingTraces(telemetry.tracing, ledger) }),
  });
  stack.push('relay', () => relay.stop());

  const codec = eventCodec<AnyEvent>(catalogue, vault);
  const followed = { ledger: sharedReads(ledger), decode: decodedOnce(ledgerDecoder(catalogue)) };
  return { store: watchedStore(events, telemetry), codec, vault, digest, ledger, ledgerId, relay, witness, followed };
};
