import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { LedgerReader, SequencedEvent } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { backoffMs } from './backoff.ts';
import { batchOf, unbroken, type Batch, type Decode } from './batch.ts';
import { SETTLE_MS } from './checkpoint.ts';
import type { Lane } from './lane.ts';
import { Lanes } from './lanes.ts';
import type { LiveProgress, LiveSeat } from './live-progress.ts';
import type { Notify } from './notices.ts';
import type { ProjectionStore } from './projection-store.port.ts';
import { readingAhead, type ReadAhead } from './reading-ahead.ts';
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

export const runnerSettings: RunnerSettings = { batch: 1000, chunk: 10_000, cachedRows: 5000, pollMs: 250, registryMs: 1000 };

export interface RunnerOptions {
  readonly ledger: LedgerReader;
  readonly store: ProjectionStore;
  readonly decode: Decode;
  /** Of one projection there may be several versions: the newest goes live, the others are kept up while they are. */
  readonly projections: readonly AnyProjectionTable[];
  readonly settings?: Partial<RunnerSettings>;
  readonly notify?: Notify;
  /** ms. */
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

/** A swap that readers held up is tried again after this; ms. */
const SWAP_RETRY_MS = 1000;
const REPORT_MS = 500;
/** Events that a fill folds before it lets others have their turn: requests, and the database, which must not run out of rows to copy. */
const FILL_SLICE = 100;

/** Lanes at one position share what is read and decoded; those furthest ahead come first. */
const byPosition = (lanes: readonly Lane[]): readonly (readonly Lane[])[] => {
  const groups = new Map<number, Lane[]>();
  for (const lane of lanes) groups.set(lane.position, [...(groups.get(lane.position) ?? []), lane]);
  return [...groups.entries()].sort(([one], [other]) => other - one).map(([, group]) => group);
};

class Runner implements ProjectionRunner {
  readonly #settings: RunnerSettings;
  readonly #now: () => number;
  readonly #notify: Notify;
  readonly #listeners = new Set<() => void>();
  readonly #liveWake = wakeUp();
  readonly #fillWake = wakeUp();
  readonly #liveRead: ReadAhead;
  readonly #fillRead: ReadAhead;
  #lanes: Lanes | undefined;
  #ledgerId = '';
  #stopped = false;
  #refreshAt = 0;
  #swapAt = 0;
  #reportAt = 0;
  #running: readonly Promise<void>[] = [];
  #stopListening: () => void = () => undefined;

  constructor(private readonly options: RunnerOptions) {
    this.#settings = { ...runnerSettings, ...options.settings };
    this.#now = options.now ?? Date.now;
    this.#notify = options.notify ?? (() => undefined);
    this.#liveRead = readingAhead(options.ledger);
    this.#fillRead = readingAhead(options.ledger);
  }

  get progress(): LiveProgress {
    return {
      ledgerId: this.#ledgerId,
      liveSeat: async (projection): Promise<LiveSeat | undefined> => {
        const lane = this.#lanes?.liveOf(projection);
        return lane && { position: lane.reflected, parkedFrom: lane.parkedFrom };
      },
      onMove: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
  }

  async start(): Promise<void> {
    const { ledger, store, projections } = this.options;
    this.#ledgerId = (await ledger.head()).ledgerId;
    const moved = (): void => this.#listeners.forEach((listener) => listener());
    const context = { store, ledger, ledgerId: this.#ledgerId, notify: this.#notify, moved, now: this.#now };
    const lanes = new Lanes(context, projections, this.#settings);
    this.#lanes = lanes;
    await lanes.provide();
    await lanes.refresh();
    this.#stopListening = ledger.onGrowth(() => this.#wake());
    this.#running = [this.#loop(() => this.#liveStep(lanes), this.#liveWake), this.#loop(() => this.#fillStep(lanes), this.#fillWake)];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    this.#wake();
    await Promise.all(this.#running);
    await this.#lanes?.settle({ atOnce: true });
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        try {
          if (!this.#lanes?.allLive()) return;
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        this.#listeners.delete(check);
      };
      this.#listeners.add(check);
      check();
    });
  }

  refresh(): void {
    this.#refreshAt = 0;
    this.#wake();
  }

  #wake(): void {
    this.#liveWake.call();
    this.#fillWake.call();
  }

  /** A step tells whether there is more to do; if not, the next sign of growth wakes the loop, also one that came during the step. */
  async #loop(step: () => Promise<boolean>, wake: WakeUp): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        const more = await step();
        failures = 0;
        if (!more && !this.#stopped) await wake.sleep(this.#lanes?.unsettled ? SETTLE_MS : this.#settings.pollMs);
      } catch (error) {
        failures += 1;
        const inMs = backoffMs(failures);
        this.#notify({ kind: 'unreachable', error, inMs });
        await wake.sleep(inMs);
      }
    }
  }

