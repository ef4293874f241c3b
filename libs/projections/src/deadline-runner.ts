import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Instant, LedgerReader, PendingDeadline } from '#eventsourcing';
import { backoffMs } from './backoff.ts';
import { concurrently } from './concurrently.ts';
import type { DeadlineCounts, DeadlinePlace, PendingDeadlines, WaitingStream } from './pending-deadlines.port.ts';
import { wakeUp } from './wake-up.ts';

/**
 * Issues a deadline's command under the id that it has, so that a repeat does nothing. Resolves when it is answered, be it by a refusal;
 * throws when there is no answer yet.
 */
export type DispatchDeadline = (deadline: PendingDeadline) => Promise<unknown>;

/** `deadline`: the one whose command has no answer; nothing when the rows could not be read. */
export interface DeadlineNotice {
  readonly kind: 'retrying';
  readonly deadline: PendingDeadline | undefined;
  readonly error: unknown;
  readonly inMs: number;
}

export interface DeadlineRunnerOptions {
  readonly pending: PendingDeadlines;
  readonly dispatch: DispatchDeadline;
  /** By which deadlines pass: the one by which commands are recorded. */
  readonly clock: Clock;
  /** Rings when a deadline may have been set. */
  readonly ledger: Pick<LedgerReader, 'onGrowth'>;
  readonly notify?: (notice: DeadlineNotice) => void;
  /** Streams read at once. */
  readonly batch?: number;
  /** Streams worked on at once. */
  readonly concurrency?: number;
  /** Between two looks at the rows, however much happens; ms. */
  readonly restMs?: number;
  /** The rows are looked at so often even when nothing rings and nothing is due; ms. */
  readonly pollMs?: number;
}

export interface DeadlineStatus extends DeadlineCounts {
  readonly state: 'running' | 'retrying';
  readonly reason: string | undefined;
  /** Commands answered since the start, repetitions included. */
  readonly fired: number;
}

export interface DeadlineRunner {
  start(): void;
  /** Resolves when nothing is under way any more; what is unanswered then is issued again after the next start. */
  stop(): Promise<void>;
  /** Looks at once. */
  wake(): void;
  status(): Promise<DeadlineStatus>;
  /** When it last got on; ms of `performance.now()`. */
  readonly turnedAt: number;
  /** It has something to get on with; else it sleeps. */
  readonly busy: boolean;
}

/** What is known of a deadline's command until the rows show what became of it. */
type Asked = { readonly answered: true } | { readonly answered: false; readonly failures: number; readonly againAt: number };

/** Nothing that hangs on a deadline is so urgent that what fails for good must be asked for more often; ms. */
const longestPauseMs = 300_000;

const isOver = (by: Instant, { firesAt }: PendingDeadline): boolean => firesAt <= by;

class Runner implements DeadlineRunner {
  readonly #options: Required<Omit<DeadlineRunnerOptions, 'notify'>> & Pick<DeadlineRunnerOptions, 'notify'>;
  readonly #wake = wakeUp();
  readonly #stopping = new AbortController();
  #fired = 0;
  /** By command id. What has been answered is not asked again while the rows catch up; after a new start it may be, which changes nothing. */
  #asked = new Map<string, Asked>();
  #problem: string | undefined;
  #working: Promise<void> = Promise.resolve();
  #stopListening: () => void = () => undefined;
  turnedAt = performance.now();
  busy = false;

  constructor(options: DeadlineRunnerOptions) {
    this.#options = { batch: 200, concurrency: 8, restMs: 500, pollMs: 5000, ...options };
  }

  start(): void {
    this.#stopListening = this.#options.ledger.onGrowth(() => this.#wake.call());
    this.#working = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopListening();
    this.#stopping.abort();
    this.#wake.call();
    await this.#working;
  }

  wake(): void {
    this.#wake.call();
  }

