import { ApiProperty } from '@nestjs/swagger';
import { leadSources, OneOf, qualificationLevels } from '#event-contracts';
import { Field } from '#platform/nest';
import { BilingualDto, PageQueryDto } from '#querying/nest';
import { leadDueKinds, leadRiskCodes, type LeadDue, type LeadRisk, type LeadWork } from '../lead-work.ts';
import { leadFilters, type LeadWorkFilters } from '../lead-worklist.queries.ts';
import type { RiskSince } from '../risk.ts';
import { whose, type Whose } from '../whose.ts';
import { CriterionDto } from './criterion.dto.ts';

export class LeadWorkQueryDto extends PageQueryDto {
  @Field(OneOf(...whose), {
    optional: true,
    description: 'One’s own when absent; `team`: of one’s team and those one manages; `all`: all that one may see, nobody’s included.',
  })
  of?: Whose;

  @Field(OneOf(...leadFilters), { optional: true, description: '`blocked`: a gate before a deal would not let the lead pass.' })
  filter?: LeadWorkFilters['filter'];
}

export class LeadDueDto implements LeadDue {
  @ApiProperty({ enum: leadDueKinds })
  what: LeadDue['what'];
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
}

export class LeadRiskDto implements RiskSince<LeadRisk> {
  @ApiProperty({ enum: leadRiskCodes })
  risk: LeadRisk;
  @ApiProperty({ format: 'date-time', description: 'When what began it happened, or the time that there was for it was over.' })
  since: string;
}

export class LeadWorkDto implements LeadWork {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  leadId: string;
  @ApiProperty()
  company: string;
  @ApiProperty({ enum: leadSources })
  source: LeadWork['source'];
  @ApiProperty({ enum: ['open', 'closed'] })
  status: LeadWork['status'];
  @ApiProperty({ enum: qualificationLevels, nullable: true })
  level: LeadWork['level'];
  @ApiProperty({ type: String, nullable: true })
  ownerId: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Gone once the assignee was in touch.' })
  contactDueAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Gone once the hand-over was answered.' })
  acceptDueAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  wakeAt: string | null;
  @ApiProperty()
  inNurture: boolean;
  @ApiProperty({ description: 'The process that the lead is pinned to: id, version, SHA-256.' })
  processVersion: string;
  @ApiProperty({ format: 'date-time' })
  lastActivityAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  capturedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The earliest of what is due.' })
  dueAt: string | null;
  @ApiProperty({ type: [LeadDueDto], description: 'The earliest first.' })
  due: readonly LeadDueDto[];
  @ApiProperty({ enum: leadDueKinds, isArray: true, description: 'What of it is past.' })
  overdue: readonly LeadDue['what'][];
  @ApiProperty({ type: [LeadRiskDto], description: 'Why the lead is at risk: a default, not policy.' })
  atRisk: readonly LeadRiskDto[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The first stage whose gate would not let the lead pass; null when all would.',
  })
  stage: string | null;
  @ApiProperty({ type: BilingualDto, nullable: true })
  stageName: BilingualDto | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Null where the process is not known here.' })
  gatePassed: boolean | null;
  @ApiProperty({ type: [CriterionDto], description: 'What the gate of that stage asks for and does not find.' })
  needs: readonly CriterionDto[];
}

export class LeadWorkPageDto {
  @ApiProperty({ type: [LeadWorkDto] })
  items: readonly LeadWorkDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
