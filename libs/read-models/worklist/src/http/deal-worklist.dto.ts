import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { forecastCategories, OneOf } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { BilingualDto, PageQueryDto } from '#querying/nest';
import type { DealGate, DealStanding, DealWork, NamedStage } from '../deal-work.ts';
import { dealFilters, type DealWorkFilters } from '../deal-worklist.queries.ts';
import { dueKinds, type Due } from '../due.ts';
import { riskCodes, type Risk, type RiskSince } from '../risk.ts';
import { whose, type Whose } from '../whose.ts';
import { CriterionDto } from './criterion.dto.ts';

const statuses = ['open', 'won', 'lost', 'abandoned'] as const satisfies readonly DealWork['status'][];
const segments = ['standard', 'strategic', 'sme', 'channel'] as const satisfies readonly DealWork['segment'][];

export class DealWorkQueryDto extends PageQueryDto {
  @Field(OneOf(...whose), {
    optional: true,
    description: 'One’s own when absent; `team`: of one’s team and those one manages; `all`: all that one may see.',
  })
  of?: Whose;

  @Field(OneOf(...dealFilters), { optional: true, description: '`blocked`: the gate would not let the deal pass.' })
  filter?: DealWorkFilters['filter'];

  @Field(Type.String({ pattern: '^[A-Z][A-Z0-9-]{0,15}$' }), { optional: true })
  stage?: string;
}

export class GatedDealParam {
  @Field(RequestId)
  id: string;
}

export class DealStandingDto implements DealStanding {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  opportunityId: string;
  @ApiProperty()
  name: string;
  @ApiProperty()
  company: string;
  @ApiProperty()
  ownerId: string;
  @ApiProperty({ type: [String], description: 'Who works on it beside its owner.' })
  memberIds: readonly string[];
  @ApiProperty({ enum: statuses, description: 'Won deals are listed until they are at the last stage.' })
  status: DealWork['status'];
  @ApiProperty()
  stage: string;
  @ApiProperty({ type: BilingualDto, nullable: true })
  stageName: BilingualDto | null;
  @ApiProperty({ format: 'date-time' })
  stageSince: string;
  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true },
    description:
      'By the limit that the process gives the stage; null where it gives none, and where the deal was won, lost or abandoned there.',
  })
  stageDueAt: string | null;
  @ApiProperty({ type: BilingualDto, nullable: true, description: 'What its process calls a deal that is won; null while it is not.' })
  wonLabel: BilingualDto | null;
  @ApiProperty({ description: 'The process that the deal is pinned to: id, version, SHA-256.' })
  processVersion: string;
  @ApiProperty({ enum: segments })
  segment: DealWork['segment'];
  @ApiProperty({ format: 'date-time' })
  lastActivityAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  openedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
}

export class DueDto implements Due {
  @ApiProperty({ enum: dueKinds })
  what: Due['what'];
  @ApiProperty({ type: String, nullable: true, description: 'Of the quote, the proposal, the commitment or the request.' })
  id: string | null;
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
}

export class DealRiskDto implements RiskSince {
  @ApiProperty({ enum: riskCodes })
  risk: Risk;
  @ApiProperty({ format: 'date-time', description: 'When what began it happened, or the time that there was for it was over.' })
  since: string;
}

export class DealWorkDto extends DealStandingDto implements DealWork {
  @ApiProperty({ type: 'integer', description: 'Integer minor units of `currency`.' })
  amountMinor: number;
  @ApiProperty()
  currency: string;
  @ApiProperty({ format: 'date' })
  signingDate: string;
  @ApiProperty({ type: 'integer', description: 'Percent.' })
  probability: number;
  @ApiProperty({ enum: forecastCategories })
  category: DealWork['category'];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The earliest of what is due.' })
  dueAt: string | null;
  @ApiProperty({ type: [DueDto], description: 'The earliest first.' })
  due: readonly DueDto[];
  @ApiProperty({ enum: dueKinds, isArray: true, description: 'What of it is past.' })
  overdue: readonly Due['what'][];
  @ApiProperty({ type: [DealRiskDto], description: 'Why the deal is at risk: a default, not policy.' })
  atRisk: readonly DealRiskDto[];
  @ApiProperty({ type: Boolean, nullable: true, description: 'Null where the process is not known here.' })
  gatePassed: boolean | null;
  @ApiProperty({ type: [CriterionDto], description: 'What the gate asks for and does not find.' })
  needs: readonly CriterionDto[];
}

export class DealWorkPageDto {
  @ApiProperty({ type: [DealWorkDto] })
  items: readonly DealWorkDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}

export class NamedStageDto implements NamedStage {
  @ApiProperty()
  code: string;
  @ApiProperty({ type: BilingualDto })
  name: BilingualDto;
}

export class DealGateDto extends DealStandingDto implements DealGate {
  @ApiProperty({ format: 'date-time' })
  judgedAt: string;
  @ApiProperty({ type: NamedStageDto, nullable: true, description: 'Where the gate leads to; null at the last stage.' })
  next: NamedStageDto | null;
  @ApiProperty()
  passed: boolean;
  @ApiProperty({ type: [CriterionDto], description: 'All that the gate asks for, in the order of the process.' })
  criteria: readonly CriterionDto[];
}
