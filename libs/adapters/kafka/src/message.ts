import type { IHeaders } from 'kafkajs';
import { parseEntry } from '#event-contracts';
import { packSealed, unpackSealed, type SequencedEvent } from '#eventsourcing';
import type { FanoutRecord, ReceivedRecord } from '#fanout';
import { leafHash } from '#ledger';

/** Its name, in ASCII, and its value; a text is UTF-8. */
export type Header = readonly [name: string, value: string | Buffer];

export interface Message {
  readonly key: string;
  readonly value: Buffer;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly Header[];
}

/**
 * One event as a Kafka message: a CloudEvent 1.0 in binary mode (Kafka protocol binding), so that consumers need nothing of ours.
 * Value: the exact bytes of the open data. Key: the case. Timestamp: when it was recorded. Beside the attributes of CloudEvents there are
 * `dealtrail_entry`, the exact bytes that the ledger hashes, and `dealtrail_sealed`, the ciphertexts it names, framed; without any, it is absent.
 */
export const messageOf = ({ ledgerId, prevIndex, event }: FanoutRecord): Message => {
  const { stream, revision, caseId, index, entry, data, sealed } = event;
  const { eventId, type, schemaVersion, occurredAt, recordedAt } = parseEntry(entry);
  const headers: Header[] = [
    ['ce_specversion', '1.0'],
    ['ce_id', eventId],
    ['ce_type', type],
    ['ce_source', `/dealtrail/ledgers/${ledgerId}`],
    ['ce_subject', stream],
    ['ce_time', occurredAt],
    ['content-type', 'application/json'],
    ['ce_caseid', caseId],
    ['ce_stream', stream],
    ['ce_revision', `${revision}`],
    ['ce_ledgerid', ledgerId],
    ['ce_index', `${index}`],
    ['ce_previndex', `${prevIndex}`],
    ['ce_schemaversion', `${schemaVersion}`],
    ['dealtrail_entry', entry],
  ];
  const packed = packSealed(sealed);
  if (packed) headers.push(['dealtrail_sealed', packed]);
  return { key: caseId, value: data, timestamp: Date.parse(recordedAt), headers };
};

/** What is not an event of ours, or lost something on its way. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
}

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
