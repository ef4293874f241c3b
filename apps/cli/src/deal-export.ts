import type { DealAsOfDto, HistoryEntryDto } from '#audit/nest';
import type { InclusionProof } from '#ledger';
import { Refused, type Client, type Progress } from '#terminal';
import type { Moment } from './deal-asked-for.ts';
import { inParallel } from './in-parallel.ts';
import { allPages } from './pages.ts';
import { gapsIn, shortcomings, type Head } from './proved.ts';

/** One event as whoever exports it may see it, with the hash that stands for it in the ledger, and the proof that it does. */
export interface ExportedEvent extends HistoryEntryDto {
  /** The leaf's, hexadecimal; null without a proof. */
  readonly hash: string | null;
  /** For {@link Head}; null where the caller may not read the ledger. */
  readonly proof: InclusionProof | null;
}

export interface DealExport {
  readonly caseId: string;
  readonly events: readonly ExportedEvent[];
  /** Null where the caller may not read the ledger: the events are then as the server tells them, unproved. */
  readonly head: Head | null;
  /** What is not as the ledger has it, in words; nothing of it should be relied on then. */
  readonly findings: readonly string[];
}

/** What is known of how to ask. */
interface Asking {
  readonly client: Client;
  readonly signal: AbortSignal;
  readonly progress: Pick<Progress, 'update'>;
}

/** Whether an event was on record by then. Denied attempts stand in the case of whoever made them: the deal's own last event says nothing of theirs. */
const onRecordBy =
  (moment: Moment | undefined, then: DealAsOfDto) =>
  ({ caseId, index, recordedAt }: HistoryEntryDto): boolean => {
    if (moment === undefined) return true;
    const last = 'position' in moment ? moment.position : then.position;
    if ('time' in moment && caseId !== then.caseId) return recordedAt <= moment.time;
    return index <= Number(last.slice(last.lastIndexOf(':') + 1));
  };

/** All proofs are asked for the same head, so that whoever trusts that one need compare nothing else. */
const provable = async (client: Client, [first]: readonly HistoryEntryDto[]): Promise<Head | null> => {
  const { ledgerId, size, root } = await client.get<Head>('/v1/ledger/head');
  if (!first) return null;
  try {
    await proofOf(client, first, size);
    return { ledgerId, size, root };
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 403) return null;
    throw error;
  }
};

const proofOf = (client: Client, { index }: HistoryEntryDto, size: number): Promise<InclusionProof> =>
  client.get<InclusionProof>('/v1/ledger/proofs/inclusion', { index, size });

/** Eight proofs at once: each is a few reads on the server, and most of the time is on the way. */
const proved = async ({ client, signal, progress }: Asking, entries: readonly HistoryEntryDto[], { size }: Head) => {
  let done = 0;
  const proofs = await inParallel(entries, 8, signal, async (entry) => {
    const proof = await proofOf(client, entry, size);
    progress.update((done += 1), entries.length, 'events');
    return proof;
  });
  signal.throwIfAborted();
  return entries.map((entry, at): ExportedEvent & { readonly proof: InclusionProof } => {
    const proof = proofs[at]!;
    return { ...entry, hash: proof.leaf, proof };
  });
};

/** A deal's history up to a moment, or all of it, each event proved where the caller may read the ledger. `path` is that of the deal. */
export const exportDeal = async (asking: Asking, path: string, moment?: Moment): Promise<DealExport> => {
  const { client } = asking;
  const then = await client.get<DealAsOfDto>(`${path}/as-of`, moment);
  const entries = (await allPages<HistoryEntryDto>(client, `${path}/history`)).filter(onRecordBy(moment, then));
  const { caseId } = then;
  const head = await provable(client, entries);
  const gaps = gapsIn(entries.filter((entry) => entry.caseId === caseId));
  if (!head) return { caseId, events: entries.map((entry) => ({ ...entry, hash: null, proof: null })), head, findings: gaps };
  const events = await proved(asking, entries, head);
  return { caseId, events, head, findings: [...gaps, ...events.flatMap((event) => shortcomings(event, event.proof, head))] };
};
