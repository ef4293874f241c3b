import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { LedgerHead, StoredEvent } from '#eventsourcing';
import { InMemoryEventStore, InMemoryLeases, InMemoryLedger } from '#in-memory';
import { describeFinding, type Finding } from './findings.ts';
import type { LedgerState } from './ledger-store.port.ts';
import { emptyFrontier, growFrontier, leafHash, rootOf, type TreeNode } from './merkle.ts';
import { startRelay } from './relay.ts';
import { until, writtenEvent, writtenEvents } from './testing/index.ts';
import type { LedgerRow, StoreRow, VerificationSource } from './verification.port.ts';
import { verify, type Verification } from './verify.ts';
import type { HeadWitness, WitnessedHead } from './witness.ts';

/** All that a verification reads, to be changed at will. */
interface Database {
  state: LedgerState;
  store: StoreRow[];
  ledger: LedgerRow[];
  nodes: TreeNode[];
}

const time = '2026-02-01T00:00:00.000Z';

const collected = async <T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
};

/** Six streams of 50 events, in turns of five, sequenced by a relay. */
const sequencedDatabase = async (): Promise<Database> => {
  const store = new InMemoryEventStore();
  const source = store.source();
  const ledger = new InMemoryLedger(store, source);
  for (let turn = 0; turn < 10; turn += 1)
    for (let stream = 0; stream < 6; stream += 1) await store.append(writtenEvents(`lead-${stream}`, 5 * turn, 5));
  const relay = startRelay({ source, ledger, leases: new InMemoryLeases(), holder: 'one' });
  await until(() => relay.status().size === 300);
  await relay.stop();
  const state = (await ledger.current()) as LedgerState;
  return {
    state,
    store: await collected(ledger.storeRows('', state.cursor as string)),
    ledger: await collected(ledger.ledgerRows(300)),
    nodes: await collected(ledger.storedNodes(300)),
  };
};

/** In batches of seven, to have many borders. */
async function* batched<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < rows.length; at += 7) yield rows.slice(at, at + 7);
}

const inOrder = (one: StoreRow, other: StoreRow): number => one.position - other.position;

const sourceOf = ({ state, store, ledger, nodes }: Database): VerificationSource => ({
  current: async () => state,
  storeRows: (prefix, until) =>
    batched(store.filter(({ stream, position }) => stream.startsWith(prefix) && position <= Number(until)).sort(inOrder)),
  ledgerRows: (size) => batched(ledger.filter(({ index }) => index < size).sort((one, other) => one.index - other.index)),
  storedNodes: (size) => batched(nodes.filter(({ level, index }) => (index + 1) * 2 ** level <= size)),
  placeOf: async (cursor) => (/^\d/.test(cursor) ? { epoch: 0, transaction: 0, position: Number(cursor) } : undefined),
  sizeAt: async (cursor) => {
    const found = ledger.find(({ position }) => position === Number(cursor));
    return found && found.index + 1;
  },
  lastRow: async (size) => {
    const last = ledger.filter(({ index }) => index < size).sort((one, other) => other.index - one.index)[0];
    return last && { size: last.index + 1, cursor: String(last.position) };
  },
  rowsAtMost: async () => ledger.length + 10,
  surplus: async (size, limit) => ({
    rows: ledger.filter(({ index }) => index >= size).slice(0, limit),
    nodes: nodes.filter(({ level, index }) => level % 8 !== 0 || (index + 1) * 2 ** level > size).slice(0, limit),
  }),
  unsequenced: async () => 0,
});

const memoryWitness = (...heads: WitnessedHead[]): HeadWitness & { readonly written: WitnessedHead[] } => ({
  written: heads,
  record: async (head) => void heads.push(head),
  heads: async function* () {
    yield* heads;
  },
});

const verified = (database: Database, witness?: HeadWitness): Promise<Verification> =>
  verify({ source: sourceOf(database), clock: () => time, ...(witness && { witness }) });

