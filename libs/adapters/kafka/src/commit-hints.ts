/** Offsets to go on from, by partition. */
export type Hints = ReadonlyMap<number, string>;

export interface CommitHints {
  add(partition: number, offset: string): void;
  /** Sends what has gathered. Never rejects: a hint that is lost costs reading again what is known. */
  flush(): Promise<void>;
}

/** Gathers hints; only the latest of each partition is sent. */
export const commitHints = (send: (hints: Hints) => Promise<void>): CommitHints => {
  let gathered = new Map<number, string>();
  return {
    add: (partition, offset) => void gathered.set(partition, offset),
    flush: async () => {
      if (gathered.size === 0) return;
      const hints = gathered;
      gathered = new Map();
      await send(hints).catch(() => undefined);
    },
  };
};
