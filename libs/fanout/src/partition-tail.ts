import type { SequencedEvent } from '#eventsourcing';
import type { ReceivedRecord } from './record.ts';

/** What the end of a partition has for whoever stands at a position. */
export type TailReading =
  /** Each follows the one before in its partition. `more`: there are more records. */
  | { readonly kind: 'events'; readonly events: readonly SequencedEvent[]; readonly more: boolean }
  /** Something lies between the position and the next record, which is at this index: only the ledger has it. */
  | { readonly kind: 'hole'; readonly below: number }
  /** Nothing has come since. */
  | { readonly kind: 'nothing' }
  /** What came before the first record is not known here: only the ledger can tell. */
  | { readonly kind: 'unknown' };

/** The newest records of one partition: those received and not yet passed by whoever reads furthest ahead. */
export class PartitionTail {
  #records: ReceivedRecord[] = [];
  #first = 0;
  #last = -1;
  #marks: { readonly index: number; readonly offset: bigint }[] = [];
  #waiting: (() => void)[] = [];

  /** So many records make those wait who bring more. */
  constructor(private readonly capacity: number) {}

  /** Drops what is not above all that came before. Resolves when there is room for more. */
  async receive(records: readonly ReceivedRecord[]): Promise<void> {
    for (const record of records) {
      if (record.event.index <= this.#last) continue;
      this.#last = record.event.index;
      this.#records.push(record);
    }
    const end = records.at(-1);
    if (end) this.#marks.push({ index: end.event.index, offset: BigInt(end.offset) });
    if (this.#held >= this.capacity) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  read(from: number, limit: number): TailReading {
    this.#dropBelow(from);
    const next = this.#records[this.#first];
    if (!next) return this.#last >= 0 && from > this.#last ? { kind: 'nothing' } : { kind: 'unknown' };
    return next.prevIndex >= from ? { kind: 'hole', below: next.event.index } : { kind: 'events', ...this.#chain(limit) };
  }

  /** The offset after the last record below this index, if it is another than the last time. */
  offsetBelow(position: number): string | undefined {
    const passed = this.#marks.filter(({ index }) => index < position);
    if (passed.length === 0) return undefined;
    this.#marks = this.#marks.filter(({ index }) => index >= position);
    return (passed.reduce((most, { offset }) => (offset > most ? offset : most), 0n) + 1n).toString();
  }

  /** Lets those go who wait for room. */
  close(): void {
    this.#wake();
  }

  get #held(): number {
    return this.#records.length - this.#first;
  }

  /** As far as each follows the one before. */
  #chain(limit: number): { readonly events: readonly SequencedEvent[]; readonly more: boolean } {
    const events: SequencedEvent[] = [];
    let at = this.#first;
    for (; at < this.#records.length && events.length < limit; at += 1) {
      const { event, prevIndex } = this.#records[at]!;
      const before = events.at(-1);
      if (before && prevIndex !== before.index) break;
      events.push(event);
    }
    return { events, more: at < this.#records.length };
  }

  #dropBelow(from: number): void {
    while (this.#first < this.#records.length && this.#records[this.#first]!.event.index < from) this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#records.length) {
      this.#records = this.#records.slice(this.#first);
      this.#first = 0;
    }
    if (this.#held < this.capacity) this.#wake();
  }

  #wake(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }
}
