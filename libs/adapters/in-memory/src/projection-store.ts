import type { Column, RowKey } from '#eventsourcing';
import {
  keyText,
  nameOfSlice,
  partsOf,
  ProjectionHalted,
  propertyOf,
  shapeOf,
  WHOLE,
  type Build,
  type BuildId,
  type BuildRecord,
  type BuildState,
  type Change,
  type CommitOutcome,
  type Discard,
  type LockedBuild,
  type ParkedCaseRecord,
  type Partitioner,
  type ProjectionStore,
  type RowChanges,
  type Seat,
  type Slice,
} from '#projections';

interface HeldSlice {
  paused: boolean;
  turn: number;
  checkpoint: Seat['checkpoint'];
  parked: Map<string, ParkedCaseRecord>;
}

interface Held {
  readonly build: Build;
  readonly ledgerId: string;
  state: BuildState;
  finished: boolean;
  slices: Map<string, HeldSlice>;
  rows: Map<string, object>;
}

const nameOf = ({ projection, version, build }: BuildId): string => `${projection}/${version}/${build}`;

const inRange = (value: number, type: Column['type']): boolean =>
  type === 'integer' ? Number.isInteger(value) && Math.abs(value) < 2 ** 31 : Number.isSafeInteger(value);

/** What a database would say to a value. */
const fault = ({ name, type, nullable }: Column, value: unknown): string | undefined => {
  if (value === null || value === undefined) return nullable ? undefined : `null value in column "${name}"`;
  if (typeof value === 'number' && !inRange(value, type)) return `value "${value}" is out of range for type ${type}`;
  if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed())) return `"${name}" has text that is not UTF-8`;
  return undefined;
};

const propertiesOf = ({ definition }: Build) => definition.table.columns.map((column) => ({ column, property: propertyOf(column.name) }));

const keyOf = (build: Build, row: object): string =>
  keyText(build.definition.table.primaryKey.map((name) => (row as Record<string, unknown>)[propertyOf(name)]) as unknown as RowKey);

/** A row as it comes back from a table: a property for each column, null where there is nothing. */
const stored = (build: Build, row: object): object =>
  Object.fromEntries(propertiesOf(build).map(({ property }) => [property, (row as Record<string, unknown>)[property] ?? null]));

const overlap = (one: Slice, other: Slice): boolean =>
  one.of > other.of ? overlap(other, one) : other.partition % one.of === one.partition;

const isBehind = (mine: Held, live: Held): boolean =>
  mine.ledgerId === live.ledgerId &&
  [...mine.slices.values()].some(({ checkpoint: of }) =>
    [...live.slices.values()].some(({ checkpoint }) => overlap(of, checkpoint) && of.position < checkpoint.position),
  );

const splitOff = ({ checkpoint, paused, turn, parked }: HeldSlice, part: Slice, partitioner: Partitioner): HeldSlice => ({
  checkpoint: { ...checkpoint, ...part },
  paused,
  turn: turn + 1,
  parked: new Map([...parked].filter(([caseId]) => partitioner(caseId, part.of) === part.partition)),
});

/** Rows, checkpoints and parked cases in this process' memory: for tests and for trying things out. */
export class InMemoryProjectionStore implements ProjectionStore {
  readonly #builds = new Map<string, Held>();
  readonly #live = new Map<string, Held>();
  readonly discarded: (Discard & BuildId)[] = [];

  /** The rows of the live build; nothing when there is none. */
  rows(projection: string): readonly object[] | undefined {
    const live = this.#live.get(projection);
    return live && [...live.rows.values()];
  }

