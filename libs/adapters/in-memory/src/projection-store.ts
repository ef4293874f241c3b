import type { Column, RowKey } from '#eventsourcing';
import {
  keyText,
  ProjectionHalted,
  propertyOf,
  shapeOf,
  WHOLE_LEDGER,
  type Build,
  type BuildId,
  type BuildRecord,
  type BuildState,
  type Change,
  type CommitOutcome,
  type Discard,
  type LockedBuild,
  type ParkedCaseRecord,
  type ProjectionStore,
  type RowChanges,
  type Seat,
} from '#projections';

interface Held {
  readonly build: Build;
  state: BuildState;
  finished: boolean;
  paused: boolean;
  turn: number;
  checkpoint: Seat['checkpoint'];
  rows: Map<string, object>;
  parked: Map<string, ParkedCaseRecord>;
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

const isBehind = ({ checkpoint: mine }: Held, { checkpoint: live }: Held): boolean =>
  mine.ledgerId === live.ledgerId && mine.position < live.position;

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
      .map(({ build: { projection, version, build, definition }, state, finished, paused, turn, checkpoint, parked }) => ({
        ...{ projection, version, build, state, finished, paused, turn, checkpoint },
        shape: shapeOf(definition),
        parkedCases: parked.size,
        heldBack: [...parked.values()].reduce((sum, { heldBack }) => sum + heldBack, 0),
        oldestHeldBack: [...parked.values()].map(({ recordedAt }) => recordedAt).sort()[0],
      }))
      .sort((one, other) => (one.projection === other.projection ? one.build - other.build : one.projection < other.projection ? -1 : 1));
  }

  async create(build: Build, ledgerId: string): Promise<boolean> {
    const taken = [...this.#builds.values()].some((held) => held.build.projection === build.projection && held.build.build === build.build);
    if (taken) return false;
    const checkpoint = { ledgerId, partition: WHOLE_LEDGER, position: 0, leaf: undefined };
    const empty = { rows: new Map<string, object>(), parked: new Map<string, ParkedCaseRecord>() };
    this.#builds.set(nameOf(build), { build, state: 'filling', finished: false, paused: false, turn: 0, checkpoint, ...empty });
    return true;
  }

  async seat(build: Build, ledgerId: string): Promise<Seat | undefined> {
    const held = this.#builds.get(nameOf(build));
    if (!held) return undefined;
    const of = held.checkpoint.ledgerId;
    if (of !== ledgerId) throw new ProjectionHalted(build.projection, `it was built from the ledger ${of}, this is the ledger ${ledgerId}`);
    const { checkpoint, turn, state, paused, finished, parked } = held;
    return { checkpoint, turn, state, paused, finished, parked: new Map(parked) };
  }

  async load(build: Build, keys: readonly RowKey[]): Promise<readonly (object | undefined)[]> {
    const rows = this.#builds.get(nameOf(build))?.rows;
    return keys.map((key) => rows?.get(keyText(key)));
  }

  async commit(build: Build, ledgerId: string, change: Change): Promise<CommitOutcome> {
    return this.#commit(build, ledgerId, change, false);
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

  async locked<T>(build: Build, ledgerId: string, work: (locked: LockedBuild) => Promise<T>): Promise<T> {
    for (;;) {
      const seat = await this.seat(build, ledgerId);
      if (!seat) throw new Error(`there is no build ${build.build} of ${build.projection} any more`);
      let overtaken = false;
      const result = await work({
        seat,
        load: (keys) => this.load(build, keys),
        refusal: (rows) => this.refusal(build, rows),
        commit: async (change) => {
          const outcome = this.#commit(build, ledgerId, change, true);
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
    for (const held of builds) Object.assign(held, { paused, turn: held.turn + 1 });
    return builds.length > 0;
  }

  async parked(_ledgerId: string): Promise<readonly ParkedCaseRecord[]> {
    return [...this.#builds.values()].flatMap(({ parked }) => [...parked.values()]);
  }

  #drop(projection: string, state: BuildState): void {
    for (const [name, held] of this.#builds) if (held.build.projection === projection && held.state === state) this.#builds.delete(name);
  }

  #turn(held: Held, state: BuildState): void {
    held.state = state;
    held.turn += 1;
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

  #commit(build: Build, ledgerId: string, change: Change, evenIfPaused: boolean): CommitOutcome {
    const held = this.#builds.get(nameOf(build));
    const { from, to } = change;
    if (!held || held.checkpoint.ledgerId !== ledgerId || (held.paused && !evenIfPaused)) return { kind: 'stale' };
    if (held.checkpoint.position !== from.position || held.turn !== from.turn) return { kind: 'stale' };
    const rows = new Map(held.rows);
    try {
      this.#write(build, rows, change.rows);
    } catch (error) {
      return { kind: 'refused', error: (error as Error).message };
    }
    this.#park(held, change);
    Object.assign(held, { rows, turn: held.turn + 1, checkpoint: { ...held.checkpoint, ...to } });
    return { kind: 'committed', turn: held.turn };
  }

  #park(held: Held, { parked, heldBack, released, discarded }: Change): void {
    const { projection, version, build } = held.build;
    for (const one of parked) {
      const { attempts = 0, parkedAt = new Date().toISOString() } = held.parked.get(one.caseId) ?? {};
      held.parked.set(one.caseId, { ...one, projection, version, build, attempts: attempts + 1, parkedAt });
    }
    for (const [caseId, events] of heldBack) {
      const one = held.parked.get(caseId);
      if (one) held.parked.set(caseId, { ...one, heldBack: one.heldBack + events });
    }
    for (const caseId of released) held.parked.delete(caseId);
    for (const one of discarded) this.discarded.push({ ...one, projection, version, build });
  }
}
