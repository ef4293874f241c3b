import { hash } from 'node:crypto';
import type { BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import { nameBasedUuid, type StoredEvent } from '#eventsourcing';
import { packFrame, unpackFrame } from './event-frame.ts';

/** An event in one of our streams that is not ours: a link, or something that another program wrote there. */
export class ForeignEvent extends Error {
  override readonly name = 'ForeignEvent';
  constructor({ streamId, revision, type, position }: Pick<RecordedEvent, 'streamId' | 'revision' | 'type' | 'position'>) {
    const place = position ? `, position ${position.commit}:${position.prepare} of $all` : '';
    super(`${streamId} revision ${revision}${place} is an event of type ${JSON.stringify(type)} that was not written by this program`);
  }
}

/** Events whose entry names no type are called so. */
export const untyped = 'Entry';

const namespace = '6f0b1c1e-6d0f-5c3a-9d52-1f5c9f1f0a77';

/** RFC 6962: SHA-256(0x00 ‖ entry). */
export const leafOf = (entry: Buffer): Buffer => hash('sha256', Buffer.concat([Buffer.of(0), entry]), 'buffer');

/**
 * The id that the store knows an event by. A repeated append is recognised by the ids alone, whatever the bytes: so the id is made of
 * the bytes that are hashed into the ledger, which contain the hashes of all the others. Byte-identical events are a repetition; the same
 * command decided twice, at another time or on another state, is other events, and a conflict.
 */
export const idOf = (leaf: Buffer): string => nameBasedUuid(leaf.toString('hex'), namespace);

/** For people who look into the store. Names that begin with `$` are the server's own. */
const typeOf = (entry: Buffer): string => {
  try {
    const { type } = JSON.parse(entry.toString('utf8')) as { readonly type?: unknown };
    return typeof type === 'string' && /^\w{1,200}$/.test(type) ? type : untyped;
  } catch {
    return untyped;
  }
};

/** The client looks at the class of metadata, and knows bytes as nothing but this very one. */
const plainly = (bytes: Buffer): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);

/** Binary, so that the client hands the very bytes through and parses nothing. */
export const recordOf = ({ caseId, entry, data, sealed }: StoredEvent): BinaryEventData => ({
  id: idOf(leafOf(entry)),
  type: typeOf(entry),
  contentType: 'application/octet-stream',
  data: plainly(data),
  metadata: plainly(packFrame({ caseId, entry, sealed })),
});

const bufferOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** Throws {@link ForeignEvent}. */
export const storedOf = (record: RecordedEvent): StoredEvent => {
  const { streamId, revision, isJson, data, metadata } = record;
  const frame = !isJson && metadata instanceof Uint8Array ? unpackFrame(bufferOf(metadata)) : undefined;
  if (!frame) throw new ForeignEvent(record);
  return { stream: streamId, revision: Number(revision), ...frame, data: bufferOf(data as Uint8Array) };
};
