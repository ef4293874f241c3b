/** `category-id`, for example `opportunity-0197…`. ASCII letters, digits, `-`, `_`, `.`; at most 200 characters. */
export type StreamId = string;

/** The thread through a lead, its opportunity, contract and order; events of one case keep their order everywhere. Same alphabet as {@link StreamId}. */
export type CaseId = string;

/** RFC 3339 in UTC with milliseconds, for example `2026-01-31T08:00:00.000Z`. */
export type Instant = string;

/** Calendar date `YYYY-MM-DD`. */
export type CalendarDate = string;

export type Channel = 'api' | 'cli' | 'import' | 'process' | 'bootstrap';

/**
 * Who acted, with the roles held at that moment; `userRevision` is the revision of the user's stream that says so (-1: none). `onBehalfOf` is
 * whose authority they used by a delegation, with the roles and the revision of that one; of a process, who caused what it does.
 */
export interface Actor {
  readonly userId: string;
  readonly rolesAtThatTime: readonly string[];
  readonly onBehalfOf?: string;
  readonly userRevision: number;
  readonly channel: Channel;
}

/** What a decider decides: past tense, with the noun. */
export interface DomainEvent<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}

/** What every event states about itself beside its data. Together with the hashes of data and sealed parts it makes the entry that is hashed into the ledger. */
export interface Envelope {
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly stream: StreamId;
  /** Position in the stream, from 0, without gaps. */
  readonly revision: number;
  readonly caseId: CaseId;
  /** Business time: given by whoever reports it, never later than `recordedAt`. */
  readonly occurredAt: Instant;
  /** The command handler's clock. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  readonly commandId: string;
  readonly policyVersion: string;
  readonly processVersion: string;
}

export type RecordedEvent<E extends DomainEvent = DomainEvent> = Envelope & E;

/** A part of an event that only holders of `key` can read: AES-256-GCM over the RFC 8785 bytes of its fields. */
export interface SealedPart {
  readonly key: string;
  readonly ciphertext: Buffer;
}

/** An event as it is stored: bytes written once, never parsed before they are hashed. */
export interface StoredEvent {
  readonly stream: StreamId;
  readonly revision: number;
  readonly caseId: CaseId;
  /** RFC 8785 bytes of the envelope, type, data hash and sealed hashes. */
  readonly entry: Buffer;
  /** RFC 8785 bytes of the open fields. */
  readonly data: Buffer;
  /** Ciphertexts, in the order in which the entry names them. */
  readonly sealed: readonly Buffer[];
}

/** An intention, not yet decided. Time, ids and looked-up data arrive inside `data`. */
export interface Command<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}

/** The commonest fact that two answers leave in a stream: nothing was decided in favour. Every aggregate has them. */
export type CommandRefused = DomainEvent<
  'CommandRefused',
  {
    readonly command: string;
    readonly reason: string;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly liftedBy: readonly string[];
  }
>;
export type CommandHadNoEffect = DomainEvent<'CommandHadNoEffect', { readonly command: string }>;
export type AnswerEvent = CommandRefused | CommandHadNoEffect;
