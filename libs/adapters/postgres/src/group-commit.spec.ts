import { GroupCommit, type Batchable } from './group-commit.ts';

interface Work extends Batchable {
  readonly id: string;
}

const piece = (key: string, id = key, count = 1, bytes = 1): Work => ({ key, id, count, bytes });

/** Runs batches only when told to, and tells what they were. */
const held = (options: { lanes?: number; maxCount?: number; maxBytes?: number } = {}) => {
  const batches: string[][] = [];
  const releases: (() => void)[] = [];
  const commit = new GroupCommit<Work, string>({
    lanes: 1,
    maxCount: 100,
    maxBytes: 100,
    ...options,
    run: async (_, batch) => {
      batches.push(batch.map(({ id }) => id));
      await new Promise<void>((resolve) => void releases.push(resolve));
      return batch.map(({ id }) =>
        id.startsWith('bad') ? { status: 'rejected', reason: new Error(id) } : { status: 'fulfilled', value: id },
      );
    },
  });
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  const release = async (): Promise<void> => {
    releases.splice(0).forEach((resolve) => resolve());
    await turn();
  };
  return { commit, batches, turn, release };
};

describe('group commit', () => {
  it('sends together what waits together, in key order', async () => {
    const { commit, batches, turn, release } = held();
    const results = Promise.all(['c', 'a', 'b'].map((key) => commit.submit(piece(key))));
    await turn();
    expect(batches).toEqual([['a', 'b', 'c']]);
    await release();
    expect(await results).toEqual(['c', 'a', 'b']);
  });

  it('never has two pieces of one key under way, and keeps their order', async () => {
    const { commit, batches, turn, release } = held({ lanes: 2 });
    const all = Promise.all([piece('a', 'a1'), piece('a', 'a2'), piece('b', 'b1'), piece('a', 'a3')].map((work) => commit.submit(work)));
    await turn();
    expect(batches).toEqual([['a1', 'b1']]);
    const late = commit.submit(piece('c'));
    await turn();
    expect(batches).toEqual([['a1', 'b1'], ['c']]);
    await release();
    await release();
    await release();
    expect(batches.slice(2)).toEqual([['a2'], ['a3']]);
    await Promise.all([all, late]);
  });

  it('closes a batch at its bounds, and takes a piece that is larger by itself', async () => {
    const { commit, batches, turn, release } = held({ maxCount: 3, maxBytes: 50 });
    const all = Promise.all([piece('a'), piece('b', 'b', 2), piece('c', 'c', 1, 60), piece('d')].map((work) => commit.submit(work)));
    for (let batch = 0; batch < 3; batch += 1) {
      await turn();
      await release();
    }
    await all;
    expect(batches).toEqual([['a', 'b'], ['c'], ['d']]);
  });

  it('gives each its own failure', async () => {
    const { commit, turn, release } = held();
    const all = Promise.allSettled(['a', 'bad', 'c'].map((key) => commit.submit(piece(key))));
    await turn();
    await release();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('goes on after a run that threw', async () => {
    let runs = 0;
    const commit = new GroupCommit<Work, string>({
      lanes: 1,
      maxCount: 10,
      maxBytes: 10,
      run: async (_, batch) => {
        runs += 1;
        if (runs === 1) throw new Error('broken');
        return batch.map(({ id }) => ({ status: 'fulfilled', value: id }));
      },
    });
    await expect(commit.submit(piece('a'))).rejects.toThrow('broken');
    expect(await commit.submit(piece('a'))).toBe('a');
  });

  it('is idle when nothing waits and nothing is under way', async () => {
    const { commit, turn, release } = held();
    await commit.idle();
    let idle = false;
    const both = Promise.all([commit.submit(piece('a', 'a1')), commit.submit(piece('a', 'a2'))]);
    const drained = commit.idle().then(() => (idle = true));
    await turn();
    await release();
    expect(idle).toBe(false);
    await release();
    await Promise.all([both, drained]);
    expect(idle).toBe(true);
  });
});
