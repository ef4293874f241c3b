import type { Readiness, HealthCheck } from '#platform/nest';
import type { ProcessRunner } from '#projections';
import type { Keeping } from './keeping.ts';
import type { Projecting } from './projecting.ts';

/** Beyond this, answers are too old to be given: seconds between the recording of an event and its place in ledger or rows. */
const longestLagSeconds = 30;
/** The relay counts events, not seconds: about as many as it sequences in that time. */
const longestRelayLag = 100_000;

const failed = (error: unknown): HealthCheck => ({ ok: false, error: error instanceof Error ? error.name : 'unknown' });

const storeCheck = async ({ store }: Keeping): Promise<HealthCheck> => {
  await store.read('health-probe');
  return { ok: true };
};

const ledgerCheck = async ({ relay, ledger }: Keeping): Promise<HealthCheck> => {
  const { leader, lag, halted, lastError } = relay.status();
  const { size } = await ledger.head();
  const ok = halted === undefined && lag <= longestRelayLag;
  return {
    ok,
    role: leader ? 'leader' : 'follower',
    size,
    lagEvents: lag,
    ...(halted && { halted: halted.message }),
    ...(lastError && { retrying: true }),
  };
};

const projectionsCheck = async ({ operations }: Projecting): Promise<HealthCheck> => {
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

const processesCheck = async (processes: ProcessRunner): Promise<HealthCheck> => {
  const all = await processes.status(Date.now());
  return {
    ok: all.every(({ state }) => state !== 'halted'),
    processes: all.map(({ name, state, lagEvents }) => ({ name, state, lagEvents })),
  };
};

export interface Parts {
  readonly keeping: Keeping;
  readonly projecting: Projecting;
  /** Started after HTTP is prepared, for they need its handlers. */
  readonly processes: () => ProcessRunner | undefined;
}

/** Whether requests can be sent here, part by part. */
export const readinessOf =
  ({ keeping, projecting, processes }: Parts): Readiness =>
  async () => {
    const runner = processes();
    const [store, ledger, projections, process] = await Promise.all([
      storeCheck(keeping).catch(failed),
      ledgerCheck(keeping).catch(failed),
      projectionsCheck(projecting).catch(failed),
      runner ? processesCheck(runner).catch(failed) : { ok: false, error: 'not started' },
    ]);
    return { store, ledger, projections, processes: process };
  };
