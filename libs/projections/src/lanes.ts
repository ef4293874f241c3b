import type { AnyProjectionTable } from './any-projection.ts';
import { Lane, type LaneContext, type LaneSettings } from './lane.ts';
import { newestOf, provisionFor, withCode } from './lineup.ts';
import { ProjectionHalted, type BuildId, type BuildRecord } from './projection-store.port.ts';

const nameOf = ({ projection, version, build }: BuildId): string => `${projection}/${version}/${build}`;

/** The builds that one runner drives, kept in step with the registry. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  constructor(
    private readonly context: LaneContext,
    private readonly projections: readonly AnyProjectionTable[],
    private readonly settings: LaneSettings,
  ) {}

  /** Those that can go on, caught up by themselves or on their way to it. */
  get steady(): readonly Lane[] {
    return [...this.#lanes.values()].filter((lane) => lane.ready && (lane.live || lane.finished));
  }

  /** Those that can go on and are still filled in bulk. */
  get filling(): readonly Lane[] {
    return [...this.#lanes.values()].filter((lane) => lane.ready && !lane.live && !lane.finished);
  }

  /** Some checkpoint is behind its rows. */
  get unsettled(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.unsettled);
  }

  /** Moves checkpoints that are behind their rows: those whose time has come, or all. */
  async settle(options: { readonly atOnce?: boolean } = {}): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.settle(options)));
  }

  get handlesAll(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.handlesAll);
  }

  liveOf(projection: string): Lane | undefined {
    return [...this.#lanes.values()].find((lane) => lane.live && lane.build.projection === projection);
  }

  /** Makes the builds that this program lacks. */
  async provide(): Promise<void> {
    const { store, ledgerId } = this.context;
    for (const definition of newestOf(this.projections)) {
      const provision = provisionFor(definition, await store.builds(ledgerId));
      if (provision.kind === 'refill') await store.refill(provision.build);
      // Another process may be quicker; then its build serves.
      if (provision.kind === 'create') await store.create(provision.build, ledgerId);
    }
  }

  /** Follows the registry: builds that came or went, pauses, and what operators did meanwhile. */
  async refresh(): Promise<void> {
    const records = await this.context.store.builds(this.context.ledgerId);
    for (const record of records) await this.#follow(record);
    const known = new Set(records.map(nameOf));
    for (const name of this.#lanes.keys()) if (!known.has(name)) this.#lanes.delete(name);
    this.context.moved();
  }

  /** Gives those a seat that lost theirs. */
  async seat(): Promise<void> {
    const waiting = [...this.#lanes.values()].filter((lane) => lane.condition === 'unseated' && this.context.now() >= lane.retryAt);
    await Promise.all(waiting.map((lane) => lane.seek()));
    if (waiting.length > 0) this.context.moved();
  }

  /** Every projection has a live build of the newest version here. Throws {@link ProjectionHalted}. */
  allLive(): boolean {
    return newestOf(this.projections).every((definition) => this.#isLive(definition));
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
    if (build) this.#lanes.set(nameOf(record), new Lane(build, this.context, this.settings));
  }

  #isLive({ projection: { name, version } }: AnyProjectionTable): boolean {
    const mine = [...this.#lanes.values()].filter(({ build }) => build.projection === name && build.version === version);
    const halted = mine.find((lane) => lane.condition === 'halted');
    if (halted && mine.every((lane) => lane.condition === 'halted')) throw new ProjectionHalted(name, halted.reason ?? 'unknown');
    return mine.some((lane) => lane.live && (lane.condition === 'running' || lane.condition === 'paused'));
  }
}
