import { tableOf, type Channel } from '#eventsourcing';
import type { KeptSealed } from '#event-contracts';

/** One value that an event changed. `from` null: it was not there, or `to` was added to what was. */
export interface Change {
  /** A path such as `opportunity.forecast.amount`. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** One event, as an auditor reads it. */
export interface AuditRow {
  readonly caseId: string;
  readonly ledgerIndex: number;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  /** The stream that the event is about: its own, or the one that a denied attempt named. */
  readonly about: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** Business time. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Whole seconds from `occurredAt` to `recordedAt`. */
  readonly lateSeconds: number;
  readonly actorUserId: string;
  /** The roles the actor held at that moment, and the revision of the user's stream that says so (-1: none). */
  readonly actorRoles: readonly string[];
  readonly actorRevision: number;
  readonly onBehalfOf: string | null;
  readonly channel: Channel;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly policyVersion: string;
  readonly processVersion: string;
  readonly changes: readonly Change[];
  /** Of a refusal: which rule, on which facts, and what would lift it. Of a denied attempt: why. */
  readonly refusalReason: string | null;
  readonly refusalDetail: object | null;
  readonly refusalLiftedBy: readonly string[] | null;
  /** The event's open data. */
  readonly data: object;
  readonly sealed: readonly KeptSealed[];
}

export const auditTable = tableOf<AuditRow>(
  'audit',
  {
    caseId: 'text',
    ledgerIndex: 'bigint',
    eventId: 'text',
    stream: 'text',
    revision: 'integer',
    about: 'text',
    type: 'text',
    schemaVersion: 'integer',
    occurredAt: 'timestamptz',
    recordedAt: 'timestamptz',
    lateSeconds: 'bigint',
    actorUserId: 'text',
    actorRoles: 'text[]',
    actorRevision: 'integer',
    onBehalfOf: 'text?',
    channel: 'text',
    commandId: 'text',
    correlationId: 'text',
    causationId: 'text',
    policyVersion: 'text',
    processVersion: 'text',
    changes: 'jsonb',
    refusalReason: 'text?',
    refusalDetail: 'jsonb?',
    refusalLiftedBy: 'text[]?',
    data: 'jsonb',
    sealed: 'jsonb withheld',
  },
  {
    meaning: 'One event, refusals and denied attempts too: who, as what, when, and what changed from what to what.',
    primaryKey: ['caseId', 'ledgerIndex'],
    indexes: [['about', 'ledgerIndex']],
  },
);
