import type { CommandRefused, CommandHadNoEffect, DomainEvent, Envelope, RecordedEvent, StoredEvent } from './message.ts';

export type Proposed<E extends DomainEvent = DomainEvent> = Omit<Envelope, 'schemaVersion'> & {
  readonly event: E | CommandRefused | CommandHadNoEffect;
};

/** Between domain events and stored bytes. Validates and seals on the way in; upcasts, and throws on unknown types, on the way out. */
export interface Codec<E extends DomainEvent = DomainEvent> {
  encode(proposed: Proposed<E>): Promise<StoredEvent>;
  /** Open fields only: what is sealed stays so. */
  decode(stored: Pick<StoredEvent, 'entry' | 'data'>): RecordedEvent<E | CommandRefused | CommandHadNoEffect>;
}

/** The bytes are of an event that this program does not know, or not as the catalogue describes it. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}