  async #read(read: ReadAhead, from: number, limit: number, ahead: boolean) {
    const events = await read(from, limit, ahead);
    const whole = unbroken(events, from);
    return {
      events: whole,
      reachedHead: events.length < limit && whole.length === events.length,
      atGap: whole.length === 0 && events.length > 0,
    };
  }

  #batchOf(events: readonly SequencedEvent[], lanes: Lanes): Batch | undefined {
    return batchOf(events, this.options.decode, lanes.handlesAll);
  }

  /** One batch for each group of lanes, the most recent first: a build that lags keeps no other from being up to date. */
  async #liveStep(lanes: Lanes): Promise<boolean> {
    if (this.#now() >= this.#refreshAt) {
      this.#refreshAt = this.#now() + this.#settings.registryMs;
      await lanes.refresh();
    }
    await lanes.seat();
    const groups = byPosition(lanes.steady);
    let more = false;
    // A group stops where the one ahead stood, so that they meet and go on as one.
    let above = Infinity;
    for (const group of groups) {
      const from = group[0]!.position;
      const limit = Math.min(this.#settings.batch, above - from);
      above = from;
      const { events, reachedHead, atGap } = await this.#read(this.#liveRead, from, limit, groups.length === 1);
      const batch = this.#batchOf(events, lanes);
      if (batch) await Promise.all(group.map((lane) => lane.apply(batch)));
      // There they find the ledger broken, and halt.
      if (atGap) await Promise.all(group.map((lane) => lane.seek()));
      more ||= batch !== undefined && !reachedHead;
      if (reachedHead) await this.#swapAll(lanes, group);
    }
    await lanes.settle();
    return more;
  }

  /** One batch for the builds that are filled in bulk and furthest behind. */
  async #fillStep(lanes: Lanes): Promise<boolean> {
    const [group, ahead] = byPosition(lanes.filling).toReversed();
    if (!group) return false;
    const from = group[0]!.position;
    const limit = Math.min(this.#settings.batch, ahead ? ahead[0]!.position - from : Infinity);
    const { events, reachedHead, atGap } = await this.#read(this.#fillRead, from, limit, true);
    const atEnd = reachedHead || atGap;
    for (let at = 0; at < events.length; at += FILL_SLICE) {
      const batch = this.#batchOf(events.slice(at, at + FILL_SLICE), lanes);
      if (batch) await Promise.all(group.map((lane) => lane.gather(batch)));
      // A fill never waits for anybody; commands and queries of the same process must not wait for it.
      await yieldToOthers();
    }
    if (atEnd) await Promise.all(group.map((lane) => lane.finish().then(() => this.#liveWake.call())));
    await this.#report(group);
    return true;
  }

  async #report(group: readonly Lane[]): Promise<void> {
    if (this.#now() < this.#reportAt) return;
    this.#reportAt = this.#now() + REPORT_MS;
    const { size } = await this.options.ledger.head();
    for (const { build, position } of group) this.#notify({ kind: 'filling', build, position, size });
  }

  async #swapAll(lanes: Lanes, group: readonly Lane[]): Promise<void> {
    for (const lane of group) if (lane.ready && !lane.live && this.#now() >= this.#swapAt) await this.#swap(lanes, lane);
  }

  async #swap(lanes: Lanes, lane: Lane): Promise<void> {
    const live = lanes.liveOf(lane.build.projection);
    const regardless = live?.condition === 'halted';
    if (live && !regardless && live.position > lane.position) return;
    await lane.settle({ atOnce: true });
    try {
      if ((await this.options.store.swap(lane.build, this.#ledgerId, { regardless })) === 'behind') return;
    } catch (error) {
      // A long query on the views, for example: projecting goes on meanwhile.
      this.#swapAt = this.#now() + SWAP_RETRY_MS;
      return this.#notify({ kind: 'retrying', build: lane.build, error, inMs: SWAP_RETRY_MS });
    }
    this.#notify({ kind: 'swapped', build: lane.build, position: lane.position });
    await lane.seek();
    await lanes.refresh();
  }
}

/**
 * Drives every build of a program's projections along the ledger: the live ones and, beside them, those that fill. Builds at the same
 * position share what was read and decoded. A failing build waits and tries again while the others go on.
 */
export const projectionRunner = (options: RunnerOptions): ProjectionRunner => new Runner(options);
