import { partitionLane } from './partition-lane.ts';

/** A lane whose batches are done with when the test says so. */
const lane = () => {
  const done: (() => void)[] = [];
  const delivered: number[] = [];
  const told: string[] = [];
  const { take, end } = partitionLane<number>({
    deliver: (batch) => {
      delivered.push(batch);
      return new Promise((resolve) => done.push(resolve));
    },
    pause: () => told.push('pause'),
    resume: () => told.push('resume'),
    failed: (error) => told.push(String(error)),
  });
  const finish = async (): Promise<void> => {
    done.shift()?.();
    await new Promise(setImmediate);
  };
  return { take, end, finish, delivered, told };
};

describe('the lane of a partition', () => {
  it('delivers one batch at a time, in order', async () => {
    const { take, finish, delivered } = lane();
    [1, 2, 3].forEach(take);
    expect(delivered).toEqual([1]);
    await finish();
    expect(delivered).toEqual([1, 2]);
    await finish();
    expect(delivered).toEqual([1, 2, 3]);
    await finish();
    take(4);
    expect(delivered).toEqual([1, 2, 3, 4]);
  });

  it('is paused while one is ready beside the one that is worked on', async () => {
    const { take, finish, told } = lane();
    take(1);
    expect(told).toEqual([]);
    take(2);
    expect(told).toEqual(['pause']);
    await finish();
    expect(told).toEqual(['pause', 'resume']);
    take(3);
    expect(told).toEqual(['pause', 'resume', 'pause']);
  });

  it('delivers nothing more once it has ended, and resumes nothing', async () => {
    const { take, end, finish, delivered, told } = lane();
    [1, 2].forEach(take);
    end();
    await finish();
    take(3);
    expect(delivered).toEqual([1]);
    expect(told).toEqual(['pause']);
  });

  it('tells when its batch was not taken, and delivers none after it', async () => {
    const told: unknown[] = [];
    const delivered: number[] = [];
    const { take } = partitionLane<number>({
      deliver: async (batch) => {
        delivered.push(batch);
        throw new Error('no');
      },
      pause: () => undefined,
      resume: () => undefined,
      failed: (error) => told.push(error),
    });
    take(1);
    take(2);
    await new Promise(setImmediate);
    expect(delivered).toEqual([1]);
    expect(told).toEqual([new Error('no')]);
  });
});
