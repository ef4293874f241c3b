// One page: a lane reads, folds, writes and heals in turns over one state; parts that stand alone are in files of their own (fold, isolate, pending).
import { LRUCache } from 'lru-cache';
import type { CaseId, LedgerEvent, LedgerReader, RowKey } from '#eventsourcing';
import { backoffMs } from './backoff.ts';
import type { Batch } from './batch.ts';
import { begunStreams, type BegunStreams } from './begun-streams.ts';
import { settlingTime, verifyCheckpoint } from './checkpoint.ts';
import { foldPlan, planBatch, type Plan, type Poison } from './fold.ts';
import { isolate } from './isolate.ts';
import type { Notify } from './notices.ts';
import { addFolded, changeOf, changesNothing, newlyParked, nothingPending, type Pending } from './pending.ts';
import {
  ProjectionHalted,
  type Build,
  type BuildRecord,
  type ParkedCase,
  type ProjectionStore,
  type RowChanges,
  type Seat,
} from './projection-store.port.ts';
import { seenKeys, type SeenKeys } from './seen-keys.ts';
import { WHOLE, type Slice } from './slice.ts';

export interface LaneContext {
  readonly store: ProjectionStore;
  readonly ledger: Pick<LedgerReader, 'head' | 'read'>;
  readonly ledgerId: string;
  readonly notify: Notify;
  /** After each transaction. */
  readonly moved: () => void;
  readonly now: () => number;
}

export interface LaneSettings {
  /** Rows kept in memory between batches. */
  readonly cachedRows: number;
  /** Events that a filling build folds before it writes. */
  readonly chunk: number;
  /** Whether a live build writes what it folded with the checkpoints only, a moment later, unless somebody waits for it. */
  readonly lingers: boolean;
}

/** Gone: another build took its place, or it was dropped. */
export type LaneCondition = 'unseated' | 'running' | 'paused' | 'halted' | 'gone';

/** Rows that are never folded again gain nothing by waiting, and what waits long is moved by the garbage collector, twice. */
const APPEND_CHUNK = 500;
/** While the database is at the last chunk, rows of so many may gather before the fill waits for it. */
const CHUNKS_GATHERED = 8;

const ABSENT = Symbol('absent');

/** The database refuses rows together of which it takes each: not a matter of data, so tried again like any other failure. */
class RefusedTogether extends Error {
  override readonly name = 'RefusedTogether';
}

/**
 * One build on its way along one slice of the ledger. Rows read or written at one turn of the build hold until its next turn, and every write swaps
 * the turn: so rows may be read before the transaction and kept after it, and a lane that was overtaken finds that out by writing
 * nothing. After any failure it forgets everything and takes its seat again.
 */
export class Lane {
  readonly #handled: ReadonlySet<string> | undefined;
  readonly #chunk: number;
  readonly #most: number;
  readonly #cache: LRUCache<string, object | typeof ABSENT>;
  readonly #begun: BegunStreams | undefined;
  readonly #parked = new Map<CaseId, ParkedCase>();
  readonly #parkedFrom = new Map<CaseId, number>();
  #seat: Seat | undefined;
  #condition: LaneCondition = 'unseated';
  #pending = nothingPending({ position: 0, leaf: undefined });
  #writing: Pending | undefined;
  #written: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();
  #seen: SeenKeys | undefined;
  /** Below it, each batch is a transaction of its own, so that what the database refuses can be told. */
  #carefulUntil = 0;
  #reason: string | undefined;
  #failures = 0;
  #retryAt = 0;
  /** When a checkpoint that only lacks what changed nothing, or what lingers, is to be written. */
  #moveAt: number | undefined;

  constructor(
    readonly build: Build,
    private readonly context: LaneContext,
    private readonly settings: LaneSettings,
    readonly slice: Slice = WHOLE,
  ) {
    const { handles, perStream, appendOnly } = build.definition.projection;
    this.#handled = handles && new Set(handles);
    this.#cache = new LRUCache({ max: settings.cachedRows });
    if (perStream) this.#begun = begunStreams(settings.cachedRows);
    this.#chunk = appendOnly ? Math.min(APPEND_CHUNK, settings.chunk) : settings.chunk;
    this.#most = Math.min(CHUNKS_GATHERED * this.#chunk, settings.chunk);
  }

