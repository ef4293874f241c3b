import type { Actor, Clock, StreamId } from '#eventsourcing';
import type { CommandObserver } from '#telemetry';
import type { HealthCheck } from '../liveness.ts';
import type { PositionToken } from '../position-token.ts';

export type { HealthCheck, Liveness } from '../liveness.ts';

/** What the door needs to make a command out of a request. */
export interface CommandSettings {
  readonly ledgerId: string;
  /** Keyed digest of canonical bytes. */
  readonly digest: (bytes: Buffer) => string;
  readonly policyVersion: string;
  readonly processVersion: string;
  readonly clock: Clock;
  /** Told what becomes of each command. */
  readonly observer?: CommandObserver | undefined;
}

/** What an authenticated user tried and could not even have decided. */
export interface Attempt {
  readonly actor: Actor;
  readonly command: string;
  readonly stream: StreamId;
  readonly outcome: 'denied' | 'notFound';
  readonly reason: string;
  readonly correlationId: string;
}

/** Keeps attempts; never makes the answer wait, never fails. */
export type AttemptLog = (attempt: Attempt) => void;

/** How it went to wait until read models had an event. */
export type Waited =
  | { readonly kind: 'visible' }
  | { readonly kind: 'parked'; readonly projection: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unknownLedger' };

/** Waits until the live versions of these read models have the event, at most `timeoutMs`. */
export type WaitForReadModels = (token: PositionToken, readModels: readonly string[], timeoutMs: number) => Promise<Waited>;

/** Every part that must work before requests are sent here, by name. */
export type Readiness = () => Promise<Readonly<Record<string, HealthCheck>>>;

/** Roles that an active user holds, as far as the ledger is sequenced. */
export type HeldRoles = () => Promise<ReadonlySet<string>>;

/** Names under which the composition root provides what is shared by all. */
export const DIRECTORY = Symbol('Directory');
export const RULEBOOK = Symbol('Rulebook');
export const HELD_ROLES = Symbol('HeldRoles');
/** A clock: what time it is, for whoever has to tell what is overdue. */
export const CLOCK = Symbol('Clock');
export const WORKLOAD = Symbol('Workload');
export const EVENT_STORE = Symbol('EventStore');
export const CODEC = Symbol('Codec');
export const KEY_VAULT = Symbol('KeyVault');
export const DOCUMENT_STORE = Symbol('DocumentStore');
export const LEDGER_READER = Symbol('LedgerReader');
export const COMMAND_SETTINGS = Symbol('CommandSettings');
export const ATTEMPT_LOG = Symbol('AttemptLog');
export const WAIT_FOR_READ_MODELS = Symbol('WaitForReadModels');
export const READINESS = Symbol('Readiness');
export const LIVENESS = Symbol('Liveness');
