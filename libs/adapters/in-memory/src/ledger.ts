import { randomUUID } from 'node:crypto';
import {
  systemClock,
  type CaseId,
  type EventSource,
  type EventStore,
  type LedgerHead,
  type LedgerReader,
  type SequencedEvent,
  type SourceCursor,
  type SourcedEvent,
  type StreamId,
} from '#eventsourcing';
import {
  emptyFrontier,
  emptyRoot,
  LedgerHalted,
  type EndedIdentity,
  type LedgerIdentity,
  type LedgerRow,
  type LedgerState,
  type LedgerStep,
  type LedgerStore,
  type NodeReader,
  type NodeSpan,
  type Place,
  type StoreRow,
  type Surplus,
  type TreeNode,
  type VerificationSource,
} from '#ledger';

const nameOf = (stream: StreamId, revision: number): string => `${stream}@${revision}`;
const keyOf = (level: number, index: number): string => `${level}/${index}`;
const lastLeaf = ({ level, index }: TreeNode): number => (index + 1) * 2 ** level;
const placeOf = (cursor: SourceCursor): Place => ({ epoch: 0, transaction: 0, position: Number(cursor) });

/** The ledger over a store in this process' memory; reads whole events from that store, as the one in Postgres does. */
export class InMemoryLedger implements LedgerStore, LedgerReader, LedgerIdentity, NodeReader, VerificationSource {
  readonly #rows: SourcedEvent[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #last = new Map<StreamId, number>();
  readonly #nodes = new Map<string, TreeNode>();
  readonly #listeners = new Set<(size: number) => void>();
  readonly #ended: EndedIdentity[] = [];
  #state: LedgerState | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'read'>,
    private readonly source: EventSource,
  ) {}

  async open(prefix: string): Promise<LedgerState> {
    const state = (this.#state ??= { ledgerId: randomUUID(), prefix, frontier: emptyFrontier, root: emptyRoot, cursor: undefined });
    if (state.prefix !== prefix) throw new LedgerHalted(`the ledger sequences streams "${state.prefix}…", not "${prefix}…"`);
    return state;
  }

  async lastRevisions(streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, number>> {
    return new Map(streams.flatMap((stream) => (this.#last.has(stream) ? [[stream, this.#last.get(stream) ?? 0] as const] : [])));
  }

  async advance({ from, to, events, nodes }: LedgerStep): Promise<'written' | 'stale'> {
    if (!this.#isHead(from)) return 'stale';
    for (const { stream, revision } of events)
      if (this.#indexes.has(nameOf(stream, revision))) throw new LedgerHalted(`${stream} revision ${revision} is sequenced already`);
    for (const event of events) this.#add(event);
    for (const node of nodes) this.#nodes.set(keyOf(node.level, node.index), node);
    this.#state = to;
    for (const listener of [...this.#listeners]) queueMicrotask(() => listener(this.#rows.length));
    return 'written';
  }

  async unsequenced(limit: number): Promise<number> {
    return (await this.source.readAfter(this.#state?.cursor, limit)).length;
  }

  async head(): Promise<LedgerHead> {
    const { ledgerId, frontier, root } = await this.open(this.source.prefix);
    return { ledgerId, size: frontier.size, root: root.toString('hex') };
  }

  async read(from: number, limit: number): Promise<readonly SequencedEvent[]> {
    const indexes = Array.from({ length: Math.max(0, Math.min(limit, this.#rows.length - from)) }, (_, at) => from + at);
    return Promise.all(indexes.map((index) => this.#event(index)));
  }

  async *stream(from: number, to: number): AsyncGenerator<readonly SequencedEvent[]> {
    yield await this.read(from, to - from);
  }

  async readCase(caseId: CaseId, from: number, to: number, limit: number): Promise<readonly SequencedEvent[]> {
    const indexes = this.#rows.flatMap((row, index) => (row.caseId === caseId && index >= from && index < to ? [index] : []));
    return Promise.all(indexes.slice(0, limit).map((index) => this.#event(index)));
  }

  async indexOf(stream: StreamId, revision: number): Promise<number | undefined> {
    return this.#indexes.get(nameOf(stream, revision));
  }

  onGrowth(listener: (size: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async nodes(spans: readonly NodeSpan[]): Promise<readonly (readonly Buffer[])[]> {
    return spans.map(({ level, from, count }) => Array.from({ length: count }, (_, at) => this.#node(level, from + at)));
  }

  async current(): Promise<LedgerState | undefined> {
    return this.#state;
  }

  async renew(from: LedgerState, reason: string): Promise<string | undefined> {
    if (!this.#isHead(from)) return undefined;
    const { ledgerId, frontier, root } = from;
    this.#ended.push({ ledgerId, size: frontier.size, root: root.toString('hex'), endedAt: systemClock(), reason });
    this.#state = { ...from, ledgerId: randomUUID() };
    return this.#state.ledgerId;
  }

  async ended(): Promise<readonly EndedIdentity[]> {
    return [...this.#ended];
  }

  async *storeRows(prefix: string, until: SourceCursor): AsyncGenerator<readonly StoreRow[]> {
    const events = await this.source.readAfter(undefined, Number(until) + 1);
    const upTo = events.filter(({ cursor, stream }) => Number(cursor) <= Number(until) && stream.startsWith(prefix));
    yield await Promise.all(
      upTo.map(async ({ cursor, stream, revision }) => ({ ...placeOf(cursor), ...(await this.#storeRow(stream, revision)) })),
    );
  }

  async *ledgerRows(size: number): AsyncGenerator<readonly LedgerRow[]> {
    yield this.#rows.slice(0, size).map(({ cursor, ...row }, index) => ({ ...placeOf(cursor), ...row, index }));
  }

  async *storedNodes(size: number): AsyncGenerator<readonly TreeNode[]> {
    const complete = [...this.#nodes.values()].filter((node) => lastLeaf(node) <= size);
    yield complete.sort((one, other) => lastLeaf(one) - lastLeaf(other) || one.level - other.level);
  }

  async lastRow(size: number): Promise<{ size: number; cursor: SourceCursor } | undefined> {
    const last = Math.min(size, this.#rows.length);
    const row = this.#rows[last - 1];
    return row && { size: last, cursor: row.cursor };
  }

  async rowsAtMost(): Promise<number> {
    return this.#rows.length;
  }

  /** Nothing but its own steps writes here. */
  async surplus(): Promise<Surplus> {
    return { rows: [], nodes: [] };
  }

  async placeOf(cursor: SourceCursor): Promise<Place> {
    return placeOf(cursor);
  }

  async sizeAt(cursor: SourceCursor): Promise<number | undefined> {
    const index = this.#rows.findIndex((row) => row.cursor === cursor);
    return index < 0 ? undefined : index + 1;
  }

  #isHead({ ledgerId, frontier, root, cursor }: LedgerState): boolean {
    const head = this.#state;
    return head?.ledgerId === ledgerId && head.frontier.size === frontier.size && head.root.equals(root) && head.cursor === cursor;
  }

  #add(event: SourcedEvent): void {
    this.#indexes.set(nameOf(event.stream, event.revision), this.#rows.length);
    this.#last.set(event.stream, event.revision);
    this.#rows.push(event);
  }

  #node(level: number, index: number): Buffer {
    const found = level === 0 ? this.#rows[index]?.leaf : this.#nodes.get(keyOf(level, index))?.hash;
    if (!found) throw new Error(`the ledger lacks node ${index} of level ${level}`);
    return found;
  }

  async #stored(stream: StreamId, revision: number) {
    const [event] = await this.store.read(stream, revision);
    if (!event) throw new Error(`the store lacks ${stream} revision ${revision}`);
    return event;
  }

  async #storeRow(stream: StreamId, revision: number): Promise<Omit<StoreRow, keyof Place>> {
    const { entry, ...row } = await this.#stored(stream, revision);
    return { ...row, leafInput: Buffer.concat([Buffer.of(0), entry]) };
  }

  async #event(index: number): Promise<SequencedEvent> {
    const row = this.#rows[index];
    if (!row) throw new Error(`the ledger lacks index ${index}`);
    return { ...(await this.#stored(row.stream, row.revision)), index, leaf: row.leaf };
  }
}
