import type { EventSource, EventStore, LedgerReader } from '#eventsourcing';
import type { Relay } from '#ledger';
import type { HealthCheck, Readiness } from '#platform/nest';
import type { PostgresWholeLedger } from '#postgres';
import type { DeadlineRunner, ProcessRunner, ProjectionOperations } from '#projections';

/** Beyond this, answers are too old to be given: seconds between the recording of an event and its place in ledger or rows. */
const longestLagSeconds = 30;
/** The relay counts events, not seconds: about as many as it sequences in that time. */
const longestRelayLag = 100_000;

/** One part of readiness; what it throws is a failure. */
export type Check = () => Promise<HealthCheck>;

const failed = (error: unknown): HealthCheck => ({ ok: false, error: error instanceof Error ? error.name : 'unknown' });

/** Whether requests can be sent here, part by part. */
export const readinessOf =
  (checks: Readonly<Record<string, Check>>): Readiness =>
  async () =>
    Object.fromEntries(
      await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await check().catch(failed)] as const)),
    );

export const storeCheck =
  (store: EventStore): Check =>
  async () => {
    await store.read('health-probe');
    return { ok: true };
  };

/** The ledger can be read. */
export const ledgerCheck =
  (ledger: Pick<LedgerReader, 'head'>): Check =>
  async () => ({ ok: true, size: (await ledger.head()).size });

/** More are not counted: whoever asks wants to know whether any waits. */
const mostCounted = 100;

/** The ledger can be read, and how many events wait until another process sequences them, at most {@link mostCounted}. */
export const followingCheck =
  (ledger: Pick<PostgresWholeLedger, 'current'>, source: Pick<EventSource, 'readAfter'>): Check =>
  async () => {
    const state = await ledger.current();
    // Queries are answered without the log too; that it cannot be read is told elsewhere.
    const waiting = await source.readAfter(state?.cursor, mostCounted).catch(() => undefined);
    return { ok: true, size: state?.frontier.size ?? 0, ...(waiting && { lagEvents: waiting.length }) };
  };

/** The ledger grows. */
export const relayCheck =
  (relay: Pick<Relay, 'status'>, ledger: Pick<LedgerReader, 'head'>): Check =>
  async () => {
    const { leader, lag, halted, lastError } = relay.status();
    const { size } = await ledger.head();
    return {
      ok: halted === undefined && lag <= longestRelayLag,
      role: leader ? 'leader' : 'follower',
      size,
      lagEvents: lag,
      ...(halted && { halted: halted.message }),
      ...(lastError && { retrying: true }),
    };
  };

/** Read models follow. */
export const projectionsCheck =
  (operations: Pick<ProjectionOperations, 'status'>): Check =>
  async () => {
    const live = (await operations.status()).filter((status) => status.live);
    const readModels = live.map(({ name, state, lagEvents, lagSeconds, parkedCases }) => ({
      name,
      state,
      lagEvents,
      lagSeconds: Math.round(lagSeconds * 10) / 10,
      parkedCases,
    }));
    // Parked cases are an operator's matter and hold nobody else back; their age counts as lag and must not make the rest unavailable.
    const ok =
      live.length > 0 &&
      readModels.every(({ state, lagSeconds, parkedCases }) => state !== 'halted' && (parkedCases > 0 || lagSeconds <= longestLagSeconds));
    return { ok, readModels };
  };

/** Deadlines are looked after. They may be started after HTTP is prepared, for they need its handlers. */
export const deadlinesCheck =
  (deadlines: () => DeadlineRunner | undefined): Check =>
  async () => {
    const runner = deadlines();
    if (!runner) return { ok: false, error: 'not started' };
    const { state, pending, overdue } = await runner.status();
    // What waits for an answer is asked again by itself; requests are served all the same.
    return { ok: true, state, pending, overdue };
  };

/** Processes go on. They may be started after HTTP is prepared, for they need its handlers. */
export const processesCheck =
  (processes: () => ProcessRunner | undefined): Check =>
  async () => {
    const runner = processes();
    if (!runner) return { ok: false, error: 'not started' };
    const all = await runner.status(Date.now());
    return {
      ok: all.every(({ state }) => state !== 'halted'),
      processes: all.map(({ name, state, lagEvents }) => ({ name, state, lagEvents })),
    };
  };