  async status(): Promise<DeadlineStatus> {
    const { pending, clock } = this.#options;
    const reason = this.#problem;
    return {
      state: reason === undefined ? 'running' : 'retrying',
      reason,
      fired: this.#fired,
      ...(await pending.counts(clock())),
    };
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        const sleepMs = await this.#turn();
        failures = 0;
        await this.#pause(this.#options.restMs);
        await this.#wake.sleep(sleepMs);
      } catch (error) {
        failures += 1;
        await this.#pause(this.#failed(undefined, error, backoffMs(failures)));
      }
    }
  }

  /** Resolves to how long there is nothing to do, as far as is known; ms. */
  async #turn(): Promise<number> {
    this.busy = true;
    this.turnedAt = performance.now();
    try {
      await this.#fireAll();
      return await this.#untilNext();
    } finally {
      this.busy = false;
      this.turnedAt = performance.now();
    }
  }

  async #fireAll(): Promise<void> {
    const by = this.#options.clock();
    const seen = new Map<string, Asked>();
    this.#problem = undefined;
    for await (const streams of this.#due(by))
      await concurrently(streams, this.#options.concurrency, ({ pending }) =>
        this.#fire(
          pending.filter((each) => isOver(by, each)),
          seen,
        ),
      );
    // Whatever the rows show no more is over.
    if (!this.#stopping.signal.aborted) this.#asked = seen;
  }

  async *#due(by: Instant): AsyncGenerator<readonly WaitingStream[]> {
    const { pending, batch } = this.#options;
    let after: DeadlinePlace | undefined;
    do {
      const streams = await pending.due(by, batch, after);
      yield streams;
      after = streams.length < batch ? undefined : streams.at(-1);
    } while (after && !this.#stopping.signal.aborted);
  }

  /** Those of one stream, the earliest first. One that fails holds up no other. */
  async #fire(deadlines: readonly PendingDeadline[], seen: Map<string, Asked>): Promise<void> {
    for (const deadline of deadlines.toSorted((one, other) => (one.firesAt < other.firesAt ? -1 : 1))) {
      if (this.#stopping.signal.aborted) return;
      seen.set(deadline.commandId, await this.#ask(deadline));
      this.turnedAt = performance.now();
    }
  }

  async #ask(deadline: PendingDeadline): Promise<Asked> {
    const before = this.#asked.get(deadline.commandId);
    if (before && (before.answered || performance.now() < before.againAt)) return this.#asBefore(before, deadline);
    try {
      await this.#options.dispatch(deadline);
      this.#fired += 1;
      return { answered: true };
    } catch (error) {
      const failures = (before?.failures ?? 0) + 1;
      const inMs = this.#failed(deadline, error, backoffMs(failures, Math.random, longestPauseMs));
      return { answered: false, failures, againAt: performance.now() + inMs };
    }
  }

  #asBefore(before: Asked, { name, stream }: PendingDeadline): Asked {
    if (!before.answered) this.#problem ??= `${name} of ${stream} has no answer yet`;
    return before;
  }

  #failed(deadline: PendingDeadline | undefined, error: unknown, inMs: number): number {
    this.#problem = String(error);
    if (!this.#stopping.signal.aborted) this.#options.notify?.({ kind: 'retrying', deadline, error, inMs });
    return inMs;
  }

  /** A clock that is not the machine's may be put forward at any moment; hence no longer than until the next poll. */
  async #untilNext(): Promise<number> {
    const { pending, clock, pollMs } = this.#options;
    const now = clock();
    const next = await pending.next(now);
    return next === undefined ? pollMs : Math.min(pollMs, Math.max(0, Date.parse(next) - Date.parse(now)));
  }

  /** Cut short when it is stopped. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

/**
 * Issues the commands of deadlines when their time has come. It may run anywhere, twice, and be killed at any moment: command ids do not depend
 * on who issues them, and the answers, which stand in the ledger, end the deadlines.
 */
export const deadlineRunner = (options: DeadlineRunnerOptions): DeadlineRunner => new Runner(options);
