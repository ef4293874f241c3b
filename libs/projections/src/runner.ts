import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { LedgerReader, SequencedEvent } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { backoffMs } from './backoff.ts';
import { batchOf, type Decode } from './batch.ts';
import { Lane, type LaneContext } from './lane.ts';
import { newestOf, provisionFor, withCode } from './lineup.ts';
import type { LiveProgress } from './live-progress.ts';
import type { Notify } from './notices.ts';
import { ProjectionHalted, type BuildId, type BuildRecord, type ProjectionStore } from './projection-store.port.ts';
import { wakeUp, type WakeUp } from './wake-up.ts';

export interface RunnerSettings {
  /** Events read at once. Under load batches grow to it by themselves. */
  readonly batch: number;
  /** Events that a filling build folds before it writes; its transactions stay short, for an open one delays the relay. */
  readonly chunk: number;
  /** Rows kept in memory between batches, for each build. */
  readonly cachedRows: number;
  /** The ledger is looked at so often even when it says nothing; ms. */
  readonly pollMs: number;
  /** The registry of builds is looked at so often: pauses, rebuilds and retries by other processes; ms. */
  readonly registryMs: number;
}

export const runnerSettings: RunnerSettings = { batch: 1000, chunk: 10_000, cachedRows: 10_000, pollMs: 250, registryMs: 1000 };

export interface RunnerOptions {
  readonly ledger: LedgerReader;
  readonly store: ProjectionStore;
  readonly decode: Decode;
  /** Of one projection there may be several versions: the newest goes live, the others are kept up while they are. */
  readonly projections: readonly AnyProjectionTable[];
  readonly settings?: Partial<RunnerSettings>;
  readonly notify?: Notify;
  readonly now?: () => number;
}

export interface ProjectionRunner {
  /** Makes the builds that are lacking and starts. Throws when ledger or database cannot be reached. */
  start(): Promise<void>;
  /** Resolves when the last transaction has ended. */
  stop(): Promise<void>;
  /** Resolves when every projection has a live build of this program's version. Throws {@link ProjectionHalted}. */
  ready(): Promise<void>;
  /** Looks at the registry at once: after a pause, a retry or a rebuild was ordered in this process. */
  refresh(): void;
  readonly progress: LiveProgress;
}

const SWAP_RETRY_MS = 1000;
const REPORT_MS = 500;

const nameOf = ({ projection, version, build }: BuildId): string => `${projection}/${version}/${build}`;

const byPosition = (lanes: readonly Lane[]): readonly (readonly Lane[])[] => {
  const groups = new Map<number, Lane[]>();
  for (const lane of lanes) groups.set(lane.position, [...(groups.get(lane.position) ?? []), lane]);
  return [...groups.entries()].sort(([one], [other]) => other - one).map(([, group]) => group);
};

/** Reads on ahead while a backlog is worked off, so that reading and folding overlap. */
const readingAhead = (ledger: LedgerReader) => {
  let next: { readonly from: number; readonly events: Promise<readonly SequencedEvent[]> } | undefined;
  return async (from: number, limit: number, ahead: boolean): Promise<readonly SequencedEvent[]> => {
    const events = next?.from === from ? await next.events.catch(() => ledger.read(from, limit)) : await ledger.read(from, limit);
    next = undefined;
    if (ahead && events.length === limit) {
      next = { from: from + limit, events: ledger.read(from + limit, limit) };
      next.events.catch(() => undefined);
    }
    return events.length > limit ? events.slice(0, limit) : events;
  };
};

/**
 * Drives every build of this program's projections along the ledger: the live ones and, beside them, those that fill. Builds at the same
 * position share what was read and decoded. A failing build waits and tries again while the others go on.
 */
