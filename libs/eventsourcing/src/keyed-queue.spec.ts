import { keyedQueue } from './keyed-queue.ts';

describe('a keyed queue', () => {
  it('runs work under one key in order of arrival, also after a failure', async () => {
    const inTurn = keyedQueue();
    const seen: number[] = [];
    const release: (() => void)[] = [];
    const work = (n: number) => () =>
      new Promise<void>((resolve, reject) => {
        seen.push(n);
        release.push(n === 1 ? () => reject(new Error('no')) : resolve);
      });
    const first = inTurn('a', work(1));
    const second = inTurn('a', work(2));
    expect(seen).toEqual([1]);
    release[0]?.();
    await expect(first).rejects.toThrow('no');
    await new Promise(setImmediate);
    expect(seen).toEqual([1, 2]);
    release[1]?.();
    await second;
  });

  it('lets other keys pass', async () => {
    const inTurn = keyedQueue();
    void inTurn('a', () => new Promise(() => undefined));
    await expect(inTurn('b', async () => 'done')).resolves.toBe('done');
  });
});