  get condition(): LaneCondition {
    return this.#condition;
  }

  /** The next event it wants; it may have folded more than it has written. */
  get position(): number {
    return this.#pending.to.position;
  }

  /** Where its checkpoint stands. */
  get committed(): number {
    return this.#seat?.checkpoint.position ?? 0;
  }

  /** The next event that may not be in its rows: beyond the checkpoint as far as nothing changed. */
  get reflected(): number {
    return this.#condition === 'running' && this.#isUnchanged() ? this.position : this.committed;
  }

  /** Its checkpoint, and its rows if it lingers, are behind what it folded. */
  get unsettled(): boolean {
    return this.#moveAt !== undefined;
  }

  get finished(): boolean {
    return this.#seat?.finished ?? false;
  }

  get live(): boolean {
    return this.#seat?.state === 'live';
  }

  /** Why it is halted. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Somebody else did something to the build while it had nothing to write. */
  isOutdatedBy({ turn, paused }: BuildRecord): boolean {
    if (this.#condition !== 'running' && this.#condition !== 'paused') return false;
    return this.#isUnchanged() && (turn !== this.#seat?.turn || paused !== this.#seat.paused);
  }

  get ready(): boolean {
    return this.#condition === 'running' && this.context.now() >= this.#retryAt;
  }

  /** When it tries again after a failure; ms of the clock. */
  get retryAt(): number {
    return this.#retryAt;
  }

  get parkedFrom(): ReadonlyMap<CaseId, number> {
    return this.#parkedFrom;
  }

  get handlesAll(): boolean {
    return this.#handled === undefined;
  }

  /** Reads where the build stands and compares it with the ledger. Never throws. */
  seek(): Promise<void> {
    return this.#inTurn(async () => {
      // What is on its way to the database may still arrive there.
      await this.#written.catch(() => undefined);
      this.#written = Promise.resolve();
      this.#forget();
      await this.#guarded(() => this.#sit());
    });
  }

  /** Folds a batch and writes it, in one transaction, unless it lingers. A batch that does not start at `position` is passed over. Never throws. */
  apply(batch: Batch): Promise<void> {
    return this.#inTurn(() => this.#taking(batch, () => this.#absorbAndWrite(batch, new Map())));
  }

  /** Folds a batch and writes when enough has gathered; writing goes on while the next batch is folded. Never throws. */
  gather(batch: Batch): Promise<void> {
    if (batch.from < this.#carefulUntil) return this.apply(batch);
    return this.#inTurn(() =>
      this.#taking(batch, async () => {
        await this.#absorb(batch, new Map());
        const gathered = this.position - (this.#writing?.to.position ?? this.committed);
        if (gathered < (this.#writing ? this.#most : this.#chunk)) return;
        await this.#written;
        this.#startWriting();
      }),
    );
  }

  /** Writes what lingers and moves a checkpoint that is behind: when it is time, or at once. Never throws. */
  async settle({ atOnce = false } = {}): Promise<void> {
    if (this.#moveAt === undefined || (!atOnce && this.context.now() < this.#moveAt)) return;
    await this.#inTurn(async () => {
      if (this.#condition === 'running' && this.#moveAt !== undefined)
        await this.#guarded(async () => {
          if ((await this.#write(this.#pending)) !== undefined) this.#goCarefully();
        });
    });
  }

  /** Writes what has gathered and makes the build fit to go live. Never throws. */
  async finish(): Promise<void> {
    await this.#inTurn(() =>
      this.#guarded(async () => {
        await this.#written;
        this.#startWriting();
        await this.#written;
        if (this.#condition === 'running') await this.context.store.finish(this.build);
      }),
    );
    if (this.#condition === 'running') await this.seek();
  }

  /** One thing after another, whoever asks. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return (this.#last = this.#last.then(work));
  }

  async #taking(batch: Batch, work: () => Promise<void>): Promise<void> {
    if (this.#condition === 'running' && batch.from === this.position) await this.#guarded(work);
  }

  async #sit(): Promise<void> {
    const { store, ledger, ledgerId } = this.context;
    const seat = await store.seat(this.build, ledgerId, this.slice);
    if (!seat || seat.state === 'previous') {
      this.#condition = 'gone';
      return;
    }
    this.#seen = this.#seenUntil(seat);
    this.#seat = seat;
    await verifyCheckpoint(ledger, this.build.projection, seat.checkpoint);
    this.#take(seat);
  }

  #forget(): void {
    this.#moveAt = undefined;
    this.#cache.clear();
    this.#begun?.forget();
    this.#writing = undefined;
    this.#pending = nothingPending(this.#pending.to);
  }

  #take(seat: Seat): void {
    this.#pending = nothingPending(seat.checkpoint);
    this.#parked.clear();
    this.#parkedFrom.clear();
    for (const parked of seat.parked.values()) this.#remember(parked);
    this.#condition = seat.paused ? 'paused' : 'running';
  }

  /** All keys of a filling build are known only to whoever filled it from the start, and alone. */
  #seenUntil({ state, checkpoint, turn }: Seat): SeenKeys | undefined {
    if (state !== 'filling' || this.build.definition.projection.appendOnly) return undefined;
    return checkpoint.position === 0 ? seenKeys() : turn === this.#seat?.turn ? this.#seen : undefined;
  }

  #remember(parked: ParkedCase): void {
    this.#parked.set(parked.caseId, parked);
    this.#parkedFrom.set(parked.caseId, parked.fromIndex);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#forget();
    if (error instanceof ProjectionHalted) {
      this.#condition = 'halted';
      this.#reason = error.reason;
      this.context.notify({ kind: 'halted', build: this.build, reason: error.reason });
      return;
    }
    this.#failures += 1;
    const inMs = backoffMs(this.#failures);
    this.#retryAt = this.context.now() + inMs;
    this.#condition = 'unseated';
    this.context.notify({ kind: 'retrying', build: this.build, error, inMs });
  }

  /** Somebody else moved the build, or it is paused: not a failure. */
  #overtaken(): void {
    this.#forget();
    this.#seen = undefined;
    this.#condition = 'unseated';
  }

  #known(text: string): object | typeof ABSENT | undefined {
    const touched = this.#writing?.rows.get(text);
    return touched ? (touched.after ?? ABSENT) : this.#cache.get(text);
  }

  /** The rows that a plan needs beside those that are pending, from memory where they are there. */
  async #rowsFor({ steps }: Plan): Promise<(text: string) => object | undefined> {
    if (this.build.definition.projection.appendOnly) return () => undefined;
    const rows = new Map<string, object | undefined>();
    const missing = new Map<string, RowKey>();
    for (const { event, text, key } of steps) {
      if (this.#pending.rows.has(text) || rows.has(text)) continue;
      const known = this.#known(text);
      rows.set(text, known === ABSENT ? undefined : known);
      if (known === undefined && this.#mayBeThere(event, text)) missing.set(text, key);
    }
    await this.#load(missing, rows);
    return (text) => rows.get(text);
  }

  #mayBeThere({ stream }: LedgerEvent, text: string): boolean {
    if (!this.#begun?.take(stream)) return this.#seen?.mayHave(text) !== false;
    this.#cache.set(text, ABSENT);
    return false;
  }

  async #load(missing: ReadonlyMap<string, RowKey>, rows: Map<string, object | undefined>): Promise<void> {
    if (missing.size === 0) return;
    const texts = [...missing.keys()];
    for (const [at, row] of (await this.context.store.load(this.build, [...missing.values()])).entries()) {
      rows.set(texts[at]!, row);
      this.#cache.set(texts[at]!, row ?? ABSENT);
    }
  }

  #planned(batch: Batch, refused: ReadonlyMap<CaseId, Poison>): Plan {
    const parkedFrom =
      this.#pending.poisons.size + (this.#writing?.poisons.size ?? 0) + refused.size > 0 ? new Map(this.#parkedFrom) : this.#parkedFrom;
    for (const poisons of [this.#writing?.poisons, this.#pending.poisons, refused])
      for (const { caseId, fromIndex } of poisons?.values() ?? []) parkedFrom.set(caseId, fromIndex);
    return planBatch(this.build.definition, this.#handled, batch, parkedFrom);
  }

  async #absorb(batch: Batch, refused: ReadonlyMap<CaseId, Poison>): Promise<void> {
    // Once for each batch: what is folded again after a refusal may have been looked for.
    if (refused.size === 0) this.#begun?.see(batch.events);
    const plan = this.#planned(batch, refused);
    const rowAt = await this.#rowsFor(plan);
    const { poisons, heldBack } = foldPlan(this.build.definition, batch, plan, rowAt, this.#pending.rows);
    addFolded(this.#pending, { heldBack, poisons: refused.size === 0 ? poisons : new Map([...poisons, ...refused]) }, batch);
  }

  async #absorbAndWrite(batch: Batch, refused: ReadonlyMap<CaseId, Poison>): Promise<void> {
    const isAlone = changesNothing(this.#pending);
    await this.#absorb(batch, refused);
    if (this.#mayWait(batch) && !this.#mustMove()) return this.context.moved();
    const said = await this.#write(this.#pending);
    if (said === undefined) return;
    if (!isAlone) return this.#goCarefully();
    this.#pending = nothingPending(this.#seat!.checkpoint);
    const found = await this.#refusedIn(batch, refused, said);
    await this.#absorbAndWrite(batch, new Map([...refused, ...found.map((poison) => [poison.caseId, poison] as const)]));
  }

  /** That a case is held back is told at once. */
  #mayWait(batch: Batch): boolean {
    if (changesNothing(this.#pending)) return true;
    return this.settings.lingers && this.live && batch.from >= this.#carefulUntil && this.#pending.poisons.size === 0;
  }

  /** Which case the database refuses can only be told batch by batch, of what was folded together. */
  #goCarefully(): void {
    this.#carefulUntil = this.position;
    this.#condition = 'unseated';
    this.#forget();
  }

  /** Nothing is on its way to its rows. */
  #isUnchanged(): boolean {
    return this.#writing === undefined && changesNothing(this.#pending);
  }

  #mustMove(): boolean {
    const now = this.context.now();
    this.#moveAt ??= settlingTime(now);
    return now >= this.#moveAt;
  }

  async #refusedIn(batch: Batch, refused: ReadonlyMap<CaseId, Poison>, said: string): Promise<readonly Poison[]> {
    const { store } = this.context;
    const plan = this.#planned(batch, refused);
    const rowAt = await this.#rowsFor(plan);
    const refusal = (rows: RowChanges) => store.refusal(this.build, rows);
    const found = await isolate({ definition: this.build.definition, batch, rowAt, refusal }, plan);
    if (found.length === 0) throw new RefusedTogether(said);
    return found;
  }

  /** What the database says against it, if anything; then nothing was written. */
  async #write(pending: Pending): Promise<string | undefined> {
    const { store, ledgerId, moved, notify } = this.context;
    const seat = this.#seat!;
    const from = { position: seat.checkpoint.position, turn: seat.turn };
    const outcome = await store.commit(this.build, ledgerId, changeOf(pending, from), this.slice);
    switch (outcome.kind) {
      case 'refused':
        return outcome.error;
      case 'stale':
        this.#overtaken();
        return undefined;
      case 'committed': {
        this.#settled(pending, seat, outcome.turn);
        for (const parked of newlyParked(pending)) notify({ kind: 'parked', build: this.build, parked });
        moved();
        return undefined;
      }
    }
  }

  #settled(pending: Pending, seat: Seat, turn: number): void {
    this.#failures = 0;
    this.#moveAt = undefined;
    this.#seat = { ...seat, turn, checkpoint: { ...seat.checkpoint, ...pending.to } };
    if (!this.build.definition.projection.appendOnly)
      for (const [text, { before, after }] of pending.rows) {
        this.#cache.set(text, after ?? ABSENT);
        if (!before) this.#seen?.add(text);
      }
    for (const parked of newlyParked(pending)) this.#remember(parked);
    if (pending === this.#pending) this.#pending = nothingPending(pending.to);
  }

  #startWriting(): void {
    if (this.#condition !== 'running' || this.position === this.committed) return;
    const writing = this.#pending;
    this.#writing = writing;
    this.#pending = nothingPending(writing.to);
    const written = this.#write(writing).then((said) => {
      this.#writing = undefined;
      if (said !== undefined) this.#goCarefully();
    });
    this.#written = written;
    // Whoever takes the next step hears of it.
    written.catch(() => undefined);
  }
}
