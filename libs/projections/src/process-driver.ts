import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEvent, LedgerReader, Reaction } from '#eventsourcing';
import { backoffMs } from './backoff.ts';
import { batchOf, unbroken, type Batch, type Decode } from './batch.ts';
import { mismatch, settlingTime } from './checkpoint.ts';
import { concurrently } from './concurrently.ts';
import type { ProcessCheckpoints } from './process-checkpoints.port.ts';
import type { Checkpoint } from './projection-store.port.ts';
import { wakeUp } from './wake-up.ts';

/** A process manager of whatever events and commands, as its runner sees it. */
export interface AnyProcessManager {
  readonly name: string;
  readonly handles: readonly string[];
  // A method, so that its parameter may be narrower.
  react(event: LedgerEvent): readonly Reaction[];
}

/**
 * Issues a command that follows from an event, under an id derived from both, so that a repeat does nothing. Resolves when the command
 * is answered, be it by a refusal; throws when there is no answer yet.
 */
export type Dispatch = (reaction: Reaction, cause: LedgerEvent) => Promise<void>;

/** `index`: of the event whose commands are unanswered; nothing when ledger or checkpoint could not be reached. */
export type ProcessNotice =
  | {
      readonly kind: 'retrying';
      readonly process: string;
      readonly index: number | undefined;
      readonly error: unknown;
      readonly inMs: number;
    }
  | { readonly kind: 'halted'; readonly process: string; readonly reason: string };

export interface DriverContext {
  readonly ledger: Pick<LedgerReader, 'head' | 'read'>;
  readonly checkpoints: ProcessCheckpoints;
  readonly decode: Decode;
  readonly dispatch: Dispatch;
  readonly notify?: (notice: ProcessNotice) => void;
  readonly batch: number;
  readonly concurrency: number;
  readonly pollMs: number;
}

export interface ProcessProblem {
  readonly state: 'retrying' | 'halted';
  readonly reason: string;
}

/** How long a driver believes that the ledger is the one it follows and its checkpoint where it left it; to look is four statements. ms. */
const VERIFY_MS = 5000;

class ProcessHalted extends Error {
  override readonly name = 'ProcessHalted';
}

/** Where in a batch the handled events of each case stand. */
const placesByCase = (batch: Batch, handled: ReadonlySet<string>): readonly (readonly number[])[] => {
  const cases = new Map<string, number[]>();
  for (const [at, { caseId }] of batch.events.entries()) {
    const type = batch.typeAt(at);
    if (type === undefined || handled.has(type)) cases.set(caseId, [...(cases.get(caseId) ?? []), at]);
  }
  return [...cases.values()];
};

/** One process manager on its way along the ledger. */
export class ProcessDriver {
  readonly #handled: ReadonlySet<string>;
  readonly #stopping = new AbortController();
  readonly #wake = wakeUp();
  #problem: ProcessProblem | undefined;
  /** Where it stands. */
  #at: Checkpoint | undefined;
  /** Where its checkpoint stands: behind, as long as it passed only what it does not handle. */
  #written: Checkpoint | undefined;
  /** When the checkpoint is to be moved. */
  #moveAt: number | undefined;
  #verifyAt = 0;
  /** So many events the ledger is said to have. */
  #size = 0;

  constructor(
    private readonly manager: AnyProcessManager,
    private readonly context: DriverContext,
  ) {
    this.#handled = new Set(manager.handles);
  }

  get name(): string {
    return this.manager.name;
  }

  get passed(): number {
    return this.#at?.position ?? 0;
  }

  get problem(): ProcessProblem | undefined {
    return this.#problem;
  }

  /** The ledger has so many events. */
  grown(size: number): void {
    this.#size = size;
    if (size > this.passed) this.#wake.call();
  }

  stop(): void {
    this.#stopping.abort();
    this.#wake.call();
  }

