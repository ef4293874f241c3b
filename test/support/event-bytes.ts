import type { SequencedEvent } from '#eventsourcing';

/** All that is stored of an event, to be compared byte by byte: the bytes are text, but for ciphertexts. */
export interface EventBytes {
  readonly entry: string;
  readonly data: string;
  readonly sealed: readonly string[];
}

export const bytesOf = ({ entry, data, sealed }: SequencedEvent): EventBytes => ({
  entry: entry.toString('utf8'),
  data: data.toString('utf8'),
  sealed: sealed.map((ciphertext) => ciphertext.toString('hex')),
});

/** The same events, stream by stream: what is left of an order when several were written to at once. */
export const byStream = (events: readonly SequencedEvent[]): readonly SequencedEvent[] =>
  events.toSorted((one, other) => (one.stream === other.stream ? one.revision - other.revision : one.stream < other.stream ? -1 : 1));
