import { ApiProperty, OmitType } from '@nestjs/swagger';
import { campaignChannels, contentKinds, marketingEventKinds, OneOf } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { MoneyTotalDto, PageQueryDto, SearchText } from '#querying/nest';
import type { CampaignResults, CampaignView, ListedCampaign } from '../campaign-list.queries.ts';
import type { CampaignContent, CampaignOccasion, CampaignRow } from '../campaign-list.row.ts';

const statuses = ['planned', 'launched', 'closed'] as const satisfies readonly CampaignRow['status'][];

export class CampaignQueryDto extends PageQueryDto {
  @Field(OneOf(...statuses), { optional: true })
  status?: CampaignRow['status'];

  @Field(OneOf(...campaignChannels), { optional: true })
  channel?: CampaignRow['channel'];

  @Field(SearchText, { optional: true, description: 'Part of the name.' })
  name?: string;
}

export class CampaignIdParam {
  @Field(RequestId)
  id: string;
}

export class CampaignOccasionDto implements CampaignOccasion {
  @ApiProperty()
  marketingEventId: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ enum: marketingEventKinds })
  kind: CampaignOccasion['kind'];
  @ApiProperty({ format: 'date' })
  on: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null until it was held.' })
  invited: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  registered: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  attended: number | null;
}

export class CampaignContentDto implements CampaignContent {
  @ApiProperty()
  contentId: string;
  @ApiProperty({ enum: contentKinds })
  kind: CampaignContent['kind'];
  @ApiProperty()
  title: string;
  @ApiProperty({ type: 'integer' })
  downloads: number;
}

export class CampaignResultsDto implements CampaignResults {
  @ApiProperty({ type: 'integer', description: 'Without those merged into another.' })
  leads: number;
  @ApiProperty({ type: 'integer', description: 'Those that became at least an MQL.' })
  mql: number;
  @ApiProperty({ type: 'integer', description: 'Those that became at least an SQL.' })
  sql: number;
  @ApiProperty({ type: 'integer' })
  deals: number;
  @ApiProperty({ type: 'integer' })
  won: number;
}

export class CampaignDto implements CampaignView {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  campaignId: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ enum: campaignChannels })
  channel: CampaignRow['channel'];
  @ApiProperty({ enum: statuses })
  status: CampaignRow['status'];
  @ApiProperty({ format: 'date' })
  beginsOn: string;
  @ApiProperty({ format: 'date' })
  endsOn: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'What it is to cost: minor units of `budgetCurrency`.' })
  budgetMinor: number | null;
  @ApiProperty({ type: String, nullable: true })
  budgetCurrency: string | null;
  @ApiProperty({ type: [MoneyTotalDto], description: 'What it cost so far.' })
  spent: readonly MoneyTotalDto[];
  @ApiProperty({ type: [CampaignOccasionDto] })
  occasions: readonly CampaignOccasionDto[];
  @ApiProperty({ type: [CampaignContentDto] })
  contents: readonly CampaignContentDto[];
  @ApiProperty({ type: 'integer' })
  eventsHeld: number;
  @ApiProperty({ type: 'integer' })
  attended: number;
  @ApiProperty({ type: 'integer' })
  downloads: number;
  @ApiProperty({ format: 'date-time' })
  plannedAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  plannedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: CampaignResultsDto })
  results: CampaignResultsDto;
  @ApiProperty({ type: [MoneyTotalDto], description: 'Rounded to whole minor units, halves to even; empty without a lead.' })
  costPerLead: readonly MoneyTotalDto[];
}

export class ListedCampaignDto extends OmitType(CampaignDto, ['occasions', 'contents'] as const) implements ListedCampaign {}

export class CampaignPageDto {
  @ApiProperty({ type: [ListedCampaignDto] })
  items: readonly ListedCampaignDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
