import { setTimeout as pause } from 'node:timers/promises';
import type { Verification } from '#ledger';
import { randomUUID } from 'node:crypto';
import { Refused, type Client } from './client.ts';
import { UserError } from './user-error.ts';

/** What a verification found, each finding told in words too. */
export type Verified = Verification & { readonly descriptions: readonly string[] };

/** A verification under way or done, as the server tells it. */
type VerificationJob = { readonly job: string } & (
  | { readonly state: 'running'; readonly done: number; readonly total: number }
  | { readonly state: 'finished'; readonly result: Verified }
  | { readonly state: 'failed'; readonly error: string }
);

const start = (client: Client): Promise<VerificationJob> => client.post('/v1/operations/verify', {}, randomUUID());

/** A server that was started again since knows nothing of the job, which is then begun anew. */
const follow = (client: Client, { job }: VerificationJob): Promise<VerificationJob> =>
  client.get<VerificationJob>(`/v1/operations/verify/${job}`).catch((error: unknown) => {
    if (error instanceof Refused && error.problem.status === 404) return start(client);
    throw error;
  });

/** Has the server verify store against ledger against the heads outside, and follows it to its end. */
export const verifyLedger = async (
  client: Client,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Verified> => {
  let job = await start(client);
  while (job.state === 'running') {
    progress(job.done, job.total);
    await pause(200);
    job = await follow(client, job);
  }
  if (job.state === 'failed') throw new UserError(`the verification failed: ${job.error}`);
  return job.result;
};

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What was verified, and each thing that was found wrong. */
export const verificationText = (verified: Verified): string => {
  const { ok, ledgerId, size, root, descriptions, findingCount, checkedHeads, unsequenced } = verified;
  const events = counted(size, 'event', 'events');
  const heads = counted(checkedHeads, 'head', 'heads');
  const more = findingCount - descriptions.length;
  return [
    ok
      ? `Nothing was found: ${events} verified, store against ledger against ${heads} outside.`
      : `${counted(findingCount, 'thing was', 'things were')} found wrong in ${events}:`,
    ...descriptions.map((description) => `  ${description}`),
    ...(more > 0 ? [`  and ${more.toLocaleString('en')} more`] : []),
    ...(checkedHeads === 0 ? ['No head was found outside: a database that was rewritten consistently would not be noticed.'] : []),
    `ledger ${ledgerId ?? 'has not begun'}, root ${root}`,
    ...(unsequenced > 0
      ? [`${counted(unsequenced, 'event waits', 'events wait')} to be sequenced, and ${unsequenced === 1 ? 'was' : 'were'} not verified.`]
      : []),
  ].join('\n');
};
