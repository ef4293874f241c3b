import type { Actor, Envelope } from '#eventsourcing';

/** The hashed statement of one event: its envelope, type, and the hashes of the bytes beside it. Never holds an index, a ledger id or a store's own time. */
export interface Entry extends Envelope {
  readonly v: 1;
  readonly type: string;
  /** SHA-256 of the stored bytes of the open data, hexadecimal. */
  readonly dataHash: string;
  /** In the order in which the ciphertexts are stored; `hash` is SHA-256 of the ciphertext, hexadecimal. */
  readonly sealed: readonly { readonly hash: string; readonly key: string }[];
}

const actorInOrder = ({ channel, onBehalfOf, rolesAtThatTime, userId, userRevision }: Actor): Actor =>
  onBehalfOf === undefined
    ? { channel, rolesAtThatTime, userId, userRevision }
    : { channel, onBehalfOf, rolesAtThatTime, userId, userRevision };

/**
 * RFC 8785 bytes of an entry. Its keys are literals and its values strings, small integers and lists of these, so writing the keys in
 * code-unit order makes `JSON.stringify` canonical; a test holds it against the general form.
 */
export const entryBytes = (entry: Entry): Buffer =>
  Buffer.from(
    JSON.stringify({
      actor: actorInOrder(entry.actor),
      caseId: entry.caseId,
      causationId: entry.causationId,
      commandId: entry.commandId,
      correlationId: entry.correlationId,
      dataHash: entry.dataHash,
      eventId: entry.eventId,
      occurredAt: entry.occurredAt,
      policyVersion: entry.policyVersion,
      processVersion: entry.processVersion,
      recordedAt: entry.recordedAt,
      revision: entry.revision,
      schemaVersion: entry.schemaVersion,
      sealed: entry.sealed.map(({ hash, key }) => ({ hash, key })),
      stream: entry.stream,
      type: entry.type,
      v: entry.v,
    }),
    'utf8',
  );

export const parseEntry = (bytes: Buffer): Entry => JSON.parse(bytes.toString('utf8')) as Entry;
