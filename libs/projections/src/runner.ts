// One page: the runner is one state machine whose turns are easier followed in one place than in two.
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CaseId, LedgerReader, SequencedEvent } from '#eventsourcing';
import type { AnyProjectionTable } from './any-projection.ts';
import { backoffMs } from './backoff.ts';
import { batchOf, type Batch, type Decode } from './batch.ts';
import { settlingTime } from './checkpoint.ts';
import { concurrently } from './concurrently.ts';
import type { Lane } from './lane.ts';
import { AT_ONCE, Lanes } from './lanes.ts';
import { wholeFeed, type LiveFeed } from './live-feed.port.ts';
import type { LiveProgress, LiveSeat } from './live-progress.ts';
import type { Notify } from './notices.ts';
import type { BuildRecord, ProjectionStore } from './projection-store.port.ts';
import { wholeReader, type LedgerSlices, type SliceReader } from './slice-reader.ts';
import { nameOfSlice, sameSlice, type Slice } from './slice.ts';
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
  /**
   * Whether live builds write what nobody waits for, through {@link ProjectionRunner.progress}, only when checkpoints are moved, a moment
   * later: far fewer transactions, where those who wait are in this process.
   */
  readonly lingers: boolean;
}

export const runnerSettings: RunnerSettings = {
  batch: 1000,
  chunk: 10_000,
  cachedRows: 5000,
  pollMs: 250,
  registryMs: 1000,
  lingers: false,
};

export interface RunnerOptions {
  readonly ledger: LedgerReader;
  readonly store: ProjectionStore;
  readonly decode: Decode;
  /** Of one projection there may be several versions: the newest goes live, the others are kept up while they are. */
  readonly projections: readonly AnyProjectionTable[];
  readonly settings?: Partial<RunnerSettings>;
  readonly notify?: Notify;
  /** From where live builds are kept up; the whole ledger, read by this process alone, when absent. */
  readonly feed?: LiveFeed;
  /** Reads the ledger for builds that are filled; needed where they may have several slices. */
  readonly slices?: LedgerSlices;
  /** Told of each batch that live builds have taken in; must neither throw nor keep them waiting. */
  readonly onProjected?: (projected: Projected) => void;
  /** ms. */
  readonly now?: () => number;
}

/** What live builds have in their rows now, but for what they hold back. Times in ms of `performance.now()`. */
export interface Projected {
  readonly events: readonly SequencedEvent[];
  readonly by: readonly { readonly name: string; readonly parkedFrom: ReadonlyMap<CaseId, number> }[];
  readonly startedAt: number;
  readonly endedAt: number;
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
  /** When that slice last had its turn, in vain or not, whose turn was longest ago; ms of `performance.now()`. Stands still when the runner is stuck. */
  readonly turnedAt: number;
}

/** A swap that readers held up is tried again after this; ms. */
const SWAP_RETRY_MS = 1000;
const REPORT_MS = 500;
/** Events that a fill folds before it lets others have their turn: requests, and the database, which must not run out of rows to copy. */
const FILL_SLICE = 100;

/**
 * Lanes at one position, with that position: they share what is read and decoded; those furthest ahead come first. Another process may move
 * any of them on meanwhile; such a lane passes over what is read from where it stood.
 */
const byPosition = (lanes: readonly Lane[]): readonly (readonly [number, readonly Lane[]])[] => {
  const groups = new Map<number, Lane[]>();
  for (const lane of lanes) groups.set(lane.position, [...(groups.get(lane.position) ?? []), lane]);
  return [...groups.entries()].sort(([one], [other]) => other - one);
};

/** Those furthest behind, and the position where others of the same slice are. */
const furthestBehind = (lanes: readonly Lane[]): { readonly group: readonly Lane[]; readonly above: number } | undefined => {
  const [last] = lanes.toSorted((one, other) => one.position - other.position);
  if (!last) return undefined;
  const [[, group] = [0, []], ahead] = byPosition(lanes.filter(({ slice }) => sameSlice(slice, last.slice))).toReversed();
  return { group, above: ahead?.[0] ?? Infinity };
};

/** What a loop has to do beside its steps. */
interface Settling {
  isDue(): boolean;
  settle(): Promise<void>;
}

/** What follows one slice of live builds. */
interface Track {
  readonly slice: Slice;
  readonly wake: WakeUp;
  readonly running: Promise<void>;
  /** ms of `performance.now()`. */
  turnedAt: number;
}

class Runner implements ProjectionRunner {
  readonly #settings: RunnerSettings;
  readonly #now: () => number;
  readonly #notify: Notify;
  readonly #listeners = new Set<() => void>();
  readonly #registryWake = wakeUp();
  readonly #fillWake = wakeUp();
  readonly #tracks = new Map<string, Track>();
  readonly #feed: LiveFeed;
  readonly #fillReader: SliceReader;
  #lanes: Lanes | undefined;
  #ledgerId = '';
  #stopped = false;
  #swapAt = 0;
  #reportAt = 0;
  #running: readonly Promise<void>[] = [];
  #stopListening: () => void = () => undefined;

