import type { AnyProjectionTable } from './any-projection.ts';
import { concurrently } from './concurrently.ts';
import { Lane, type LaneContext, type LaneSettings } from './lane.ts';
import { newestOf, provisionFor, withCode } from './lineup.ts';
import { ProjectionHalted, type BuildRecord } from './projection-store.port.ts';
import { nameOfSlice, sameSlice, type Slice } from './slice.ts';

const nameOf = ({ projection, version, build, checkpoint }: BuildRecord): string =>
  `${projection}/${version}/${build} ${nameOfSlice(checkpoint)}`;

/** Builds that are made or put behind their views at the same time: each is a dozen short statements. */
export const AT_ONCE = 4;

/** The slices of builds that one runner drives, kept in step with the registry. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  constructor(
    private readonly context: LaneContext,
    private readonly projections: readonly AnyProjectionTable[],
    private readonly settings: LaneSettings,
    /** Those of the registry's that this runner drives. */
    private readonly isMine: (record: BuildRecord) => boolean,
  ) {}

  /** Every slice that something is to be done in. */
  get slices(): readonly Slice[] {
    return [...new Map([...this.#lanes.values()].map(({ slice }) => [nameOfSlice(slice), slice])).values()];
  }

  /** Those of a slice that can go on, caught up by themselves or on their way to it. */
  steady(slice: Slice): readonly Lane[] {
    return this.#of(slice).filter((lane) => lane.ready && (lane.live || lane.finished));
  }

  /** Everything of the slice below it is in the rows of the live builds; nothing when there are none. */
  durable(slice: Slice): number | undefined {
    const live = this.#of(slice).filter((lane) => lane.live);
    return live.length === 0 ? undefined : Math.min(...live.map((lane) => lane.reflected));
  }

  /** Those that can go on and are still filled in bulk. */
  get filling(): readonly Lane[] {
    return [...this.#lanes.values()].filter((lane) => lane.ready && !lane.live && !lane.finished);
  }

  /** Some checkpoint of the slice is behind its rows. */
  isUnsettled(slice: Slice): boolean {
    return this.#of(slice).some((lane) => lane.unsettled);
  }

  /** Moves checkpoints that are behind their rows: those whose time has come, or all. */
  async settle(slice: Slice, options: { readonly atOnce?: boolean } = {}): Promise<void> {
    await Promise.all(this.#of(slice).map((lane) => lane.settle(options)));
  }

  get handlesAll(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.handlesAll);
  }

  liveOf(projection: string): readonly Lane[] {
    return [...this.#lanes.values()].filter((lane) => lane.live && lane.build.projection === projection);
  }

  /** Makes the builds that this program lacks. */
  async provide(): Promise<void> {
    const { store, ledgerId } = this.context;
    const records = await store.builds(ledgerId);
    await concurrently(newestOf(this.projections), AT_ONCE, async (definition) => {
      const provision = provisionFor(definition, records);
      if (provision.kind === 'refill') await store.refill(provision.build);
      // Another process may be quicker; then its build serves.
      if (provision.kind === 'create') await store.create(provision.build, ledgerId);
    });
  }

  /** Follows the registry: builds that came or went, pauses, and what operators did meanwhile. Returns the registry. */
  async refresh(): Promise<readonly BuildRecord[]> {
    const records = await this.context.store.builds(this.context.ledgerId);
    const mine = records.filter(this.isMine);
    for (const record of mine) await this.#follow(record);
    const known = new Set(mine.map(nameOf));
    for (const name of this.#lanes.keys()) if (!known.has(name)) this.#lanes.delete(name);
    this.context.moved();
    return records;
  }

  /** Gives those of a slice a seat that lost theirs. */
  async seat(slice: Slice): Promise<void> {
    const waiting = this.#of(slice).filter((lane) => lane.condition === 'unseated' && this.context.now() >= lane.retryAt);
    await Promise.all(waiting.map((lane) => lane.seek()));
    if (waiting.length > 0) this.context.moved();
  }

  /** Every projection has a live build of the newest version here. Throws {@link ProjectionHalted}. */
  allLive(): boolean {
    return newestOf(this.projections).every((definition) => this.#isLive(definition));
  }

  #of(slice: Slice): readonly Lane[] {
    return [...this.#lanes.values()].filter((lane) => sameSlice(lane.slice, slice));
  }

  async #follow(record: BuildRecord): Promise<void> {
    const name = nameOf(record);
    const lane = this.#lanes.get(name);
    if (record.state === 'previous') this.#lanes.delete(name);
    else if (!lane || lane.condition === 'gone') this.#admit(record);
    else if (lane.isOutdatedBy(record)) await lane.seek();
  }

  #admit(record: BuildRecord): void {
    const build = withCode(this.projections, record);
    if (build) this.#lanes.set(nameOf(record), new Lane(build, this.context, this.settings, record.checkpoint));
  }

  #isLive({ projection: { name, version } }: AnyProjectionTable): boolean {
    const mine = [...this.#lanes.values()].filter(({ build }) => build.projection === name && build.version === version);
    const halted = mine.find((lane) => lane.condition === 'halted');
    if (halted && mine.every((lane) => lane.condition === 'halted')) throw new ProjectionHalted(name, halted.reason ?? 'unknown');
    return mine.some((lane) => lane.live && (lane.condition === 'running' || lane.condition === 'paused'));
  }
}
