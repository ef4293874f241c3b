import { ApiProperty } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { CalendarDate, Id } from '#event-contracts';
import { Field } from '#platform/nest';
import { BilingualDto, QueryDto } from '#querying/nest';
import type { FunnelReport, FunnelStage, ImportedClaims, LeadFunnel, StageValue, VisitCounts } from '../funnel.queries.ts';

export class FunnelQueryDto extends QueryDto {
  @Field(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(@[0-9]{1,9}(#[0-9a-f]{64})?)?$', maxLength: 300 }), {
    optional: true,
    description: '`id`, for the version in force, or `id@version`; that of new cases when absent.',
  })
  process?: string;

  @Field(CalendarDate, { optional: true, description: 'First day of the first entry, UTC.' })
  from?: string;

  @Field(CalendarDate, { optional: true, description: 'The day after the last, UTC.' })
  to?: string;

  @Field(Id, { optional: true, description: 'Whoever had the deal at the time.' })
  ownerId?: string;

  @Field(Id, { optional: true, description: 'The team of the owner at the time.' })
  teamId?: string;
}

const count = (description?: string) => ApiProperty({ type: 'integer', ...(description && { description }) });
const digits = (description?: string) =>
  ApiProperty({ example: '1000000', description: description ?? 'Integer minor units, as decimal digits.' });

export class StageValueDto implements StageValue {
  @ApiProperty({ example: 'CNY' })
  currency: string;
  @digits()
  entered: string;
  @digits()
  advanced: string;
  @digits()
  lost: string;
  @digits()
  abandoned: string;
  @digits()
  open: string;
}

export class VisitCountsDto implements VisitCounts {
  @count('The sum of the others.')
  entered: number;
  @count()
  advanced: number;
  @count()
  regressed: number;
  @count('Went to another version of the process.')
  migrated: number;
  @count()
  lost: number;
  @count()
  abandoned: number;
  @count()
  won: number;
  @count()
  open: number;
}

export class DwellDto {
  @ApiProperty({ type: 'integer', nullable: true })
  medianSeconds: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  p90Seconds: number | null;
}

export class FunnelStageDto implements FunnelStage {
  @ApiProperty()
  stage: string;
  @ApiProperty({ type: BilingualDto })
  name: BilingualDto;
  @count('Deals, each once, however often it came back; lost ones too.')
  entered: number;
  @count('Ever went forward from here, winning included.')
  advanced: number;
  @count('Ended here, and was not reopened.')
  lost: number;
  @count('Ended here though nobody else won it, and was not reopened.')
  abandoned: number;
  @count()
  open: number;
  @count()
  won: number;
  @count('Was ever put back from here.')
  reverted: number;
  @count('Went from here to another version of the process.')
  migrated: number;
  @count('Went past without being here.')
  skipped: number;
  @ApiProperty({ type: 'number', nullable: true, description: 'advanced / entered' })
  conversion: number | null;
  @ApiProperty({ type: VisitCountsDto })
  visits: VisitCountsDto;
  @ApiProperty({ type: DwellDto, description: 'Of visits that ended.' })
  dwell: DwellDto;
  @ApiProperty({ type: [StageValueDto] })
  value: readonly StageValueDto[];
}

export class LeadFunnelDto implements LeadFunnel {
  @count()
  captured: number;
  @count()
  mql: number;
  @count()
  sql: number;
  @count()
  prospect: number;
  @count()
  converted: number;
  @count()
  disqualified: number;
  @count()
  open: number;
}

export class ImportedClaimsDto implements ImportedClaims {
  @ApiProperty()
  claimedStage: string;
  @ApiProperty({ enum: ['won', 'lost'], nullable: true })
  claimedOutcome: ImportedClaims['claimedOutcome'];
  @count()
  deals: number;
  @ApiProperty({ type: String, nullable: true })
  currency: string | null;
  @digits()
  minor: string;
  @count('The source does not say when it began.')
  beginUnknown: number;
  @count('The source does not say when it ended.')
  endUnknown: number;
}

export class FunnelDto implements FunnelReport {
  @ApiProperty()
  process: string;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  from: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  to: string | null;
  @ApiProperty({ type: LeadFunnelDto })
  leads: LeadFunnelDto;
  @ApiProperty({ type: [FunnelStageDto] })
  stages: readonly FunnelStageDto[];
  @ApiProperty({ type: [ImportedClaimsDto], nullable: true, description: 'Null when an owner or team was asked for.' })
  imported: readonly ImportedClaimsDto[] | null;
}
