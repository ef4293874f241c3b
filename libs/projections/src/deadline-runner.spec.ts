import type { PendingDeadline } from '#eventsourcing';
import { InMemoryPendingDeadlines, InMemoryProjectionStore } from '#in-memory';
import { deadlinesRow, eventually, hour, inMemoryLedger, putDeadlines } from '#projections/testing';
import type { DeadlinesRow } from './deadline-rows.ts';
import { deadlineRunner, type DeadlineNotice, type DeadlineRunner, type DeadlineRunnerOptions } from './deadline-runner.ts';

/** Rows as they are, a clock that is put forward by hand, and a note of every command issued. */
const underway = async (rows: readonly DeadlinesRow[], some: Partial<DeadlineRunnerOptions> = {}) => {
  const store = new InMemoryProjectionStore();
  await putDeadlines(store, rows);
  const ledger = inMemoryLedger();
  const issued: string[] = [];
  const notices: DeadlineNotice[] = [];
  let now = hour(0);
  const options: DeadlineRunnerOptions = {
    pending: new InMemoryPendingDeadlines(store),
    ledger,
    clock: () => now,
    dispatch: async ({ commandId }) => issued.push(commandId),
    notify: (notice) => void notices.push(notice),
    restMs: 1,
    pollMs: 5,
    ...some,
  };
  const running: DeadlineRunner[] = [];
  return {
    ledger,
    issued,
    notices,
    options,
    pass: (at: number) => void (now = hour(at)),
    started: (): DeadlineRunner => {
      const runner = deadlineRunner(options);
      running.push(runner);
      runner.start();
      return runner;
    },
    stop: () => Promise.all(running.map((runner) => runner.stop())),
  };
};
type World = Awaited<ReturnType<typeof underway>>;

let world: World;
afterEach(() => world.stop());

/** Looks that the runner takes. */
const turns = async (runner: DeadlineRunner, count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    const { turnedAt } = runner;
    await eventually('it has looked once more', () => runner.turnedAt > turnedAt);
  }
};

describe('the runner of deadlines', () => {
  it('issues each command when its time has come, not before, and once', async () => {
    world = await underway([deadlinesRow('lead-a', 5, 3), deadlinesRow('lead-b', 4)]);
    const runner = world.started();
    await turns(runner, 2);
    expect(world.issued).toEqual([]);
    world.pass(3);
    await eventually('the first', () => world.issued.length === 1);
    world.pass(9);
    await eventually('all', () => world.issued.length === 3);
    await turns(runner, 3);
    expect(world.issued[0]).toBe('lead-a/3/x');
    expect(world.issued.toSorted()).toEqual(['lead-a/3/x', 'lead-a/5/x', 'lead-b/4/x']);
    expect(await runner.status()).toEqual({
      state: 'running',
      reason: undefined,
      pending: 3,
      overdue: 3,
      fired: 3,
    });
  });

  it('issues those of one stream in their order, and reads page by page', async () => {
    world = await underway(
      Array.from({ length: 7 }, (_, at) => deadlinesRow(`lead-${at}`, 4, 2, 3)),
      { batch: 2, concurrency: 3 },
    );
    world.pass(5);
    world.started();
    await eventually('all', () => world.issued.length === 21);
    for (let at = 0; at < 7; at += 1)
      expect(world.issued.filter((id) => id.startsWith(`lead-${at}/`))).toEqual([2, 3, 4].map((due) => `lead-${at}/${due}/x`));
  });

  it('asks again for what has no answer, with pauses, and lets nothing else wait for it', async () => {
    let down = true;
    const asked: string[] = [];
    world = await underway([deadlinesRow('lead-a', 1), deadlinesRow('lead-b', 2)], {
      dispatch: async ({ commandId }: PendingDeadline) => {
        asked.push(commandId);
        if (down && commandId.startsWith('lead-a')) throw new Error('no answer');
      },
    });
    world.pass(3);
    const runner = world.started();
    await eventually('it has failed twice', () => world.notices.length >= 2);
    expect(asked).toContain('lead-b/2/x');
    expect(world.notices[1]).toMatchObject({ deadline: { stream: 'lead-a' }, error: new Error('no answer') });
    expect(await runner.status()).toMatchObject({ state: 'retrying', fired: 1 });
    down = false;
    await eventually('both are answered', async () => (await runner.status()).fired === 2);
    await turns(runner, 3);
    expect(await runner.status()).toMatchObject({ state: 'running', reason: undefined });
    expect(asked.filter((id) => id === 'lead-b/2/x')).toHaveLength(1);
  });

  it('goes on when the rows can be read again', async () => {
    let down = true;
    const store = new InMemoryProjectionStore();
    await putDeadlines(store, [deadlinesRow('lead-a', 1)]);
    const rows = new InMemoryPendingDeadlines(store);
    const pending: DeadlineRunnerOptions['pending'] = {
      due: async (...given) => {
        if (down) throw new Error('no database');
        return rows.due(...given);
      },
      next: (after) => rows.next(after),
      counts: (by) => rows.counts(by),
    };
    world = await underway([], { pending });
    world.pass(1);
    const runner = world.started();
    await eventually('it has failed', () => world.notices.some(({ deadline }) => deadline === undefined));
    expect(await runner.status()).toMatchObject({ state: 'retrying', reason: 'Error: no database' });
    down = false;
    await eventually('it has issued', () => world.issued.length === 1);
  });

  it('sleeps until the next is due, or the ledger grows', async () => {
    world = await underway([deadlinesRow('lead-a', 1)], { pollMs: 600_000 });
    const runner = world.started();
    const { turnedAt } = runner;
    world.pass(1);
    await eventually('it is woken by the ledger', () => {
      world.ledger.append([]);
      return world.issued.length === 1;
    });
    expect(runner.turnedAt).toBeGreaterThan(turnedAt);
  });

  it('asks once more after a new start for what the rows still show, under the same id', async () => {
    world = await underway([deadlinesRow('lead-a', 1)]);
    world.pass(1);
    const first = world.started();
    await eventually('it has issued', () => world.issued.length === 1);
    await first.stop();
    world.started();
    await eventually('it has issued again', () => world.issued.length === 2);
    expect(new Set(world.issued).size).toBe(1);
  });
});
