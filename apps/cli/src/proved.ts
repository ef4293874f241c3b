import { isDeepStrictEqual } from 'node:util';
import type { HistoryEntryDto } from '#audit/nest';
import { canonicalBytes, parseEntry, sha256Hex, type Entry } from '#event-contracts';
import { verifyInclusion, type InclusionProof } from '#ledger';

/** The ledger that proofs are for, at one size. */
export type Head = Pick<InclusionProof, 'ledgerId' | 'size' | 'root'>;

/** What the ledger's entry says of an event, in the words of the history; what of it is personal or restricted by its keys only. */
const stated = (entry: Entry) => {
  const { eventId, caseId, stream, revision, type, occurredAt, recordedAt, commandId, correlationId, causationId } = entry;
  const { policyVersion, processVersion, sealed, actor } = entry;
  const { userId, rolesAtThatTime: roles, userRevision, onBehalfOf = null, channel } = actor;
  return {
    ...{ eventId, caseId, stream, revision, type, occurredAt, recordedAt, commandId, correlationId, causationId },
    ...{ policyVersion, processVersion, sealed: sealed.map(({ key }) => key) },
    actor: { userId, roles, userRevision, onBehalfOf, channel },
  };
};

/** What the history says otherwise than the entry. Data of an older version was brought to today's when it was read, and cannot be compared. */
const deviations = (shown: HistoryEntryDto, entry: Entry): readonly string[] => {
  const asShown: Readonly<Record<string, unknown>> = { ...shown, sealed: shown.sealed.map(({ key }) => key) };
  const otherwise = Object.entries(stated(entry)).filter(([field, value]) => !isDeepStrictEqual(asShown[field], value));
  const otherData = shown.schemaVersion === entry.schemaVersion && sha256Hex(canonicalBytes(shown.data)) !== entry.dataHash;
  return [...otherwise.map(([field]) => field), ...(otherData ? ['data'] : [])];
};

const isFor = ({ index }: HistoryEntryDto, proof: InclusionProof, { ledgerId, size, root }: Head): boolean =>
  verifyInclusion(proof) && isDeepStrictEqual([proof.index, proof.ledgerId, proof.size, proof.root], [index, ledgerId, size, root]);

/** Why the ledger does not bear out what the history shows of an event, in words; nothing where it does. */
export const shortcomings = (shown: HistoryEntryDto, proof: InclusionProof, head: Head): readonly string[] => {
  const which = `event ${shown.index} (${shown.stream}, revision ${shown.revision})`;
  if (!isFor(shown, proof, head)) return [`${which}: the proof does not hold`];
  const fields = deviations(shown, parseEntry(Buffer.from(proof.entry, 'base64')));
  return fields.length === 0 ? [] : [`${which}: the history shows other than the ledger proves: ${fields.join(', ')}`];
};

/** Revisions that are missing among a case's events, in words: each of its streams begins with revision 0 and leaves none out. */
export const gapsIn = (entries: readonly Pick<HistoryEntryDto, 'stream' | 'revision'>[]): readonly string[] => {
  const next = new Map<string, number>();
  return entries.flatMap(({ stream, revision }) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, revision + 1);
    return revision === expected ? [] : [`${stream}: revision ${expected} is missing before revision ${revision}`];
  });
};
