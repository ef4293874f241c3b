import { WHOLE, type Checkpoint, type ProcessCheckpoints } from '#projections';

/** Process managers' checkpoints in this process' memory. */
export class InMemoryProcessCheckpoints implements ProcessCheckpoints {
  readonly #checkpoints = new Map<string, Checkpoint>();

  async read(process: string, ledgerId: string): Promise<Checkpoint> {
    return this.#at(process, ledgerId);
  }

  async move(process: string, from: Checkpoint, to: Pick<Checkpoint, 'position' | 'leaf'>): Promise<boolean> {
    const current = this.#at(process, from.ledgerId);
    if (current.ledgerId !== from.ledgerId || current.position !== from.position) return false;
    this.#checkpoints.set(process, { ...current, ...to });
    return true;
  }

  #at(process: string, ledgerId: string): Checkpoint {
    return this.#checkpoints.get(process) ?? { ledgerId, ...WHOLE, position: 0, leaf: undefined };
  }
}
