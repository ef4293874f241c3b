import { setTimeout as pause } from 'node:timers/promises';
import type { Verification } from '#ledger';
import { randomUUID } from 'node:crypto';
import { Refused, type Client } from './client.ts';
import { UserError } from './user-error.ts';

/** What a verification found, each finding told in words too. */
export type Verified = Verification & { readonly descriptions: readonly string[] };

/** A verification under way or done, as the server tells it. */
type VerificationJob<R> = { readonly job: string } & (
  | { readonly state: 'running'; readonly done: number; readonly total: number }
  | { readonly state: 'finished'; readonly result: R }
  | { readonly state: 'failed'; readonly error: string }
);

type OnProgress = (done: number, total: number) => void;

const start = <R>(client: Client, path: string): Promise<VerificationJob<R>> => client.post(path, {}, randomUUID());

/** A server that was started again since knows nothing of the job, which is then begun anew. */
const follow = <R>(client: Client, path: string, job: string): Promise<VerificationJob<R>> =>
  client.get<VerificationJob<R>>(`${path}/${job}`).catch((error: unknown) => {
    if (error instanceof Refused && error.problem.status === 404) return start<R>(client, path);
    throw error;
  });

/** Has the server verify what stands at `path`, and follows it to its end. */
const verified = async <R>(client: Client, path: string, progress: OnProgress): Promise<R> => {
  let job = await start<R>(client, path);
  while (job.state === 'running') {
    progress(job.done, job.total);
    await pause(200);
    job = await follow<R>(client, path, job.job);
  }
  if (job.state === 'failed') throw new UserError(`the verification failed: ${job.error}`);
  return job.result;
};

/** Store against ledger against the heads outside; progress is in events. */
export const verifyLedger = (client: Client, progress: OnProgress = () => undefined): Promise<Verified> =>
  verified(client, '/v1/operations/verify', progress);

/** What a verification of documents found. */
export interface VerifiedDocuments {
  readonly ok: boolean;
  readonly documents: number;
  readonly bytes: number;
  readonly damagedCount: number;
  /** Hashes of the first of them. */
  readonly damaged: readonly string[];
}

/** Whether every document's bytes still have their hash; progress is in bytes. */
export const verifyDocuments = (client: Client, progress: OnProgress = () => undefined): Promise<VerifiedDocuments> =>
  verified(client, '/v1/operations/verify-documents', progress);

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

/** What was verified of the documents, and each that is damaged. */
export const documentsText = ({ ok, documents, bytes, damagedCount, damaged }: VerifiedDocuments): string => {
  const all = `${counted(documents, 'document', 'documents')} (${counted(bytes, 'byte', 'bytes')})`;
  const more = damagedCount - damaged.length;
  return [
    ok ? `Nothing was found: ${all} verified.` : `${counted(damagedCount, 'document is', 'documents are')} damaged, of ${all}:`,
    ...damaged.map((sha256) => `  ${sha256}`),
    ...(more > 0 ? [`  and ${more.toLocaleString('en')} more`] : []),
  ].join('\n');
};