  constructor(private readonly options: RunnerOptions) {
    this.#settings = { ...runnerSettings, ...options.settings };
    this.#now = options.now ?? Date.now;
    this.#notify = options.notify ?? (() => undefined);
    this.#feed = options.feed ?? wholeFeed(options.ledger);
    this.#fillReader = options.slices ?? wholeReader(options.ledger);
  }

  get progress(): LiveProgress {
    return {
      ledgerId: this.#ledgerId,
      liveSeat: async (projection, index): Promise<LiveSeat | undefined> => {
        const [lane] = this.#lanes?.liveOf(projection) ?? [];
        if (!lane) return undefined;
        if (lane.reflected <= index && index < lane.position) void lane.settle({ atOnce: true });
        return { position: lane.reflected, parkedFrom: lane.parkedFrom };
      },
      onMove: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
  }

  get turnedAt(): number {
    return Math.min(...[...this.#tracks.values()].map(({ turnedAt }) => turnedAt), performance.now());
  }

  async start(): Promise<void> {
    const { ledger, store, projections } = this.options;
    this.#ledgerId = (await ledger.head()).ledgerId;
    const moved = (): void => this.#listeners.forEach((listener) => listener());
    const context = { store, ledger, ledgerId: this.#ledgerId, notify: this.#notify, moved, now: this.#now };
    const lanes = new Lanes(context, projections, this.#settings, (record) => this.#isMine(record));
    this.#lanes = lanes;
    await lanes.provide();
    await this.#refresh(lanes);
    const { registryMs, pollMs } = this.#settings;
    const always = (): boolean => true;
    const registry = this.#loop(() => this.#refresh(lanes), this.#registryWake, always, registryMs);
    const filling = this.#loop(() => this.#fillStep(lanes), this.#fillWake, always, pollMs);
    this.#running = [registry, filling];
    const silences = [this.#feed.onChange((slice) => this.#changed(slice)), ledger.onGrowth(() => this.#fillWake.call())];
    this.#stopListening = () => silences.forEach((silence) => silence());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopListening();
    this.#wakeAll();
    const tracks = [...this.#tracks.values()];
    await Promise.all([...this.#running, ...tracks.map(({ running }) => running)]);
    for (const { slice } of tracks) await this.#lanes?.settle(slice, { atOnce: true });
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
    this.#registryWake.call();
  }

  #wakeAll(): void {
    for (const wake of [this.#registryWake, this.#fillWake]) wake.call();
    for (const { wake } of this.#tracks.values()) wake.call();
  }

  #changed(slice: Slice | undefined): void {
    if (slice) this.#tracks.get(nameOfSlice(slice))?.wake.call();
    else this.#registryWake.call();
  }

  #isMine({ state, checkpoint }: BuildRecord): boolean {
    const shared = state === 'live' && checkpoint.of === this.#feed.partitions;
    return shared ? this.#feed.holds(checkpoint) : this.#feed.leads();
  }

  /** A step tells whether there is more to do; if not, the next sign wakes the loop, also one that came during the step. */
  async #loop(step: () => Promise<boolean>, wake: WakeUp, goesOn: () => boolean, restMs: number, settling?: Settling): Promise<void> {
    let failures = 0;
    while (!this.#stopped && goesOn()) {
      try {
        const more = await step();
        failures = 0;
        if (!more) await this.#rest(wake, restMs, settling);
      } catch (error) {
        failures += 1;
        const inMs = backoffMs(failures);
        this.#notify({ kind: 'unreachable', error, inMs });
        await wake.sleep(inMs);
      }
    }
  }

  /** Nothing is read again only because checkpoints are to be moved. */
  async #rest(wake: WakeUp, ms: number, settling?: Settling): Promise<void> {
    const until = performance.now() + ms;
    while (!this.#stopped && settling?.isDue() && performance.now() < until) {
      const now = this.#now();
      if (await wake.sleep(settlingTime(now) - now)) return;
      await settling.settle();
    }
    if (!this.#stopped) await wake.sleep(until - performance.now());
  }

  #batchOf(events: readonly SequencedEvent[], lanes: Lanes, from: number): Batch | undefined {
    return batchOf(events, this.options.decode, lanes.handlesAll, from);
  }

  /** Looks at the registry and follows every slice that is this runner's. */
  async #refresh(lanes: Lanes): Promise<boolean> {
    const records = await lanes.refresh();
    for (const slice of lanes.slices) this.#follow(lanes, slice);
    this.#fillWake.call();
    return this.#feed.leads() && (await this.#split(records));
  }

  /** A live build has as many slices as the feed: only then can others have their share of it. */
  async #split(records: readonly BuildRecord[]): Promise<boolean> {
    const { partitions, partitionOf } = this.#feed;
    const split: boolean[] = [];
    for (const record of records)
      if (record.state === 'live' && record.checkpoint.partition === 0 && record.checkpoint.of < partitions)
        split.push(await this.options.store.split(record, this.#ledgerId, partitions, partitionOf));
    return split.includes(true);
  }

  /** As long as it has a lane here. */
  #follow(lanes: Lanes, slice: Slice): void {
    const name = nameOfSlice(slice);
    if (this.#stopped || this.#tracks.has(name)) return;
    const wake = wakeUp();
    const goesOn = (): boolean => lanes.slices.some((one) => sameSlice(one, slice));
    const settling = { isDue: () => lanes.isUnsettled(slice), settle: () => this.#settle(lanes, slice) };
    const running = this.#loop(() => this.#liveTurn(lanes, slice), wake, goesOn, this.#settings.pollMs, settling).then(
      () => void this.#tracks.delete(name),
    );
    this.#tracks.set(name, { slice, wake, running, turnedAt: performance.now() });
  }

  async #liveTurn(lanes: Lanes, slice: Slice): Promise<boolean> {
    try {
      return await this.#liveStep(lanes, slice);
    } finally {
      const track = this.#tracks.get(nameOfSlice(slice));
      if (track) track.turnedAt = performance.now();
    }
  }

  /** One batch for each group of lanes, the most recent first: a build that lags keeps no other from being up to date. */
  async #liveStep(lanes: Lanes, slice: Slice): Promise<boolean> {
    await lanes.seat(slice);
    const groups = byPosition(lanes.steady(slice));
    let more = false;
    // A group stops where the one ahead stood, so that they meet and go on as one.
    let above = Infinity;
    for (const [from, group] of groups) {
      const limit = Math.min(this.#settings.batch, above - from);
      above = from;
      const { events, reachedHead, atGap } = await this.#feed.read(slice, from, limit, groups.length === 1);
      const batch = this.#batchOf(events, lanes, from);
      if (batch) await this.#applyAll(group, batch);
      // There they find the ledger broken, and halt.
      if (atGap) await Promise.all(group.map((lane) => lane.seek()));
      more ||= batch !== undefined && !reachedHead;
      if (reachedHead) await this.#swapAll(lanes, group);
    }
    await this.#settle(lanes, slice);
    return more;
  }

  async #settle(lanes: Lanes, slice: Slice): Promise<void> {
    await lanes.settle(slice);
    const durable = lanes.durable(slice);
    if (durable !== undefined) this.#feed.passed(slice, durable);
  }

  async #applyAll(group: readonly Lane[], batch: Batch): Promise<void> {
    const startedAt = performance.now();
    await Promise.all(group.map((lane) => lane.apply(batch)));
    const { onProjected } = this.options;
    if (!onProjected) return;
    const done = group.filter((lane) => lane.live && lane.reflected >= batch.to);
    const by = done.map(({ build, parkedFrom }) => ({ name: build.projection, parkedFrom }));
    if (by.length > 0) onProjected({ events: batch.events, by, startedAt, endedAt: performance.now() });
  }

  /** One batch for the builds that are filled in bulk and furthest behind. */
  async #fillStep(lanes: Lanes): Promise<boolean> {
    const behind = furthestBehind(lanes.filling);
    if (!behind) return false;
    const { group, above } = behind;
    const { slice, position } = group[0]!;
    const limit = Math.min(this.#settings.batch, above - position);
    const { events, reachedHead, atGap } = await this.#fillReader.read(slice, position, limit, true);
    const atEnd = reachedHead || atGap;
    for (let at = 0, from = position; at < events.length; at += FILL_SLICE) {
      const batch = this.#batchOf(events.slice(at, at + FILL_SLICE), lanes, from);
      from = batch?.to ?? from;
      if (batch) await Promise.all(group.map((lane) => lane.gather(batch)));
      // A fill never waits for anybody; commands and queries of the same process must not wait for it.
      await yieldToOthers();
    }
    if (atEnd) await Promise.all(group.map((lane) => lane.finish().then(() => this.#changed(slice))));
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
    const ripe = group.filter((lane) => lane.ready && !lane.live);
    let swapped = false;
    await concurrently(ripe, AT_ONCE, async (lane) => {
      if (this.#now() >= this.#swapAt && (await this.#swap(lanes, lane))) swapped = true;
    });
    if (swapped) await this.#refresh(lanes);
  }

  async #swap(lanes: Lanes, lane: Lane): Promise<boolean> {
    const live = lanes.liveOf(lane.build.projection);
    const regardless = live.some(({ condition }) => condition === 'halted');
    if (!regardless && live.some((one) => sameSlice(one.slice, lane.slice) && one.position > lane.position)) return false;
    await lane.settle({ atOnce: true });
    try {
      if ((await this.options.store.swap(lane.build, this.#ledgerId, { regardless })) === 'behind') return false;
    } catch (error) {
      // A long query on the views, for example: projecting goes on meanwhile.
      this.#swapAt = this.#now() + SWAP_RETRY_MS;
      this.#notify({ kind: 'retrying', build: lane.build, error, inMs: SWAP_RETRY_MS });
      return false;
    }
    this.#notify({ kind: 'swapped', build: lane.build, position: lane.position });
    await lane.seek();
    return true;
  }
}

/**
 * Drives every build of a program's projections along the ledger: the live ones and, beside them, those that fill. Builds at the same
 * position share what was read and decoded. A failing build waits and tries again while the others go on.
 */
export const projectionRunner = (options: RunnerOptions): ProjectionRunner => new Runner(options);
