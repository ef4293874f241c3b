/** Whether a consumer gets on, told by what its broker answers: its heartbeats go on while it is stuck. */
export interface FetchProgress {
  /** A fetch from a broker began, or ended in whatever way. */
  began(nodeId: string): void;
  ended(nodeId: string): void;
  /** A broker has answered a fetch. */
  answered(): void;
  /** A new assignment: what was under way before is of no account. */
  anew(): void;
  readonly fetchedAt: number;
  /** What it hangs on, if it does. `expecting`: there are partitions to fetch from. */
  stuckOn(expecting: boolean): string | undefined;
}

/** `limit`: how long a fetch may take, and how long all brokers may be silent; ms. */
export const fetchProgress = (limit: number, now: () => number = () => performance.now()): FetchProgress => {
  const underWay = new Map<string, number>();
  let fetchedAt = now();
  const tooLong = (since: number): boolean => now() - since > limit;
  return {
    began: (nodeId) => void underWay.set(nodeId, now()),
    ended: (nodeId) => void underWay.delete(nodeId),
    answered: () => void (fetchedAt = now()),
    anew: () => {
      underWay.clear();
      fetchedAt = now();
    },
    get fetchedAt() {
      return fetchedAt;
    },
    stuckOn: (expecting) => {
      // kafkajs goes on with the other brokers while one never answers, and counts turns without a request as fetches (#1616).
      const [silent] = [...underWay].find(([, since]) => tooLong(since)) ?? [];
      if (silent !== undefined) return `a fetch from broker ${silent} has no end`;
      return expecting && tooLong(fetchedAt) ? 'no broker answers a fetch' : undefined;
    },
  };
};
