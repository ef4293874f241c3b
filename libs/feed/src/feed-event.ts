import type { CaseId, SequencedEvent } from '#eventsourcing';
import { parseEntry } from '#event-contracts';
import { encodeFeedPosition } from './position.ts';

/** An event as readers get it, written out once however many they are. */
export interface FeedEvent {
  readonly index: number;
  readonly caseId: CaseId;
  readonly type: string;
  /** About how many bytes it takes here. */
  readonly weight: number;
  /** A CloudEvents 1.0 event in JSON format. */
  json(): Buffer;
  /** The same as one event of a `text/event-stream`. */
  frame(): Buffer;
}

/** Makes events of one ledger ready to be sent. */
export type ToFeedEvent = (sequenced: SequencedEvent) => FeedEvent;

export const feedSource = (ledgerId: string): string => `/dealtrail/ledgers/${ledgerId}`;

const closingBrace = Buffer.from('}');
const dataMember = Buffer.from(',"data":');

/**
 * The members say what the headers of the event's record on the topic say. `data` are the stored bytes and `entry` the hashed ones, neither
 * parsed nor upcast, so that a reader can hold both against the ledger. What is sealed is not there: `entry` has the names of its keys, and its hash.
 */
const cloudEvent = (ledgerId: string, { index, entry: bytes, data, caseId, stream, revision }: SequencedEvent): Buffer => {
  const { eventId, type, occurredAt, schemaVersion } = parseEntry(bytes);
  const attributes = JSON.stringify({
    specversion: '1.0',
    id: eventId,
    type,
    source: feedSource(ledgerId),
    subject: stream,
    time: occurredAt,
    datacontenttype: 'application/json',
    dataschema: `urn:dealtrail:event:${type}:${schemaVersion}`,
    caseid: caseId,
    revision,
    ledgerid: ledgerId,
    index,
    schemaversion: schemaVersion,
    entry: bytes.toString('utf8'),
  });
  return Buffer.concat([Buffer.from(attributes.slice(0, -1)), dataMember, data, closingBrace]);
};

/** RFC 8785 writes no line break, so that the whole event is one `data` line. */
const frameOf = (position: string, type: string, json: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`id: ${position}\nevent: ${type}\ndata: `), json, Buffer.from('\n\n')]);

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Written out when first sent: a filter may let most events of a long past go by. */
export const toFeedEvent =
  (ledgerId: string): ToFeedEvent =>
  (sequenced) => {
    const { index, caseId, entry, data } = sequenced;
    const { type } = parseEntry(entry);
    const frame = once(() => frameOf(encodeFeedPosition({ ledgerId, index }), type, cloudEvent(ledgerId, sequenced)));
    const json = once(() => {
      const whole = frame();
      return whole.subarray(whole.indexOf('{'), -2);
    });
    return { index, caseId, type, weight: 600 + 3 * (entry.length + data.length), json, frame };
  };

/** Tells a reader how far it is when nothing for it came: its next request starts there. */
export const positionFrame = (position: string): Buffer =>
  Buffer.from(`id: ${position}\nevent: position\ndata: ${JSON.stringify({ position })}\n\n`);
