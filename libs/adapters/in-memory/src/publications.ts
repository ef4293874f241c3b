import type { Publication, PublicationMark, Publications } from '#fanout';

/** In this process' memory: for tests and for trying things out. */
export class InMemoryPublications implements Publications {
  readonly #generations = new Map<string, readonly Publication[]>();

  async generations(ledgerId: string): Promise<readonly Publication[]> {
    return this.#generations.get(ledgerId) ?? [];
  }

  async begin(first: Pick<Publication, 'ledgerId' | 'topic' | 'partitions'>): Promise<void> {
    if (this.#generations.has(first.ledgerId)) return;
    const heads = Array.from({ length: first.partitions }, () => -1);
    this.#generations.set(first.ledgerId, [{ ...first, generation: 1, from: 0, until: undefined, position: 0, leaf: undefined, heads }]);
  }

  async move(from: Publication, to: PublicationMark): Promise<boolean> {
    const current = this.#current(from);
    if (!current) return false;
    this.#put(from.ledgerId, { ...current, ...to });
    return true;
  }

  async succeed(of: Publication, next: Pick<Publication, 'topic' | 'partitions' | 'heads'>): Promise<boolean> {
    const current = this.#current(of);
    if (!current) return false;
    const { ledgerId, generation, position, leaf } = current;
    this.#put(ledgerId, { ...current, until: position });
    this.#put(ledgerId, { ledgerId, generation: generation + 1, from: position, until: undefined, position, leaf, ...next });
    return true;
  }

  #current({ ledgerId, generation, position }: Publication): Publication | undefined {
    const last = this.#generations.get(ledgerId)?.at(-1);
    return last?.generation === generation && last.position === position ? last : undefined;
  }

  #put(ledgerId: string, publication: Publication): void {
    const others = (this.#generations.get(ledgerId) ?? []).filter(({ generation }) => generation !== publication.generation);
    this.#generations.set(ledgerId, [...others, publication]);
  }
}
