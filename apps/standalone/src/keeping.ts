import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock, type Codec, type EventStore } from '#eventsourcing';
import { catalogue, eventCodec, type AnyEvent } from '#event-contracts';
import { fileWitness, freshEvents, keepHeads, startRelay, type HeadWitness, type Relay } from '#ledger';
import { PostgresEventSource, PostgresEventStore, PostgresLedger, PostgresWorkload } from '#postgres';
import type { Workload } from '#rules';
import { sequencingTraces } from '#telemetry';
import type { ClosingStack } from '../../common/src/closing-stack.ts';
import { followedBy, type Followed } from '../../common/src/followed.ts';
import { tellHeads, tellRelay } from '../../common/src/relaying.ts';
import { assertNotRestored } from '../../common/src/restored.ts';
import { watchedStore, type Telemetry } from '../../common/src/telemetry.ts';
import { timeAndChance, type TimeAndChance } from '../../common/src/time-and-chance.ts';
import { openVault, type Vault } from '../../common/src/vault.ts';
import type { StandaloneConfig } from './config.ts';

/** Where events are kept, sealed and sequenced. */
export interface Keeping extends Vault {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly ledger: PostgresLedger;
  readonly ledgerId: string;
  readonly relay: Relay;
  readonly witness: HeadWitness;
  readonly followed: Followed;
  readonly workload: Workload;
}

/** All streams: one ledger for the whole program. */
const prefix = '';

export interface KeepingOptions {
  readonly telemetry?: Telemetry;
  /** Why the ledger may be older than it was. */
  readonly ledgerRestored?: string | undefined;
  readonly given?: TimeAndChance;
}

/** Opens store, keys and ledger, and starts the relay between them. */
export const openKeeping = async (
  config: StandaloneConfig,
  connectionString: string,
  stack: ClosingStack,
  logger: Logger,
  { telemetry = {}, ledgerRestored, given = timeAndChance }: KeepingOptions = {},
): Promise<Keeping> => {
  const { vault, digest } = await openVault(config, connectionString, stack, logger, given);

  const events = new PostgresEventStore(connectionString);
  stack.push('event store', () => events.close());
  const ledger = new PostgresLedger(connectionString, { prefix });
  stack.push('ledger', () => ledger.close());
  const followed = followedBy(ledger);
  const fresh = freshEvents(followed.ledger.hand);
  ledger.onAdvanced(fresh.sequenced);
  const store = watchedStore(fresh.keptFrom(events), telemetry);
  const source = new PostgresEventSource(connectionString, { prefix, onCommitted: (listener) => events.onCommitted(listener) });
  stack.push('event source', () => source.close());

  await ledger.open(prefix);
  const witness = fileWitness(config.witnessFile);
  await assertNotRestored({ ledger, source, witness, logger, declared: ledgerRestored });
  const { ledgerId } = await ledger.head();
  const keeper = keepHeads({ ledger, witness, clock: systemClock, onError: tellHeads(logger) });
  stack.push('heads outside the database', () => keeper.stop());
  const relay = startRelay({
    ...{ source, ledger, leases: ledger.leases, holder: randomUUID(), onError: tellRelay(logger) },
    ...(telemetry.tracing && { onSequenced: sequencingTraces(telemetry.tracing, ledger) }),
  });
  stack.push('relay', () => relay.stop());

  const codec = eventCodec<AnyEvent>(catalogue, vault, given.nonces);
  const workload = new PostgresWorkload(connectionString);
  stack.push('workload', () => workload.close());
  return { store, codec, vault, digest, ledger, ledgerId, relay, witness, followed, workload };
};
