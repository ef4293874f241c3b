import type { Clock, LedgerReader } from '#eventsourcing';
import { alarm } from './alarm.ts';
import type { HeadWitness } from './witness.ts';

export interface HeadKeeperOptions {
  readonly ledger: Pick<LedgerReader, 'head'>;
  readonly witness: HeadWitness;
  readonly clock: Clock;
  /** How often it looks; ms. */
  readonly every?: number;
  /** Told of each failure; it tries again at the next turn. */
  readonly onError?: (error: Error) => void;
}

/** Writes the ledger's head outside the database, once a minute if it has changed, and when it is stopped. */
export const keepHeads = ({ ledger, witness, clock, every = 60_000, onError }: HeadKeeperOptions): { stop(): Promise<void> } => {
  const bell = alarm();
  let stopping = false;
  let written: string | undefined;

  const look = async (): Promise<void> => {
    const { ledgerId, size, root } = await ledger.head();
    const head = `${ledgerId}:${size}`;
    if (head === written) return;
    await witness.record({ ledgerId, size, root, time: clock() });
    written = head;
  };

  const work = async (): Promise<void> => {
    for (let last = false; !last;) {
      last = stopping;
      await look().catch((error: Error) => onError?.(error));
      if (!last) await bell.pause(every);
    }
  };

  const working = work();
  return {
    stop: async () => {
      stopping = true;
      bell.dismiss();
      await working;
    },
  };
};
