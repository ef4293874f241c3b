/** Work that may share a batch with other work, never with work of the same key. */
export interface Batchable {
  readonly key: string;
  /** How much of a batch it takes, in the two units that batches are bounded by. */
  readonly count: number;
  readonly bytes: number;
}

export interface GroupCommitOptions<W extends Batchable, R> {
  /** How many batches may be under way at once. */
  readonly lanes: number;
  /** A batch is closed when it has reached one of these; a single piece of work may be larger. */
  readonly maxCount: number;
  readonly maxBytes: number;
  /** Does a batch, which is in key order, on a lane; gives each piece its own result. When it rejects, all of them do. */
  readonly run: (lane: number, batch: readonly W[]) => Promise<readonly PromiseSettledResult<R>[]>;
}

interface Waiting<W, R> {
  readonly work: W;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

/** What waits together goes together. Work on one key is done in order of arrival, one piece after another, never two in one batch. */
export class GroupCommit<W extends Batchable, R> {
  readonly #free: number[];
  readonly #underWay = new Set<string>();
  readonly #whenIdle: (() => void)[] = [];
  #waiting: Waiting<W, R>[] = [];
  #scheduled = false;

  constructor(private readonly options: GroupCommitOptions<W, R>) {
    this.#free = Array.from({ length: options.lanes }, (_, lane) => lane);
  }

  submit(work: W): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when all that was submitted is done. */
  async idle(): Promise<void> {
    if (!this.#isIdle()) await new Promise<void>((resolve) => void this.#whenIdle.push(resolve));
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#free.length === this.options.lanes;
  }

  /** Not at once: those whose work has just been answered are about to submit the next, and belong in the same batch. */
  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0 || this.#free.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => this.#dispatch());
  }

  #dispatch(): void {
    this.#scheduled = false;
    for (let lane = this.#free[0]; lane !== undefined && this.#waiting.length > 0; lane = this.#free[0]) {
      const batch = this.#nextBatch().sort((one, other) => (one.work.key < other.work.key ? -1 : 1));
      if (batch.length === 0) return;
      this.#free.shift();
      for (const { work } of batch) this.#underWay.add(work.key);
      void this.#start(lane, batch);
    }
  }

  /** In order of arrival; what has to wait for work on its key stays, before later work on that key. */
  #nextBatch(): Waiting<W, R>[] {
    const batch: Waiting<W, R>[] = [];
    const later: Waiting<W, R>[] = [];
    const seen = new Set<string>();
    let [count, bytes] = [0, 0];
    for (const one of this.#waiting) {
      const { key } = one.work;
      const fits = count < this.options.maxCount && bytes < this.options.maxBytes;
      const goes = fits && !this.#underWay.has(key) && !seen.has(key);
      seen.add(key);
      (goes ? batch : later).push(one);
      if (!goes) continue;
      count += one.work.count;
      bytes += one.work.bytes;
    }
    this.#waiting = later;
    return batch;
  }

  async #start(lane: number, batch: readonly Waiting<W, R>[]): Promise<void> {
    const work = batch.map((one) => one.work);
    const results = await this.options
      .run(lane, work)
      .catch((reason: unknown) => work.map(() => ({ status: 'rejected' as const, reason })));
    this.#free.push(lane);
    batch.forEach((one, at) => this.#settle(one, results[at]));
    this.#schedule();
    if (this.#isIdle()) this.#whenIdle.splice(0).forEach((resolve) => resolve());
  }

  #settle({ work, resolve, reject }: Waiting<W, R>, result: PromiseSettledResult<R> | undefined): void {
    this.#underWay.delete(work.key);
    if (result?.status === 'fulfilled') resolve(result.value);
    else reject(result?.reason ?? new Error('a batch gave no result for a piece of work'));
  }
}
