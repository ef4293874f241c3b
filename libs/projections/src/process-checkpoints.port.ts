import type { Checkpoint } from './projection-store.port.ts';

/** How far each process manager has come. Every adapter passes `processCheckpointsContract`. */
export interface ProcessCheckpoints {
  /** Position 0 on a process manager's first start. Of another ledger, if there is only such a one: its runner then halts. */
  read(process: string, ledgerId: string): Promise<Checkpoint>;
  /** Moves the checkpoint if it is still at `from`; false when it is not, or somebody else is moving it just then. */
  move(process: string, from: Checkpoint, to: Pick<Checkpoint, 'position' | 'leaf'>): Promise<boolean>;
}
