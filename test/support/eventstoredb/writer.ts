import { EventLog, type LoggedEvent, type LogRecord, type Verdict } from './event-log.ts';
import type { Journal } from './journal.ts';

interface Task {
  readonly decide: (log: EventLog) => Verdict;
  readonly answer: (verdict: Verdict, revision: number) => void;
  readonly fail: (error: unknown) => void;
}

/** What became of a request to write: `revision` is that of its last event. */
export type Written = { readonly kind: 'written'; readonly revision: number } | Exclude<Verdict, { kind: 'write' | 'written' }>;

/** The one writer of a log. Requests that wait together share one write to the disk; nobody sees what is not there yet. */
export class Writer {
  readonly #log = new EventLog();
  readonly #listeners = new Set<() => void>();
  #queue: Task[] = [];
  #working: Promise<void> | undefined;
  #durable: number;

  constructor(
    records: readonly LogRecord[],
    private readonly journal: Journal | undefined,
    private readonly gate: () => Promise<void>,
  ) {
    for (const record of records) this.#log.apply(record);
    this.#durable = this.#log.all.length;
  }

  /** Events in `$all` that may be read. */
  get size(): number {
    return this.#durable;
  }

  /** Requests that nobody has decided yet. */
  get waiting(): number {
    return this.#queue.length;
  }

  at(index: number): LoggedEvent | undefined {
    return index < this.#durable ? this.#log.all[index] : undefined;
  }

  /** The index of the first event at or behind a position. */
  indexOf(position: bigint): number {
    let [low, high] = [0, this.#durable];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (BigInt(this.#log.all[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  read(stream: string): readonly LoggedEvent[] | 'tombstoned' {
    const found = this.#log.read(stream);
    const end = this.#log.all[this.#durable]?.position ?? Infinity;
    return found === 'tombstoned' ? found : found.filter(({ position }) => position < end);
  }

  write(decide: (log: EventLog) => Verdict): Promise<Written> {
    return new Promise((resolve, reject) => {
      const answer = (verdict: Verdict, revision: number): void =>
        resolve(verdict.kind === 'write' ? { kind: 'written', revision } : verdict);
      this.#queue.push({ decide, answer, fail: reject });
      this.#working ??= this.#work();
    });
  }

  /** Calls back when there is more to read; returns the way to stop that. */
  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await this.#working;
    await this.journal?.close();
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.gate();
      const tasks = this.#queue;
      this.#queue = [];
      await this.#commit(tasks).catch((error: unknown) => tasks.forEach(({ fail }) => fail(error)));
    }
    this.#working = undefined;
  }

  async #commit(tasks: readonly Task[]): Promise<void> {
    const records: LogRecord[] = [];
    const answers = tasks.map(({ decide, answer }) => {
      const verdict = decide(this.#log);
      if (verdict.kind === 'write') records.push(verdict.record);
      const revision = verdict.kind === 'write' ? this.#log.apply(verdict.record) : -1;
      return () => answer(verdict, revision);
    });
    if (records.length > 0) await this.journal?.append(records);
    this.#durable = this.#log.all.length;
    for (const give of answers) give();
    for (const listener of [...this.#listeners]) listener();
  }
}