  /** Until it is stopped, or halted because ledger and checkpoint do not belong together. */
  async run(ledgerId: string): Promise<void> {
    let look = true;
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        if (look) await this.#catchUp(ledgerId);
        await this.#settle(false);
        failures = 0;
        look = await this.#rest();
      } catch (error) {
        if (error instanceof ProcessHalted) return this.#halt(error.message);
        this.#forget();
        look = true;
        failures += 1;
        await this.#failed(undefined, error, failures);
      }
    }
    // What it costs to fail is reading some events again.
    await this.#settle(true).catch(() => undefined);
  }

  /** Until there is something to do; true when it is to look at the ledger, and not only to move its checkpoint. */
  async #rest(): Promise<boolean> {
    if (this.#moveAt !== undefined) return this.#wake.sleep(Math.max(0, this.#moveAt - performance.now()));
    await this.#wake.sleep(this.context.pollMs);
    return true;
  }

  /** Up to the head as it was at the last reading; whatever comes after that rings. */
  async #catchUp(ledgerId: string): Promise<void> {
    const { ledger, batch: limit, decode } = this.context;
    let at = await this.#whereabouts(ledgerId);
    for (let more = true; more && !this.#stopping.signal.aborted;) {
      const events = await ledger.read(at.position, limit);
      const batch = batchOf(unbroken(events, at.position), decode, true);
      if (!batch) {
        // Where something ought to be, the ledger is looked at before it is believed again.
        if (events.length > 0 || this.#size > at.position) this.#verifyAt = 0;
        return;
      }
      const places = placesByCase(batch, this.#handled);
      if (!(await this.#answered(batch, places))) return;
      this.#passed(at, batch);
      await this.#settle(false);
      at = this.#at ?? (await this.#verified(ledgerId));
      more = events.length >= limit;
    }
  }

  /** Compared with the ledger now and then, and whenever anything was amiss. */
  async #whereabouts(ledgerId: string): Promise<Checkpoint> {
    if (this.#at && performance.now() < this.#verifyAt) return this.#at;
    await this.#settle(true);
    return this.#verified(ledgerId);
  }

  async #verified(ledgerId: string): Promise<Checkpoint> {
    const at = await this.context.checkpoints.read(this.name, ledgerId);
    const reason = await mismatch(this.context.ledger, at);
    if (reason !== undefined) throw new ProcessHalted(reason);
    this.#verifyAt = performance.now() + VERIFY_MS;
    this.#moveAt = undefined;
    return (this.#at = this.#written = at);
  }

  #passed(from: Checkpoint, { to: position, leaf }: Batch): void {
    this.#problem = undefined;
    this.#moveAt ??= settlingTime(performance.now());
    this.#at = { ...from, position, leaf };
  }

  /** Writes down where it stands, if it is time or at once. When somebody else has moved it, it is to be looked up anew. */
  async #settle(atOnce: boolean): Promise<void> {
    if (this.#moveAt === undefined || (!atOnce && performance.now() < this.#moveAt)) return;
    const [from, to] = [this.#written, this.#at];
    this.#forget();
    if (from && to && (await this.context.checkpoints.move(this.name, from, to))) this.#at = this.#written = to;
  }

  #forget(): void {
    this.#at = this.#written = this.#moveAt = undefined;
  }

  /** True when every command of the batch is answered; false when it was stopped before. */
  async #answered(batch: Batch, cases: readonly (readonly number[])[]): Promise<boolean> {
    await concurrently(cases, this.context.concurrency, async (places) => {
      for (const at of places) await this.#untilAnswered(batch, at);
    });
    return !this.#stopping.signal.aborted;
  }

  async #untilAnswered(batch: Batch, at: number): Promise<void> {
    for (let failures = 1; !this.#stopping.signal.aborted; failures += 1) {
      try {
        const event = batch.decodedAt(at);
        for (const reaction of this.manager.react(event)) await this.context.dispatch(reaction, event);
        return;
      } catch (error) {
        // It may stand here for long: whoever looks is to see how far it came.
        await this.#settle(true).catch(() => undefined);
        await this.#failed(batch.events[at]!.index, error, failures);
      }
    }
  }

  async #failed(index: number | undefined, error: unknown, failures: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const inMs = backoffMs(failures);
    this.#problem = { state: 'retrying', reason: String(error) };
    this.context.notify?.({ kind: 'retrying', process: this.name, index, error, inMs });
    // Cut short when it is stopped.
    await sleep(inMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #halt(reason: string): void {
    this.#problem = { state: 'halted', reason };
    this.context.notify?.({ kind: 'halted', process: this.name, reason });
  }
}
