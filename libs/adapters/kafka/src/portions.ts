import type { FanoutRecord } from '#fanout';
import { messageOf, type Message } from './message.ts';
import { longestOf } from './record-batch.ts';

/** At most so much of one partition in one request: a batch must stay below the topic's `max.message.bytes`, unless it is a single record. */
const partitionBytes = 1024 * 1024;
/** At most so much in one request, well below `socket.request.max.bytes`. */
const requestBytes = 8 * 1024 * 1024;

/** What one partition is sent. */
export interface Share {
  readonly records: readonly FanoutRecord[];
  /** The same as messages, one for each. */
  readonly messages: readonly Message[];
}

/** By partition. */
export type Portion = ReadonlyMap<number, Share>;

/** Records cut into portions that a broker takes in one request each, in their order: to be sent one after the other. */
export const portionsOf = function* (records: readonly FanoutRecord[]): Generator<Portion> {
  let portion = new Map<number, { records: FanoutRecord[]; messages: Message[]; bytes: number }>();
  let bytes = 0;
  for (const record of records) {
    const message = messageOf(record);
    const length = longestOf(message);
    const present = portion.get(record.partition);
    if (bytes > 0 && (bytes + length > requestBytes || (present?.bytes ?? 0) + length > partitionBytes)) {
      yield portion;
      portion = new Map();
      bytes = 0;
    }
    const place = portion.get(record.partition) ?? { records: [], messages: [], bytes: 0 };
    portion.set(record.partition, place);
    place.records.push(record);
    place.messages.push(message);
    place.bytes += length;
    bytes += length;
  }
  if (bytes > 0) yield portion;
};
