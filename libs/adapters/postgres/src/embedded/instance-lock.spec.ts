import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whereProcessesAreVisible } from './process-identity.ts';
import { acquireInstanceLock, holderOf, type InstanceLock } from './instance-lock.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'instance-lock-'));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

const race = async (starters: number) => {
  const outcomes = await Promise.allSettled(Array.from({ length: starters }, () => acquireInstanceLock(dataDir)));
  return {
    held: outcomes.flatMap((outcome): InstanceLock[] => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    refused: outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [(outcome.reason as { code?: unknown }).code] : [])),
  };
};

describe('the lock on a data folder', () => {
  it('goes to one of many, time and again, whatever stale claim they find', async () => {
    for (let round = 0; round < 30; round += 1) {
      await writeFile(
        join(dataDir, 'dealtrail.pid'),
        JSON.stringify({ pid: process.pid, startMark: 'another time', place: await whereProcessesAreVisible(), round }),
      );
      const { held, refused } = await race(8);
      expect(held).toHaveLength(1);
      expect(refused).toEqual(Array.from({ length: 7 }, () => 'AlreadyRunning'));
      await held[0]?.release();
    }
  });

  it('is free again once released, and leaves no file behind', async () => {
    const { held } = await race(1);
    await held[0]?.release();
    expect(await readdir(dataDir)).toEqual([]);
    expect((await race(3)).held).toHaveLength(1);
  });

  it('tells who lives that holds it', async () => {
    expect(await holderOf(dataDir)).toBeUndefined();
    expect(await holderOf(join(dataDir, 'not', 'there'))).toBeUndefined();
    const { held } = await race(1);
    expect(await holderOf(dataDir)).toBe(process.pid);
    await held[0]?.release();
    expect(await holderOf(dataDir)).toBeUndefined();
    const dead = { pid: process.pid, startMark: 'another time', place: await whereProcessesAreVisible() };
    await writeFile(join(dataDir, 'dealtrail.pid'), JSON.stringify(dead));
    expect(await holderOf(dataDir)).toBeUndefined();
  });
});
