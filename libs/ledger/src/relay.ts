import type { EventSource, SourcedEvent } from '#eventsourcing';
import { alarm } from './alarm.ts';
import { crowd } from './crowd.ts';
import { leadership, relayLease, type Leadership } from './leadership.ts';
import type { LeaseStore } from './lease.port.ts';
import { LedgerHalted, type LedgerStore } from './ledger-store.port.ts';
import { pacing } from './pacing.ts';
import { sequencer, type Sequenced, type Sequencer } from './sequencing.ts';

export interface RelayOptions<E extends SourcedEvent = SourcedEvent> {
  readonly source: EventSource<E>;
  readonly ledger: LedgerStore<E>;
  readonly leases: LeaseStore;
  /** Names this relay among its rivals; unique, a random UUID will do. */
  readonly holder: string;
  /** How long a leader that falls silent keeps the others waiting; ms. */
  readonly leaseFor?: number;
  /** How long it rests when nothing happens and nobody wakes it; ms. */
  readonly restFor?: number;
  /** Events for each step, at most. */
  readonly batch?: number;
  /** How long events may gather, at most, when commands wait in line or events come faster than steps are made; ms. */
  readonly gatherFor?: number;
  /** Told of each error: one that may pass, and it goes on by itself, or {@link LedgerHalted}, and it stands still. */
  readonly onError?: (error: Error) => void;
  /** Told of each step once it is written; must neither throw nor keep the relay waiting. */
  readonly onSequenced?: (step: Sequenced<E>) => void;
}

export interface RelayStatus {
  readonly leader: boolean;
  /** Of the ledger, as last seen. */
  readonly size: number;
  /** Events that wait to be sequenced: exact when caught up, else an estimate at most a second old that stops counting at 100,000. */
  readonly lag: number;
  /** Absent once a step has succeeded again. */
  readonly lastError?: Error;
  /** Why it stands still for good. */
  readonly halted?: LedgerHalted;
  /** Batches that it has sequenced, and turns that failed, since it was started. */
  readonly steps: number;
  readonly errors: number;
  /** When its last turn ended, in whatever way; ms of `performance.now()`. Stands still when the relay is stuck or halted. */
  readonly turnedAt: number;
  /** When it last asked and found that nothing waits: all that was appended before is in the ledger. ms of `performance.now()`. */
  readonly caughtUpAt: number;
}

export interface Relay {
  status(): RelayStatus;
  /** Finishes the step under way and gives up the lease. */
  stop(): Promise<void>;
}

const longestBackOff = 1000;
const shortestRest = 2;

/** One turn: how many events were sequenced by this relay, if it leads. */
const turn = async (leader: Leadership, sequence: Sequencer): Promise<number | 'standby'> => {
  const led = leader.leads();
  if (!(await leader.lead())) return 'standby';
  if (!led) sequence.forget();
  const events = await sequence.step();
  if (events !== 'stale') return events;
  leader.doubt();
  return 0;
};

/** What a relay has done since it was started, and how its last turn went. */
const logbook = () => {
  let [steps, errors, turnedAt] = [0, 0, performance.now()];
  let lastError: Error | undefined;
  let halted: LedgerHalted | undefined;
  return {
    turned: (events: number | 'standby'): void => {
      turnedAt = performance.now();
      lastError = undefined;
      if (events !== 'standby' && events > 0) steps += 1;
    },
    failed: (error: Error): void => {
      turnedAt = performance.now();
      errors += 1;
      lastError = error;
      if (error instanceof LedgerHalted) halted = error;
    },
    isHalted: () => halted !== undefined,
    status: () => ({ steps, errors, turnedAt, ...(lastError && { lastError }), ...(halted && { halted }) }),
  };
};

/**
 * The one sequencer: gives the source's events, in commit order, the next indexes. Several may run: one leads, and even one that wrongly
 * believes it does writes nothing, because every step compares the head it builds on. Policy on failure: what may pass is retried for
 * ever with growing pauses; what cannot be sequenced halts the relay.
 */
export const startRelay = <E extends SourcedEvent>(options: RelayOptions<E>): Relay => {
  const { source, ledger, leases, holder, leaseFor = 3000, restFor = 100, batch = 2000, onError } = options;
  const leader = leadership(leases, relayLease, holder, leaseFor);
  const sequence = sequencer(source, ledger, batch, options.onSequenced);
  const gatherFor = pacing(options.gatherFor ?? 100);
  const appends = crowd();
  const bell = alarm();
  let [rest, failures] = [shortestRest, 0];
  const log = logbook();
  let stopping = false;

  const failed = (error: Error): void => {
    sequence.forget();
    log.failed(error);
    onError?.(error);
  };

  /** What woke it may not be visible yet, so it looks again soon, then less and less often. */
  const lookAgain = async (): Promise<void> => {
    if (await bell.rest(rest)) rest = shortestRest;
    else rest = Math.min(3 * rest, restFor);
  };

  const step = async (): Promise<void> => {
    const began = performance.now();
    const events = await turn(leader, sequence);
    log.turned(events);
    failures = 0;
    if (events === 'standby') return bell.pause(leaseFor / 3);
    if (events === 0) return lookAgain();
    rest = shortestRest;
    const gather = gatherFor({ events, began, ended: performance.now(), together: appends.mean() });
    if (events < batch && gather > 0) await bell.pause(gather);
  };

  const work = async (): Promise<void> => {
    while (!stopping && !log.isHalted()) {
      try {
        await step();
      } catch (error) {
        failed(error as Error);
        await bell.pause(Math.min(longestBackOff, 25 * 2 ** failures++));
      }
    }
    await leader.resign().catch((error: Error) => onError?.(error));
  };

  const silences = [source.onAppended(appends.committed), source.onAppended(bell.ring)];
  const working = work();
  return {
    status: () => ({
      leader: leader.leads(),
      size: sequence.size(),
      lag: sequence.lag(),
      caughtUpAt: sequence.caughtUpAt(),
      ...log.status(),
    }),
    stop: async () => {
      stopping = true;
      for (const silence of silences) silence();
      bell.dismiss();
      await working;
    },
  };
};