  async builds(_ledgerId: string): Promise<readonly BuildRecord[]> {
    return [...this.#builds.values()]
      .flatMap(({ build: { projection, version, build, definition }, state, finished, slices }) =>
        [...slices.values()].map(({ paused, turn, checkpoint, parked }) => ({
          ...{ projection, version, build, state, finished, paused, turn, checkpoint },
          shape: shapeOf(definition),
          parkedCases: parked.size,
          heldBack: [...parked.values()].reduce((sum, { heldBack }) => sum + heldBack, 0),
          oldestHeldBack: [...parked.values()].map(({ recordedAt }) => recordedAt).sort()[0],
        })),
      )
      .sort((one, other) => (one.projection === other.projection ? one.build - other.build : one.projection < other.projection ? -1 : 1));
  }

  async create(build: Build, ledgerId: string): Promise<boolean> {
    const taken = [...this.#builds.values()].some((held) => held.build.projection === build.projection && held.build.build === build.build);
    if (taken) return false;
    const slice = { checkpoint: { ledgerId, ...WHOLE, position: 0, leaf: undefined }, paused: false, turn: 0, parked: new Map() };
    const empty = { rows: new Map<string, object>(), slices: new Map([[nameOfSlice(WHOLE), slice]]) };
    this.#builds.set(nameOf(build), { build, ledgerId, state: 'filling', finished: false, ...empty });
    return true;
  }

  async seat(build: Build, ledgerId: string, slice: Slice = WHOLE): Promise<Seat | undefined> {
    const held = this.#builds.get(nameOf(build));
    if (!held) return undefined;
    if (held.ledgerId !== ledgerId)
      throw new ProjectionHalted(build.projection, `it was built from the ledger ${held.ledgerId}, this is the ledger ${ledgerId}`);
    const part = held.slices.get(nameOfSlice(slice));
    return part && { ...part, state: held.state, finished: held.finished, parked: new Map(part.parked) };
  }

  async load(build: Build, keys: readonly RowKey[]): Promise<readonly (object | undefined)[]> {
    const rows = this.#builds.get(nameOf(build))?.rows;
    return keys.map((key) => rows?.get(keyText(key)));
  }

  async commit(build: Build, ledgerId: string, change: Change, slice: Slice = WHOLE): Promise<CommitOutcome> {
    return this.#commit(build, ledgerId, change, slice, false);
  }

  async refusal(build: Build, rows: RowChanges): Promise<string | undefined> {
    const held = this.#builds.get(nameOf(build));
    const after = new Map(held?.rows);
    try {
      this.#write(build, after, rows);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async locked<T>(build: Build, ledgerId: string, work: (locked: LockedBuild) => Promise<T>, slice: Slice = WHOLE): Promise<T> {
    for (;;) {
      const seat = await this.seat(build, ledgerId, slice);
      if (!seat) throw new Error(`there is no build ${build.build} of ${build.projection} any more`);
      let overtaken = false;
      const result = await work({
        seat,
        load: (keys) => this.load(build, keys),
        refusal: (rows) => this.refusal(build, rows),
        commit: async (change) => {
          const outcome = this.#commit(build, ledgerId, change, slice, true);
          overtaken = outcome.kind === 'stale';
          return outcome;
        },
      }).catch((error: Error) => error);
      if (overtaken) continue;
      if (result instanceof Error) throw result;
      return result;
    }
  }

  async finish(build: Build): Promise<void> {
    const held = this.#builds.get(nameOf(build));
    if (held) held.finished = true;
  }

  async swap(build: Build, _ledgerId: string, { regardless }: { readonly regardless: boolean }): Promise<'swapped' | 'behind'> {
    const mine = this.#builds.get(nameOf(build));
    const live = this.#live.get(build.projection);
    if (mine && mine === live) return 'swapped';
    if (mine?.state !== 'filling') return 'behind';
    if (live && !regardless && isBehind(mine, live)) return 'behind';
    this.#drop(build.projection, 'previous');
    if (live) this.#turn(live, 'previous');
    this.#turn(mine, 'live');
    this.#live.set(build.projection, mine);
    return 'swapped';
  }

  async refill(build: BuildId): Promise<boolean> {
    const held = this.#builds.get(nameOf(build));
    if (held?.state !== 'previous') return false;
    this.#turn(held, 'filling');
    return true;
  }

  async abandon(build: BuildId): Promise<void> {
    if (this.#builds.get(nameOf(build))?.state === 'filling') this.#builds.delete(nameOf(build));
  }

  async setPaused(projection: string, paused: boolean): Promise<boolean> {
    const builds = [...this.#builds.values()].filter(({ build }) => build.projection === projection);
    for (const { slices } of builds)
      for (const slice of slices.values()) {
        slice.paused = paused;
        slice.turn += 1;
      }
    return builds.length > 0;
  }

  async split(build: BuildId, _ledgerId: string, into: number, partitioner: Partitioner): Promise<boolean> {
    const held = this.#builds.get(nameOf(build));
    if (!held || held.slices.size >= into) return false;
    held.slices = new Map(
      [...held.slices.values()].flatMap((whole) =>
        partsOf(whole.checkpoint, into).map((part) => [nameOfSlice(part), splitOff(whole, part, partitioner)] as const),
      ),
    );
    return true;
  }

  async parked(_ledgerId: string): Promise<readonly ParkedCaseRecord[]> {
    return [...this.#builds.values()].flatMap(({ slices }) => [...slices.values()].flatMap(({ parked }) => [...parked.values()]));
  }

  #drop(projection: string, state: BuildState): void {
    for (const [name, held] of this.#builds) if (held.build.projection === projection && held.state === state) this.#builds.delete(name);
  }

  #turn(held: Held, state: BuildState): void {
    held.state = state;
    for (const slice of held.slices.values()) slice.turn += 1;
  }

  #write(build: Build, rows: Map<string, object>, { fresh, changed, gone }: RowChanges): void {
    for (const row of [...fresh, ...changed]) {
      for (const { column, property } of propertiesOf(build)) {
        const said = fault(column, (row as Record<string, unknown>)[property]);
        if (said !== undefined) throw new Error(said);
      }
      const key = keyOf(build, row);
      if (build.definition.projection.appendOnly && rows.has(key)) throw new Error(`duplicate key value ${key}`);
      rows.set(key, stored(build, row));
    }
    for (const key of gone) rows.delete(keyText(key));
  }

  #commit(build: Build, ledgerId: string, change: Change, slice: Slice, evenIfPaused: boolean): CommitOutcome {
    const held = this.#builds.get(nameOf(build));
    const part = held?.slices.get(nameOfSlice(slice));
    const { from, to } = change;
    if (!held || !part || held.ledgerId !== ledgerId || (part.paused && !evenIfPaused)) return { kind: 'stale' };
    if (part.checkpoint.position !== from.position || part.turn !== from.turn) return { kind: 'stale' };
    const rows = new Map(held.rows);
    try {
      this.#write(build, rows, change.rows);
    } catch (error) {
      return { kind: 'refused', error: (error as Error).message };
    }
    this.#park(held.build, part, change);
    held.rows = rows;
    Object.assign(part, { turn: part.turn + 1, checkpoint: { ...part.checkpoint, ...to } });
    return { kind: 'committed', turn: part.turn };
  }

  #park({ projection, version, build }: BuildId, { parked: held }: HeldSlice, { parked, heldBack, released, discarded }: Change): void {
    for (const one of parked) {
      const { attempts = 0, parkedAt = new Date().toISOString() } = held.get(one.caseId) ?? {};
      held.set(one.caseId, { ...one, projection, version, build, attempts: attempts + 1, parkedAt });
    }
    for (const [caseId, events] of heldBack) {
      const one = held.get(caseId);
      if (one) held.set(caseId, { ...one, heldBack: one.heldBack + events });
    }
    for (const caseId of released) held.delete(caseId);
    for (const one of discarded) this.discarded.push({ ...one, projection, version, build });
  }
}
