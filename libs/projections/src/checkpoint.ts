import type { LedgerReader } from '#eventsourcing';
import { ProjectionHalted, type Checkpoint } from './projection-store.port.ts';

/**
 * How long a checkpoint may stay behind events that changed nothing; ms. Most events concern few of those who follow the ledger: a
 * transaction for each batch in each of the others would be most of the database's work.
 */
export const SETTLE_MS = 50;

/** When a checkpoint that falls behind now is to be moved: at the same moments for all, so that they are moved together. ms of the same clock. */
export const settlingTime = (now: number): number => (Math.floor(now / SETTLE_MS) + 1) * SETTLE_MS;

/** Why a checkpoint and the ledger do not belong together; nothing when they do. */
export const mismatch = async (ledger: Pick<LedgerReader, 'head' | 'read'>, checkpoint: Checkpoint): Promise<string | undefined> => {
  const { ledgerId, position, leaf } = checkpoint;
  const head = await ledger.head();
  if (head.ledgerId !== ledgerId) return `it was built from the ledger ${ledgerId}, this is the ledger ${head.ledgerId}`;
  if (head.size < position)
    return `it has ${position} events of the ledger ${ledgerId}, which has only ${head.size}: was the ledger restored?`;
  if (position > 0) {
    const [last] = await ledger.read(position - 1, 1);
    if (!last || !leaf || !last.leaf.equals(leaf))
      return `the event at index ${position - 1} of the ledger ${ledgerId} is not the one it was built from`;
  }
  if (head.size === position || (await ledger.read(position, 1)).length > 0) return undefined;
  return `the ledger ${ledgerId} has ${head.size} events, and that at index ${position} is gone`;
};

/** Throws {@link ProjectionHalted}. */
export const verifyCheckpoint = async (
  ledger: Pick<LedgerReader, 'head' | 'read'>,
  name: string,
  checkpoint: Checkpoint,
): Promise<void> => {
  const reason = await mismatch(ledger, checkpoint);
  if (reason !== undefined) throw new ProjectionHalted(name, reason);
};
