import type { PendingDeadline } from '#eventsourcing';
import type { AnyProjectionTable } from '../any-projection.ts';
import { deadlinesTable, type DeadlinesRow } from '../deadline-rows.ts';
import type { PendingDeadlines } from '../pending-deadlines.port.ts';
import type { Build, ProjectionStore } from '../projection-store.port.ts';

const ledgerId = 'a4d4a3cc-6a53-4d5b-8d0c-0f3a2f1f9c11';

/** The table alone: rows are written as they are wanted. */
const definition: AnyProjectionTable = {
  projection: { name: deadlinesTable.name, version: 1, key: () => undefined, evolve: (row) => row },
  table: deadlinesTable,
};
const build: Build = { projection: deadlinesTable.name, version: 1, build: 1, definition };

export const hour = (at: number): string => new Date(Date.UTC(2026, 0, 1, at)).toISOString();

export const pendingDeadline = (stream: string, at: number, subject = 'x'): PendingDeadline => ({
  name: 'some',
  subject,
  caseId: `case-${stream}`,
  stream,
  dueAt: hour(at),
  firesAt: hour(at),
  commandId: `${stream}/${at}/${subject}`,
  command: { type: 'Do', data: { amount: 9_007_199_254_740_991, text: '到期 "x"' } },
  source: { eventId: 'e', commandId: 'c', correlationId: 'r', index: 7, policyVersion: 'p', processVersion: 'q' },
});

/** A stream's row with deadlines at these hours, in the order in which they are given. */
export const deadlinesRow = (stream: string, ...hours: readonly number[]): DeadlinesRow => ({
  caseId: `case-${stream}`,
  stream,
  firesAt: hour(Math.min(...hours)),
  count: hours.length,
  pending: hours.map((at) => {
    const { caseId, stream: _, ...kept } = pendingDeadline(stream, at);
    return kept;
  }),
});

/** Makes rows the live ones. */
export const putDeadlines = async (store: ProjectionStore, rows: readonly DeadlinesRow[]): Promise<void> => {
  await store.create(build, ledgerId);
  const nothing = { parked: [], heldBack: new Map<string, number>(), released: [], discarded: [] };
  const change = { from: { position: 0, turn: 0 }, to: { position: 1, leaf: Buffer.alloc(32) }, ...nothing };
  const outcome = await store.commit(build, ledgerId, { ...change, rows: { fresh: rows, changed: [], gone: [] } });
  if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
  await store.finish(build);
  await store.swap(build, ledgerId, { regardless: true });
};

/** What every reader of pending deadlines reads from the rows of a projection store. */
export const pendingDeadlinesContract = (
  make: () => Promise<{ readonly pending: PendingDeadlines; readonly store: ProjectionStore; readonly close: () => Promise<void> }>,
): void => {
  let pending: PendingDeadlines;
  let store: ProjectionStore;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ pending, store, close } = await make());
  });
  afterEach(() => close());

  it('finds none while there is no live build', async () => {
    expect(await pending.due(hour(9), 10)).toEqual([]);
    expect(await pending.next(hour(0))).toBeUndefined();
    expect(await pending.counts(hour(9))).toEqual({ pending: 0, overdue: 0 });
  });

  it('finds the streams with one that is due, the earliest first, with all that is theirs', async () => {
    await putDeadlines(store, [
      deadlinesRow('lead-c', 5),
      deadlinesRow('lead-a', 8, 3),
      deadlinesRow('lead-b', 3),
      deadlinesRow('lead-d', 9),
    ]);
    expect(await pending.due(hour(5), 10)).toEqual([
      { stream: 'lead-a', firesAt: hour(3), pending: [pendingDeadline('lead-a', 8), pendingDeadline('lead-a', 3)] },
      { stream: 'lead-b', firesAt: hour(3), pending: [pendingDeadline('lead-b', 3)] },
      { stream: 'lead-c', firesAt: hour(5), pending: [pendingDeadline('lead-c', 5)] },
    ]);
    expect(await pending.due(hour(2), 10)).toEqual([]);
  });

  it('finds them page by page, also where many fire at the same time', async () => {
    const streams = ['lead-a', 'lead-b', 'lead-c', 'lead-d', 'lead-e'];
    await putDeadlines(
      store,
      streams.map((stream) => deadlinesRow(stream, stream === 'lead-e' ? 4 : 3)),
    );
    const found: string[] = [];
    for (let page = await pending.due(hour(9), 2); page.length > 0; page = await pending.due(hour(9), 2, page.at(-1)))
      found.push(...page.map(({ stream }) => stream));
    expect(found).toEqual(streams);
  });

  it('knows when the next one fires, and how many are pending and overdue', async () => {
    await putDeadlines(store, [deadlinesRow('lead-a', 3, 8), deadlinesRow('lead-b', 6)]);
    expect([await pending.next(hour(0)), await pending.next(hour(3)), await pending.next(hour(6))]).toEqual([hour(3), hour(6), undefined]);
    expect(await pending.counts(hour(2))).toEqual({ pending: 3, overdue: 0 });
    expect(await pending.counts(hour(6))).toEqual({ pending: 3, overdue: 2 });
    expect(await pending.counts(hour(8))).toEqual({ pending: 3, overdue: 3 });
  });
};
