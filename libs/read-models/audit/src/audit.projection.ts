import type { LedgerEvent, ProjectionTable } from '#eventsourcing';
import { keepSealed, type AnyEvent } from '#event-contracts';
import { auditTable, type AuditRow } from './audit.row.ts';
import { changesOf } from './changes.ts';

const refusalOf = (event: LedgerEvent<AnyEvent>): Pick<AuditRow, 'refusalReason' | 'refusalDetail' | 'refusalLiftedBy'> => {
  if (event.type === 'CommandRefused') {
    const { reason, detail, liftedBy } = event.data;
    return { refusalReason: reason, refusalDetail: detail, refusalLiftedBy: liftedBy };
  }
  return { refusalReason: event.type === 'AttemptDenied' ? event.data.reason : null, refusalDetail: null, refusalLiftedBy: null };
};

const actorOf = ({ actor }: LedgerEvent<AnyEvent>) => ({
  actorUserId: actor.userId,
  actorRoles: actor.rolesAtThatTime,
  actorRevision: actor.userRevision,
  onBehalfOf: actor.onBehalfOf ?? null,
  channel: actor.channel,
});

const written = (event: LedgerEvent<AnyEvent>): AuditRow => ({
  caseId: event.caseId,
  ledgerIndex: event.index,
  eventId: event.eventId,
  stream: event.stream,
  revision: event.revision,
  about: event.type === 'AttemptDenied' ? event.data.stream : event.stream,
  type: event.type,
  schemaVersion: event.schemaVersion,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  lateSeconds: Math.floor((Date.parse(event.recordedAt) - Date.parse(event.occurredAt)) / 1000),
  ...actorOf(event),
  commandId: event.commandId,
  correlationId: event.correlationId,
  causationId: event.causationId,
  policyVersion: event.policyVersion,
  processVersion: event.processVersion,
  changes: changesOf(event),
  ...refusalOf(event),
  data: event.data,
  sealed: keepSealed(event),
});

/** Every event of every stream, refusals, no-effects and denied attempts too: who, as what, when, when recorded, what from what to what. */
export const auditProjection: ProjectionTable<AnyEvent, AuditRow> = {
  projection: {
    name: 'audit',
    version: 1,
    key: ({ caseId, index }) => [caseId, index],
    evolve: (_, event) => written(event),
    appendOnly: true,
  },
  table: auditTable,
};
