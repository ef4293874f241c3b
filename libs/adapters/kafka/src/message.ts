import type { IHeaders } from 'kafkajs';
import { packSealed, unpackSealed, type SequencedEvent } from '#eventsourcing';
import type { FanoutRecord, ReceivedRecord } from '#fanout';
import { leafHash } from '#ledger';

export interface Message {
  readonly key: string;
  readonly value: Buffer;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Names of the headers, in ASCII; the same list for many messages, so that it is encoded once. */
  readonly names: readonly string[];
  /** What they hold, in the same order; a text is UTF-8. */
  readonly contents: readonly (string | Buffer)[];
}

/** What is not an event of ours, or lost something on its way. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
}

const names = [
  'ce_specversion',
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_subject',
  'ce_time',
  'content-type',
  'ce_caseid',
  'ce_stream',
  'ce_revision',
  'ce_ledgerid',
  'ce_index',
  'ce_previndex',
  'ce_schemaversion',
  'dealtrail_entry',
] as const;

const namesWithSealed = [...names, 'dealtrail_sealed'] as const;

/** What of the entry a consumer is told without parsing it. */
const summaryKeys = ['eventId":"', 'occurredAt":"', 'recordedAt":"', 'schemaVersion":', 'type":"'] as const;

/**
 * The values of {@link summaryKeys}, in one pass over the canonical bytes of an entry: its keys are sorted, no key of an object in it ends like one of these, and
 * inside of a text their quotes would be escaped. The values are ids, times, numbers and names of types, and so plain. Half the work of parsing the whole.
 */
const summaryOf = (entry: Buffer): readonly string[] => {
  const written = entry.toString('latin1');
  let at = 0;
  return summaryKeys.map((key) => {
    const found = written.indexOf(key, at);
    if (found < 0) throw new MalformedRecord(`the entry has no ${key}`);
    at = written.indexOf(key.endsWith('"') ? '"' : ',', found + key.length);
    return written.slice(found + key.length, at);
  });
};

/**
 * One event as a Kafka message: a CloudEvent 1.0 in binary mode (Kafka protocol binding), so that consumers need nothing of ours.
 * Value: the exact bytes of the open data. Key: the case. Timestamp: when it was recorded. Beside the attributes of CloudEvents there are
 * `dealtrail_entry`, the exact bytes that the ledger hashes, and `dealtrail_sealed`, the ciphertexts it names, framed; without any, it is absent.
 */
export const messageOf = ({ ledgerId, prevIndex, event }: FanoutRecord): Message => {
  const { stream, revision, caseId, index, entry, data, sealed } = event;
  const [eventId, occurredAt, recordedAt, schemaVersion, type] = summaryOf(entry) as [string, string, string, string, string];
  const contents = [
    '1.0',
    eventId,
    type,
    `/dealtrail/ledgers/${ledgerId}`,
    stream,
    occurredAt,
    'application/json',
    caseId,
    stream,
    `${revision}`,
    ledgerId,
    `${index}`,
    `${prevIndex}`,
    schemaVersion,
    entry,
  ];
  const packed = packSealed(sealed);
  if (packed) contents.push(packed);
  return { key: caseId, value: data, timestamp: Date.parse(recordedAt), names: packed ? namesWithSealed : names, contents };
};

/** What kafkajs hands over, as far as it is read here. */
export interface RawMessage {
  readonly offset: string;
  readonly value: Buffer | null;
  readonly headers?: IHeaders | undefined;
}

const bytes = (headers: IHeaders, name: string): Buffer => {
  const value = headers[name];
  if (!Buffer.isBuffer(value)) throw new MalformedRecord(`the header ${name} is missing, or there more than once`);
  return value;
};

const text = (headers: IHeaders, name: string): string => bytes(headers, name).toString('utf8');

const whole = (headers: IHeaders, name: string, from: number): number => {
  const written = text(headers, name);
  const value = Number(written);
  if (!Number.isSafeInteger(value) || value < from || String(value) !== written)
    throw new MalformedRecord(`the header ${name} is "${written}"`);
  return value;
};

/**
 * The record in a message; throws {@link MalformedRecord}. Stream, revision, case and index are taken from the headers, without a look into the entry: who reads
 * them is to compare leaves with the ledger where it matters, and a changed entry has another leaf. The leaf is reckoned when it is asked for.
 */
export const recordOf = (partition: number, { offset, value, headers = {} }: RawMessage): ReceivedRecord => {
  if (text(headers, 'ce_specversion') !== '1.0') throw new MalformedRecord('it is not a CloudEvent 1.0');
  if (value === null) throw new MalformedRecord('it has no value');
  const entry = bytes(headers, 'dealtrail_entry');
  let leaf: Buffer | undefined;
  const event: SequencedEvent = {
    stream: text(headers, 'ce_stream'),
    revision: whole(headers, 'ce_revision', 0),
    caseId: text(headers, 'ce_caseid'),
    entry,
    data: value,
    sealed: headers['dealtrail_sealed'] === undefined ? [] : unpackSealed(bytes(headers, 'dealtrail_sealed')),
    index: whole(headers, 'ce_index', 0),
    get leaf() {
      return (leaf ??= leafHash(entry));
    },
  };
  return { ledgerId: text(headers, 'ce_ledgerid'), partition, prevIndex: whole(headers, 'ce_previndex', -1), event, offset };
};
