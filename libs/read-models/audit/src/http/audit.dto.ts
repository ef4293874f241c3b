import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import type { Channel } from '#eventsourcing';
import { Instant } from '#event-contracts';
import { Field } from '#platform/nest';
import { QueryDto, SealedDto } from '#querying/nest';
import type { HistoryEntry } from '../audit.queries.ts';
import type { Change } from '../audit.row.ts';
import type { LeadSnapshot, OpportunitySnapshot } from '../deal-snapshot.ts';

export class MomentQueryDto extends QueryDto {
  @Field(Type.String({ minLength: 1, maxLength: 200 }), { optional: true, description: 'A position from the history, or a ledger index.' })
  position?: string;

  @Field(Instant, { optional: true, description: 'What was on record at this time.' })
  time?: string;
}

export class ChangeDto implements Change {
  @ApiProperty({ example: 'opportunity.forecast.amount' })
  field: string;
  @ApiProperty({ type: Object, nullable: true, description: 'Null: it was not there, or `to` was added to what was.' })
  from: unknown;
  @ApiProperty({ type: Object, nullable: true })
  to: unknown;
}

export class ActorDto {
  @ApiProperty()
  userId: string;
  @ApiProperty({ type: [String], description: 'Held at that moment.' })
  roles: readonly string[];
  @ApiProperty({ type: 'integer', description: 'The revision of the user’s stream that says so; -1: none.' })
  userRevision: number;
  @ApiProperty({ type: String, nullable: true })
  onBehalfOf: string | null;
  @ApiProperty({ enum: ['api', 'cli', 'import', 'process', 'bootstrap'] })
  channel: Channel;
}

export class RefusalDto {
  @ApiProperty({ description: 'The rule.' })
  reason: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'The facts it rests on.' })
  detail: object | null;
  @ApiProperty({ type: [String], nullable: true })
  liftedBy: readonly string[] | null;
}

export class HistoryEntryDto {
  @ApiProperty({ description: 'For `as-of`.' })
  position: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  index: number;
  @ApiProperty()
  eventId: string;
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  stream: string;
  @ApiProperty({ type: 'integer' })
  revision: number;
  @ApiProperty({ description: 'The stream it is about: its own, or the one that a denied attempt named.' })
  about: string;
  @ApiProperty()
  type: string;
  @ApiProperty({ type: 'integer' })
  schemaVersion: number;
  @ApiProperty({ format: 'date-time', description: 'When it happened.' })
  occurredAt: string;
  @ApiProperty({ format: 'date-time' })
  recordedAt: string;
  @ApiProperty({ type: 'integer', description: 'Seconds from the one to the other.' })
  lateSeconds: number;
  @ApiProperty({ type: ActorDto })
  actor: ActorDto;
  @ApiProperty()
  commandId: string;
  @ApiProperty()
  correlationId: string;
  @ApiProperty()
  causationId: string;
  @ApiProperty()
  policyVersion: string;
  @ApiProperty()
  processVersion: string;
  @ApiProperty({ type: [ChangeDto] })
  changes: readonly ChangeDto[];
  @ApiProperty({ type: RefusalDto, nullable: true })
  refusal: RefusalDto | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The event’s open data.' })
  data: object;
  @ApiProperty({ type: [SealedDto] })
  sealed: readonly SealedDto[];
}

export class HistoryDto {
  @ApiProperty()
  caseId: string;
  @ApiProperty({ type: [HistoryEntryDto] })
  items: readonly HistoryEntryDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}

export class DealAsOfDto {
  @ApiProperty()
  caseId: string;
  @ApiProperty({ description: 'Of the last event that had happened to the deal by then.' })
  position: string;
  @ApiProperty({ format: 'date-time' })
  recordedAt: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  lead: LeadSnapshot | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  opportunity: OpportunitySnapshot | null;
}

export const historyEntryDto = (entry: HistoryEntry): HistoryEntryDto => {
  const { ledgerIndex, actorUserId, actorRoles, actorRevision, onBehalfOf, channel, ...event } = entry;
  const { refusalReason: reason, refusalDetail: detail, refusalLiftedBy: liftedBy, ...rest } = event;
  return {
    ...rest,
    index: ledgerIndex,
    actor: { userId: actorUserId, roles: actorRoles, userRevision: actorRevision, onBehalfOf, channel },
    refusal: reason === null ? null : { reason, detail, liftedBy },
  };
};
