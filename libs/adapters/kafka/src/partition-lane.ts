/** What is done with one partition while it is this member's. */
export interface PartitionLane<B> {
  /** Takes a batch to be delivered after those before. */
  take(batch: B): void;
  /** Nothing more of it is delivered. */
  end(): void;
  /** More is waiting than need be: nothing is fetched of it. */
  readonly full: boolean;
}

export interface LaneOptions<B> {
  readonly deliver: (batch: B) => Promise<void>;
  /** Called when it becomes full, and when it is no longer. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly failed: (error: unknown) => void;
}

/** One batch is being worked on and one is ready: so neither the worker nor the fetcher waits for the other when both keep up. */
const enough = 2;

/**
 * Delivers the batches of one partition one after the other, at the pace of whoever takes them. kafkajs fetches the next batches of a broker only when all that it
 * handed out are done with; so they are taken from it at once, and a slow partition, instead of stopping the others, is paused.
 */
export const partitionLane = <B>({ deliver, pause, resume, failed }: LaneOptions<B>): PartitionLane<B> => {
  const waiting: B[] = [];
  /** With the one that is worked on. */
  let held = 0;
  let ended = false;
  let full = false;

  const settle = (): void => {
    const now = held >= enough;
    if (ended || now === full) return;
    full = now;
    if (full) pause();
    else resume();
  };

  const work = async (): Promise<void> => {
    try {
      for (let batch = waiting.shift(); batch !== undefined && !ended; batch = waiting.shift()) {
        await deliver(batch);
        held -= 1;
        settle();
      }
    } catch (error) {
      if (!ended) failed(error);
    }
  };

  return {
    take: (batch) => {
      if (ended) return;
      waiting.push(batch);
      held += 1;
      if (held === 1) void work();
      settle();
    },
    end: () => {
      ended = true;
      waiting.length = 0;
    },
    get full() {
      return full;
    },
  };
};