export const projectionRunner = (options: RunnerOptions): ProjectionRunner => {
  const { ledger, store, decode, projections, notify = () => undefined, now = Date.now } = options;
  const settings = { ...runnerSettings, ...options.settings };
  const lanes = new Map<string, Lane>();
  const listeners = new Set<() => void>();
  const liveWake = wakeUp();
  const fillWake = wakeUp();
  let ledgerId = '';
  let context: LaneContext;
  let stopped = false;
  let refreshAt = 0;
  let swapAt = 0;
  let reportAt = 0;
  let running: readonly Promise<void>[] = [];
  let stopListening: () => void = () => undefined;

  const moved = (): void => {
    for (const listener of listeners) listener();
  };
  const wakeAll = (): void => {
    liveWake.call();
    fillWake.call();
  };

  const provide = async (): Promise<void> => {
    for (const definition of newestOf(projections)) {
      const provision = provisionFor(definition, await store.builds(ledgerId));
      if (provision.kind === 'refill') await store.refill(provision.build);
      // Another process may be quicker; then its build serves.
      if (provision.kind === 'create') await store.create(provision.build, ledgerId);
    }
  };

  const line = async (record: BuildRecord): Promise<void> => {
    const lane = lanes.get(nameOf(record));
    if (record.state === 'previous') return void lanes.delete(nameOf(record));
    if (!lane || lane.condition === 'gone') {
      const build = withCode(projections, record);
      if (build) lanes.set(nameOf(record), new Lane(build, context, settings));
      return;
    }
    const changedElsewhere = lane.idle && (record.turn !== lane.turn || (lane.condition === 'paused') !== record.paused);
    if (changedElsewhere && (lane.condition === 'running' || lane.condition === 'paused')) await lane.seek();
  };

  const refresh = async (): Promise<void> => {
    refreshAt = now() + settings.registryMs;
    const records = await store.builds(ledgerId);
    for (const record of records) await line(record);
    const known = new Set(records.map(nameOf));
    for (const name of lanes.keys()) if (!known.has(name)) lanes.delete(name);
    moved();
  };

  const seated = async (): Promise<void> => {
    const waiting = [...lanes.values()].filter((lane) => lane.condition === 'unseated' && now() >= lane.retryAt);
    await Promise.all(waiting.map((lane) => lane.seek()));
    if (waiting.length > 0) moved();
  };

  const isFilling = (lane: Lane): boolean => !lane.live && !lane.finished;

  const liveOf = (projection: string): Lane | undefined =>
    [...lanes.values()].find((lane) => lane.live && lane.build.projection === projection);

  const swap = async (lane: Lane): Promise<void> => {
    const live = liveOf(lane.build.projection);
    const regardless = live?.condition === 'halted';
    if (now() < swapAt || (live && !regardless && live.position > lane.position)) return;
    try {
      if ((await store.swap(lane.build, ledgerId, { regardless })) === 'behind') return;
    } catch (error) {
      // A long query on the views, for example: projecting goes on meanwhile.
      swapAt = now() + SWAP_RETRY_MS;
      return notify({ kind: 'retrying', build: lane.build, error, inMs: SWAP_RETRY_MS });
    }
    notify({ kind: 'swapped', build: lane.build, position: lane.position });
    await lane.seek();
    await refresh();
  };

  const readBatch = async (read: ReturnType<typeof readingAhead>, group: readonly Lane[], limit: number, ahead: boolean) => {
    const events = await read(group[0]!.position, limit, ahead);
    return {
      batch: batchOf(
        events,
        decode,
        group.some((lane) => lane.handlesAll),
      ),
      reachedHead: events.length < limit,
    };
  };

  const liveRead = readingAhead(ledger);
  const liveStep = async (): Promise<boolean> => {
    if (now() >= refreshAt) await refresh();
    await seated();
    const groups = byPosition([...lanes.values()].filter((lane) => lane.ready && !isFilling(lane)));
    let worked = false;
    let above = Infinity;
    for (const group of groups) {
      const { position } = group[0]!;
      const limit = Math.min(settings.batch, above - position);
      above = position;
      const { batch, reachedHead } = await readBatch(liveRead, group, limit, groups.length === 1);
      if (batch) {
        await Promise.all(group.map((lane) => lane.apply(batch)));
        worked = true;
      }
      if (reachedHead) for (const lane of group) if (lane.ready && !lane.live) await swap(lane);
    }
    return worked;
  };

  const report = async (group: readonly Lane[]): Promise<void> => {
    if (now() < reportAt) return;
    reportAt = now() + REPORT_MS;
    const { size } = await ledger.head();
    for (const { build, position } of group) notify({ kind: 'filling', build, position, size });
  };

  const fillRead = readingAhead(ledger);
  const fillStep = async (): Promise<boolean> => {
    const [group, ahead] = byPosition([...lanes.values()].filter((lane) => lane.ready && isFilling(lane))).toReversed();
    if (!group) return false;
    const limit = Math.min(settings.batch, ahead ? ahead[0]!.position - group[0]!.position : Infinity);
    const { batch, reachedHead } = await readBatch(fillRead, group, limit, true);
    if (batch) await Promise.all(group.map((lane) => lane.gather(batch)));
    if (reachedHead) {
      await Promise.all(group.map((lane) => lane.finish()));
      liveWake.call();
    }
    await report(group);
    // A fill never waits for anybody; commands and queries of the same process must not wait for it.
    await yieldToOthers();
    return true;
  };

  const loop = async (step: () => Promise<boolean>, wake: WakeUp): Promise<void> => {
    let failures = 0;
    while (!stopped) {
      try {
        const worked = await step();
        failures = 0;
        if (!worked && !stopped) await wake.sleep(settings.pollMs);
      } catch (error) {
        failures += 1;
        const inMs = backoffMs(failures);
        notify({ kind: 'unreachable', error, inMs });
        await wake.sleep(inMs);
      }
    }
  };

  const start = async (): Promise<void> => {
    ledgerId = (await ledger.head()).ledgerId;
    context = { store, ledger, ledgerId, notify, moved, now };
    await provide();
    await refresh();
    stopListening = ledger.onGrowth(wakeAll);
    running = [loop(liveStep, liveWake), loop(fillStep, fillWake)];
  };

  const stop = async (): Promise<void> => {
    stopped = true;
    stopListening();
    wakeAll();
    await Promise.all(running);
  };

  const isReady = (): boolean =>
    newestOf(projections).every(({ projection: { name, version } }) => {
      const mine = [...lanes.values()].filter(({ build }) => build.projection === name && build.version === version);
      const halted = mine.find((lane) => lane.condition === 'halted');
      if (halted && !mine.some((lane) => lane.condition !== 'halted')) throw new ProjectionHalted(name, 'see the notice');
      return mine.some((lane) => lane.live && (lane.condition === 'running' || lane.condition === 'paused'));
    });

  const ready = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        try {
          if (!isReady()) return;
          resolve();
        } catch (error) {
          reject(error as Error);
        }
        listeners.delete(check);
      };
      listeners.add(check);
      check();
    });

  return {
    start,
    stop,
    ready,
    refresh: () => {
      refreshAt = 0;
      wakeAll();
    },
    progress: {
      get ledgerId() {
        return ledgerId;
      },
      liveSeat: async (projection) => {
        const lane = liveOf(projection);
        return lane && { position: lane.committed, parkedFrom: lane.parkedFrom };
      },
      onMove: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
};
