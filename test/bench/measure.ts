/** One line of the bench's table. `ratio` is value against `baseline`, both measured in the same run, in turn. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Absent where a figure stands for itself. */
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** What the ratio should reach, or nothing. */
  readonly target?: number;
  /** What a reader should know about how it came about. */
  readonly note?: string;
}

export interface BenchOptions {
  /** An empty database of the bench's own, on a durable server (fsync on). */
  readonly connectionString: string;
  /** A short version: fewer and smaller rounds, the same code. */
  readonly quick: boolean;
  readonly log: (line: string) => void;
}

export interface Bench {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<Measurement | readonly Measurement[]>;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** Of sorted values, the one that such a share of them is below. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Rate of `count` things done by `work`, per second. */
export const rate = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (count / (performance.now() - started)) * 1000;
};

/**
 * Measures two things in turn, A B B A A B …, so that a drift of the machine's speed falls on both, and takes the medians:
 * of each side's rate, and of the ratios pair by pair. One pair to warm up is not counted.
 */
export const alternate = async (
  rounds: number,
  ours: (round: number) => Promise<number>,
  baseline: (round: number) => Promise<number>,
): Promise<{ readonly value: number; readonly baseline: number; readonly ratio: number }> => {
  const pairs: { ours: number; baseline: number }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const first = round % 2 === 0 ? ours : baseline;
    const one = await first(round);
    const other = await (first === ours ? baseline : ours)(round);
    if (round >= 0) pairs.push(first === ours ? { ours: one, baseline: other } : { ours: other, baseline: one });
  }
  return {
    value: median(pairs.map((pair) => pair.ours)),
    baseline: median(pairs.map((pair) => pair.baseline)),
    ratio: median(pairs.map((pair) => pair.ours / pair.baseline)),
  };
};