const kinds = ({ findings }: Verification): string[] => [...new Set(findings.map(({ kind }) => kind))].sort();

const flipped = (bytes: Buffer, at = 0): Buffer => Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte)));

const headAt = ({ state, ledger }: Database, size: number): WitnessedHead => {
  const { frontier } = growFrontier(
    emptyFrontier,
    ledger.slice(0, size).map(({ leaf }) => leaf),
  );
  return { ledgerId: state.ledgerId, size, root: rootOf(frontier).toString('hex'), time };
};

const entryIn = (entry: Buffer): Pick<StoreRow, 'leafInput'> => ({ leafInput: Buffer.concat([Buffer.of(0), entry]) });

const storedRow = ({ entry, ...event }: StoredEvent, position: number): StoreRow => ({
  ...event,
  ...entryIn(entry),
  epoch: 0,
  transaction: 0,
  position,
});

/** Everything computed anew from the store's rows, as one would who can write everywhere in the database. */
const rewrittenConsistently = (database: Database): Database => {
  const store = [...database.store].sort(inOrder);
  const ledger = store.map((row, index): LedgerRow => {
    const { epoch, transaction, position, stream, revision, caseId, leafInput } = row;
    return { epoch, transaction, position, stream, revision, caseId, leaf: leafHash(leafInput.subarray(1)), index };
  });
  const { frontier, nodes } = growFrontier(
    emptyFrontier,
    ledger.map(({ leaf }) => leaf),
  );
  const cursor = String(store.at(-1)?.position);
  return { store, ledger, nodes: [...nodes], state: { ...database.state, frontier, root: rootOf(frontier), cursor } };
};

