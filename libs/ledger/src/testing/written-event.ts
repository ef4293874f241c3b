import { randomBytes, randomUUID } from 'node:crypto';
import type { StoredEvent } from '#eventsourcing';
import { canonicalBytes, entryBytes, sha256Hex, type Entry } from '#event-contracts';

export interface WrittenEvent {
  readonly stream: string;
  readonly revision: number;
  readonly caseId?: string;
  readonly data?: object;
  /** Ciphertexts. */
  readonly sealed?: readonly Buffer[];
  /** What the entry says otherwise than it would. */
  readonly entry?: Partial<Entry>;
}

const instant = '2026-01-31T08:00:00.000Z';

/** An event as the codec writes it: its entry names the hashes of the bytes beside it. */
export const writtenEvent = (given: WrittenEvent): StoredEvent => {
  const { stream, revision, caseId = `case-of-${stream}`, sealed = [] } = given;
  const data = canonicalBytes(given.data ?? { note: randomUUID() });
  const entry = entryBytes({
    v: 1,
    eventId: randomUUID(),
    type: 'ContactLogged',
    schemaVersion: 1,
    stream,
    revision,
    caseId,
    occurredAt: instant,
    recordedAt: instant,
    actor: { userId: 'user-7', rolesAtThatTime: ['sales-rep'], userRevision: 3, channel: 'api' },
    correlationId: randomUUID(),
    causationId: randomUUID(),
    commandId: randomUUID(),
    policyVersion: '2026-1',
    processVersion: '3',
    dataHash: sha256Hex(data),
    sealed: sealed.map((ciphertext, at) => ({ hash: sha256Hex(ciphertext), key: `person-${at}` })),
    ...given.entry,
  });
  return { stream, revision, caseId, entry, data, sealed };
};

/** `count` events of one stream from `first` on; each third one has a sealed part. */
export const writtenEvents = (stream: string, first: number, count: number, caseId?: string): StoredEvent[] =>
  Array.from({ length: count }, (_, at) => {
    const sealed = at % 3 === 0 ? [randomBytes(40)] : [];
    return writtenEvent({ stream, revision: first + at, sealed, ...(caseId === undefined ? {} : { caseId }) });
  });
