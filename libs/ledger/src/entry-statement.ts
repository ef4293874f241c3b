import type { CaseId, StreamId } from '#eventsourcing';
import { canonicalBytes, parseEntry, type Entry } from '#event-contracts';

/** What an entry says that can be held against the bytes and columns beside it. Hashes are hexadecimal. */
export interface EntryStatement {
  readonly stream: StreamId;
  readonly revision: number;
  readonly caseId: CaseId;
  readonly dataHash: string;
  readonly sealedHashes: readonly string[];
}

const text = '"[ !#-\\[\\]-~]*"';
const captured = '"([ !#-\\[\\]-~]*)"';
const whole = '(?:0|[1-9]\\d{0,14})';
const digest = '[0-9a-f]{64}';
const sealedPart = `\\{"hash":"${digest}","key":${text}\\}`;
const list = (item: string): string => `\\[(?:${item}(?:,${item})*)?\\]`;

/** The canonical form of an entry whose texts are printable ASCII without quotes and backslashes, which nearly all are. */
const plainEntry = new RegExp(
  `^\\{"actor":\\{"channel":${text}(?:,"onBehalfOf":${text})?,"rolesAtThatTime":${list(text)},"userId":${text},"userRevision":(?:-1|${whole})\\}` +
    `,"caseId":${captured},"causationId":${text},"commandId":${text},"correlationId":${text},"dataHash":"(${digest})","eventId":${text}` +
    `,"occurredAt":${text},"policyVersion":${text},"processVersion":${text},"recordedAt":${text},"revision":(${whole}),"schemaVersion":${whole}` +
    `,"sealed":(${list(sealedPart)}),"stream":${captured},"type":${text},"v":1\\}$`,
);

const hashes = new RegExp(`(?<="hash":")${digest}`, 'g');

/** Parsed, then written again: equal bytes only if they were canonical. */
const parsedStatement = (entry: Buffer): EntryStatement | undefined => {
  const parsed = parseEntry(entry);
  const { stream, revision, caseId, dataHash, sealed } = parsed;
  const typed = [stream, caseId, dataHash].every((value) => typeof value === 'string') && Number.isSafeInteger(revision);
  if (!typed || !Array.isArray(sealed) || !canonicalBytes(parsed).equals(entry)) return undefined;
  return { stream, revision, caseId, dataHash, sealedHashes: (sealed as Entry['sealed']).map(({ hash }) => hash) };
};

/** What the entry, which begins at `start` of these bytes, states; nothing when it is not in canonical form. */
export const entryStatement = (bytes: Buffer, start = 0): EntryStatement | undefined => {
  const plain = plainEntry.exec(bytes.toString('latin1', start));
  if (plain) {
    const [, caseId, dataHash, revision, sealed, stream] = plain as unknown as [string, string, string, string, string, string];
    return { stream, revision: Number(revision), caseId, dataHash, sealedHashes: sealed === '[]' ? [] : (sealed.match(hashes) ?? []) };
  }
  try {
    return parsedStatement(bytes.subarray(start));
  } catch {
    return undefined;
  }
};
