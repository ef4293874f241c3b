import { randomUUID } from 'node:crypto';
import type { Verify } from '../ports.ts';

interface Named {
  readonly job: string;
  readonly startedAt: string;
}

/** A verification under way or done. Counts are of whatever is verified. */
export type VerificationJob<R> =
  | (Named & { readonly state: 'running'; readonly done: number; readonly total: number })
  | (Named & { readonly state: 'finished'; readonly endedAt: string; readonly result: R })
  | (Named & { readonly state: 'failed'; readonly endedAt: string; readonly error: string });

const remembered = 20;

/** Runs one verification at a time: whoever asks for one meanwhile follows that. */
export const verificationJobs = <R>(verify: Verify<R>, onError: (error: unknown) => void) => {
  const jobs = new Map<string, VerificationJob<R>>();
  let running: string | undefined;

  const run = async (named: Named): Promise<void> => {
    const ended = () => ({ ...named, endedAt: new Date().toISOString() });
    try {
      const result = await verify((done, total) => jobs.set(named.job, { ...named, state: 'running', done, total }));
      jobs.set(named.job, { ...ended(), state: 'finished', result });
    } catch (error) {
      onError(error);
      jobs.set(named.job, { ...ended(), state: 'failed', error: 'the verification could not be finished; the log says why' });
    } finally {
      running = undefined;
    }
  };

  const start = (): VerificationJob<R> => {
    const underway = running === undefined ? undefined : jobs.get(running);
    if (underway) return underway;
    const named = { job: randomUUID(), startedAt: new Date().toISOString() };
    const job = { ...named, state: 'running', done: 0, total: 0 } as const;
    running = named.job;
    jobs.set(named.job, job);
    for (const old of [...jobs.keys()].slice(0, -remembered)) jobs.delete(old);
    void run(named);
    return job;
  };

  return { start, find: (job: string): VerificationJob<R> | undefined => jobs.get(job) };
};

export type VerificationJobs<R> = ReturnType<typeof verificationJobs<R>>;