describe('verification', () => {
  let whole: Database;
  let copy: Database;

  beforeAll(async () => {
    whole = await sequencedDatabase();
  });

  beforeEach(() => {
    copy = { ...whole, store: [...whole.store], ledger: [...whole.ledger], nodes: [...whole.nodes] };
  });

  const nameOf = (index: number): { stream: string; revision: number } => {
    const { stream, revision } = whole.ledger[index] as LedgerRow;
    return { stream, revision };
  };
  const storeRow = (index: number): StoreRow => whole.store[index] as StoreRow;
  const ledgerRow = (index: number): LedgerRow => whole.ledger[index] as LedgerRow;
  const changeStored = (index: number, change: Partial<StoreRow>): void => {
    copy.store[index] = { ...storeRow(index), ...change };
  };
  const changeLedger = (index: number, change: Partial<LedgerRow>): void => {
    copy.ledger[index] = { ...ledgerRow(index), ...change };
  };

  it('finds nothing wrong with what nobody touched, and says so outside', async () => {
    const witness = memoryWitness(headAt(whole, 0), headAt(whole, 17), headAt(whole, 256), headAt(whole, 300));
    const told: number[] = [];
    const result = await verify({ source: sourceOf(whole), witness, clock: () => time, onProgress: (done) => told.push(done) });
    const { root } = headAt(whole, 300);
    expect(result).toEqual({
      ok: true,
      ledgerId: whole.state.ledgerId,
      size: 300,
      root,
      findings: [],
      findingCount: 0,
      checkedHeads: 4,
      unsequenced: 0,
    });
    expect(witness.written.at(-1)).toEqual({ ledgerId: whole.state.ledgerId, size: 300, root, time });
    expect(told.at(-1)).toBe(300);
    expect(told).toEqual([...told].sort((one, other) => one - other));
  });

  it('finds nothing wrong where nothing was ever sequenced', async () => {
    const source: VerificationSource = { ...sourceOf({ ...whole, store: [], ledger: [], nodes: [] }), current: async () => undefined };
    expect(await verify({ source, clock: () => time })).toMatchObject({ ok: true, size: 0, findings: [] });
  });

  it('names the event whose data were changed', async () => {
    changeStored(123, { data: flipped(storeRow(123).data) });
    expect((await verified(copy)).findings).toEqual([{ kind: 'dataChanged', ...nameOf(123) }]);
  });

  it('names the sealed part that was changed, removed or added', async () => {
    const at = whole.store.findIndex(({ sealed }) => sealed.length === 1);
    const [ciphertext] = storeRow(at).sealed as [Buffer];
    for (const sealed of [[flipped(ciphertext)], []]) {
      changeStored(at, { sealed });
      expect((await verified(copy)).findings).toEqual([{ kind: 'sealedChanged', ...nameOf(at), part: 0 }]);
    }
    changeStored(at, { sealed: [ciphertext, randomBytes(3)] });
    expect((await verified(copy)).findings).toEqual([{ kind: 'sealedChanged', ...nameOf(at), part: 1 }]);
  });

  it('names the event whose entry was changed', async () => {
    const text = storeRow(5).leafInput.toString('utf8', 1).replace('user-7', 'user-8');
    changeStored(5, entryIn(Buffer.from(text)));
    expect((await verified(copy)).findings).toEqual([{ kind: 'entryChanged', index: 5, ...nameOf(5) }]);
  });

  it('names an entry that is not in canonical form', async () => {
    const entry = storeRow(5).leafInput.toString('utf8', 1);
    for (const malformed of [entry.replace('{"actor"', '{ "actor"'), '{"v":1}', 'null', '', '{"v":1', '"\ud83d"']) {
      changeStored(5, entryIn(Buffer.from(malformed)));
      expect((await verified(copy)).findings).toEqual([
        { kind: 'entryMalformed', ...nameOf(5) },
        { kind: 'entryChanged', index: 5, ...nameOf(5) },
      ]);
    }
  });

  it('reads entries with texts of all kinds', async () => {
    const texts = ['销售', 'a "quoted" \\ one', 'tab\t', '😀'];
    const events = texts.map((userId, revision) =>
      writtenEvent({
        stream: 'lead-x',
        revision,
        sealed: [randomBytes(9)],
        entry: { actor: { userId, onBehalfOf: userId, rolesAtThatTime: texts, userRevision: -1, channel: 'import' } },
      }),
    );
    const rows = events.map((event, position) => storedRow(event, position));
    const database = rewrittenConsistently({ ...copy, store: rows });
    expect((await verified(database)).findings).toEqual([]);
    database.store[2] = { ...(database.store[2] as StoreRow), data: Buffer.from('{}'), sealed: [randomBytes(9)] };
    expect(kinds(await verified(database))).toEqual(['dataChanged', 'sealedChanged']);
  });

  it('names columns that differ from the entry, in the store as in the ledger', async () => {
    changeStored(7, { caseId: 'case-other' });
    expect((await verified(copy)).findings).toEqual([
      { kind: 'columnsDiffer', ...nameOf(7), columns: ['caseId'] },
      { kind: 'ledgerColumnsDiffer', index: 7, ...nameOf(7), columns: ['caseId'] },
    ]);
    copy.store[7] = storeRow(7);
    changeLedger(7, { caseId: 'case-other' });
    expect((await verified(copy)).findings).toEqual([{ kind: 'ledgerColumnsDiffer', index: 7, ...nameOf(7), columns: ['caseId'] }]);
  });

  it('names the event that is gone', async () => {
    copy.store.splice(200, 1);
    expect((await verified(copy)).findings).toEqual([{ kind: 'eventMissing', index: 200, ...nameOf(200) }]);
  });

  it('names the event that was put between others', async () => {
    const event = writtenEvent({ stream: 'lead-forged', revision: 0 });
    copy.store.push(storedRow(event, 99.5));
    expect((await verified(copy)).findings).toEqual([{ kind: 'eventInserted', stream: 'lead-forged', revision: 0 }]);
  });

  it('names two events that changed places, in the store', async () => {
    const [one, other] = [storeRow(40), storeRow(90)];
    changeStored(40, { position: other.position });
    changeStored(90, { position: one.position });
    expect((await verified(copy)).findings).toEqual([
      { kind: 'eventMoved', index: 40, ...nameOf(40) },
      { kind: 'eventMoved', index: 90, ...nameOf(90) },
    ]);
  });

  it('names two events that changed contents, in the store', async () => {
    const content = ({ stream, revision, caseId, leafInput, data, sealed }: StoreRow) => ({
      stream,
      revision,
      caseId,
      leafInput,
      data,
      sealed,
    });
    changeStored(40, content(storeRow(90)));
    changeStored(90, content(storeRow(40)));
    expect(kinds(await verified(copy))).toEqual(['eventMoved']);
    changeStored(40, { ...entryIn(storeRow(90).leafInput.subarray(1)), data: storeRow(90).data, sealed: storeRow(90).sealed });
    changeStored(90, { ...entryIn(storeRow(40).leafInput.subarray(1)), data: storeRow(40).data, sealed: storeRow(40).sealed });
    const { findings } = await verified(copy);
    expect(findings.filter(({ kind }) => kind === 'entryChanged')).toEqual([
      { kind: 'entryChanged', index: 40, ...nameOf(40) },
      { kind: 'entryChanged', index: 90, ...nameOf(90) },
    ]);
    expect(findings.filter(({ kind }) => kind === 'columnsDiffer')).toHaveLength(2);
  });

  it('names two rows that changed places, in the ledger', async () => {
    changeLedger(40, { index: 90 });
    changeLedger(90, { index: 40 });
    const { findings } = await verified(copy);
    const moved = findings.filter(({ kind }) => kind === 'eventMoved');
    expect(moved.map((finding) => (finding as Finding & { index: number }).index).sort()).toEqual([40, 90]);
    expect(kinds({ findings } as Verification)).toEqual(['eventMoved', 'frontierWrong', 'nodeWrong', 'rootWrong', 'streamOrder']);
  });

  it('names indexes that the ledger lacks', async () => {
    copy.ledger.splice(298, 2);
    copy.ledger.splice(100, 3);
    const { findings } = await verified(copy);
    expect(findings).toContainEqual({ kind: 'indexGap', from: 100, to: 102 });
    expect(findings).toContainEqual({ kind: 'indexGap', from: 298, to: 299 });
    for (const index of [100, 101, 102, 298, 299]) expect(findings).toContainEqual({ kind: 'eventInserted', ...nameOf(index) });
    expect(findings).toContainEqual({ kind: 'cursorWrong' });
    expect(findings).not.toContainEqual({ kind: 'entryChanged', index: 103, ...nameOf(103) });
  });

  it('names indexes that the ledger has twice, or should not have', async () => {
    copy.ledger.push({ ...ledgerRow(50), stream: 'lead-forged' }, { ...ledgerRow(50), stream: 'lead-forged', revision: 7, index: -1 });
    const { findings } = await verified(copy);
    expect(findings).toContainEqual({ kind: 'indexRepeated', index: 50, stream: 'lead-forged', revision: ledgerRow(50).revision });
    expect(findings).toContainEqual({ kind: 'indexRepeated', index: -1, stream: 'lead-forged', revision: 7 });
  });

  it('names a leaf that was changed, in the ledger', async () => {
    changeLedger(50, { leaf: flipped(ledgerRow(50).leaf) });
    expect(kinds(await verified(copy))).toEqual(['entryChanged', 'frontierWrong', 'nodeWrong', 'rootWrong']);
    changeLedger(50, { leaf: ledgerRow(50).leaf.subarray(1) });
    expect(kinds(await verified(copy))).toContain('entryChanged');
  });

  it('names inner nodes that are wrong, missing or too many', async () => {
    const [node] = whole.nodes as [TreeNode];
    copy.nodes = [{ ...node, hash: flipped(node.hash) }];
    expect((await verified(copy)).findings).toEqual([{ kind: 'nodeWrong', level: 8, node: 0 }]);
    copy.nodes = [];
    expect((await verified(copy)).findings).toEqual([{ kind: 'nodeMissing', level: 8, node: 0 }]);
    copy.nodes = [{ ...node, index: -1 }, node];
    expect((await verified(copy)).findings).toEqual([{ kind: 'nodeSurplus', level: 8, node: -1 }]);
  });

  it('names what is wrong with the head', async () => {
    const { state } = whole;
    const cases: [LedgerState, string[]][] = [
      [{ ...state, root: flipped(state.root) }, ['rootWrong']],
      [{ ...state, frontier: { size: 300, hashes: [...state.frontier.hashes].reverse() } }, ['frontierWrong']],
      [{ ...state, frontier: { ...state.frontier, size: 299 } }, ['sizeWrong']],
      [{ ...state, frontier: { ...state.frontier, size: 301 } }, ['frontierWrong', 'indexGap', 'rootWrong', 'sizeWrong']],
    ];
    for (const [changed, expected] of cases) expect(kinds(await verified({ ...copy, state: changed }))).toEqual(expected);
    const { findings } = await verified({ ...copy, state: { ...state, cursor: String(storeRow(250).position) } });
    expect(findings).toEqual([{ kind: 'sizeWrong', stated: 300, counted: 251 }, { kind: 'cursorWrong' }]);
  });

  it('goes on to the last row when the head names no event, or one that never was', async () => {
    const { state } = whole;
    for (const cursor of [undefined, 'nonsense', '-7', '1000000'])
      expect((await verified({ ...copy, state: { ...state, cursor } })).findings).toEqual([{ kind: 'cursorWrong' }]);
  });

  it('makes nobody wait for a size that was made up', async () => {
    const { state } = whole;
    const size = Number.MAX_SAFE_INTEGER;
    const { findings } = await verified({ ...copy, state: { ...state, frontier: { ...state.frontier, size } } });
    expect(findings).toContainEqual({ kind: 'sizeWrong', stated: size, counted: 300 });
    changeLedger(299, { index: size - 1 });
    const { findings: further } = await verified({ ...copy, state: { ...state, frontier: { ...state.frontier, size } } });
    expect(further).toContainEqual({ kind: 'rowSurplus', index: size - 1, ...nameOf(299) });
  });

  it('names what stands where only later steps may write, and a head that is gone', async () => {
    const [node] = whole.nodes as [TreeNode];
    copy.ledger.push({ ...ledgerRow(7), stream: 'lead-forged', revision: 0, index: 300, position: 1000 });
    copy.nodes = [...whole.nodes, { ...node, index: 1 }, { ...node, level: 3, index: 900 }];
    expect((await verified(copy)).findings).toEqual([
      { kind: 'rowSurplus', index: 300, stream: 'lead-forged', revision: 0 },
      { kind: 'nodeSurplus', level: 8, node: 1 },
      { kind: 'nodeSurplus', level: 3, node: 900 },
    ]);
    const headless: VerificationSource = { ...sourceOf(whole), current: async () => undefined };
    expect(await verify({ source: headless, clock: () => time })).toMatchObject({ ok: false, findings: [{ kind: 'headMissing' }] });
  });

  it('spells out names that would command a terminal', () => {
    expect(describeFinding({ kind: 'dataChanged', stream: 'lead\u001b[31m', revision: 0 })).toBe(
      '"lead\\u001b[31m" revision 0: its data were changed',
    );
  });

  describe('of what was rewritten consistently, store and ledger and head', () => {
    const rewrite = (): Database => {
      const { stream, revision, caseId } = storeRow(10);
      changeStored(10, storedRow(writtenEvent({ stream, revision, caseId, data: { amount: 1 } }), storeRow(10).position));
      return rewrittenConsistently(copy);
    };

    it('finds nothing by itself', async () => {
      expect((await verified(rewrite())).findings).toEqual([]);
    });

    it('names the first head outside that says otherwise after one that agrees, and adds none', async () => {
      const witness = memoryWitness(headAt(whole, 5), headAt(whole, 11), headAt(whole, 300));
      const result = await verified(rewrite(), witness);
      expect(result.findings).toEqual([{ kind: 'rewritten', size: 11, time }]);
      expect(result.ok).toBe(false);
      expect(witness.written).toHaveLength(3);
    });

    it('names a ledger that was cut', async () => {
      copy.store.splice(290);
      const witness = memoryWitness(headAt(whole, 290), headAt(whole, 295), headAt(whole, 300), headAt(whole, 299));
      expect((await verified(rewrittenConsistently(copy), witness)).findings).toEqual([{ kind: 'shorterThanWitnessed', size: 300, time }]);
    });

    it('names a head of another ledger between those of this one', async () => {
      const witness = memoryWitness(headAt(whole, 5), { ...headAt(whole, 11), ledgerId: 'another' }, headAt(whole, 300));
      expect((await verified(copy, witness)).findings).toEqual([{ kind: 'headForeign', size: 11, time }]);
      const before = memoryWitness({ ...headAt(whole, 11), ledgerId: 'another' }, headAt(whole, 300));
      expect((await verified(copy, before)).findings).toEqual([]);
    });

    it('names a ledger that was replaced by another', async () => {
      const head: LedgerHead = headAt(whole, 300);
      const database = { ...copy, state: { ...copy.state, ledgerId: 'another' } };
      expect((await verified(database, memoryWitness({ ...head, time }))).findings).toEqual([
        { kind: 'ledgerReplaced', witnessed: head.ledgerId, size: 300, time },
      ]);
    });
  });

  it('lists so many findings and counts them all', async () => {
    copy.store = [];
    const result = await verify({ source: sourceOf(copy), clock: () => time, findingsAtMost: 10 });
    expect(result.findings).toHaveLength(10);
    expect(result.findingCount).toBe(300);
  });

  it('finds any single change of a byte, a row or a place', async () => {
    const index = fc.integer({ min: 0, max: 299 });
    const changes = fc.oneof(
      fc.record({ what: fc.constantFrom('entry', 'data', 'leaf'), index, at: fc.nat() }),
      fc.record({ what: fc.constantFrom('drop', 'dropSequenced', 'revision', 'stream'), index, at: fc.constant(0) }),
      fc.record({ what: fc.constantFrom('swap', 'swapSequenced'), index, at: index }),
    );
    const apply = ({ what, index: n, at }: { what: string; index: number; at: number }): void => {
      const stored = storeRow(n);
      const within = (bytes: Buffer): Buffer => flipped(bytes, at % bytes.length);
      const to = at === n ? (n + 1) % 300 : at;
      const edits: Record<string, () => void> = {
        entry: () => changeStored(n, entryIn(within(stored.leafInput.subarray(1)))),
        data: () => changeStored(n, { data: within(stored.data) }),
        leaf: () => changeLedger(n, { leaf: within(ledgerRow(n).leaf) }),
        drop: () => void copy.store.splice(n, 1),
        dropSequenced: () => void copy.ledger.splice(n, 1),
        revision: () => changeStored(n, { revision: stored.revision + 1000 }),
        stream: () => changeLedger(n, { stream: 'lead-other' }),
        swap: () => {
          changeStored(n, { position: storeRow(to).position });
          changeStored(to, { position: stored.position });
        },
        swapSequenced: () => {
          changeLedger(n, { index: to });
          changeLedger(to, { index: n });
        },
      };
      edits[what]?.();
    };
    await fc.assert(
      fc
        .asyncProperty(changes, async (change) => {
          apply(change);
          const { ok, findings } = await verified(copy);
          expect(ok).toBe(false);
          expect(findings.map(describeFinding).join()).not.toMatch(/undefined|NaN|object/);
        })
        .beforeEach(() => {
          copy = { ...whole, store: [...whole.store], ledger: [...whole.ledger], nodes: [...whole.nodes] };
        }),
      { numRuns: 150 },
    );
  });
});
