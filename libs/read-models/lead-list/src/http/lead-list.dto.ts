import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Id, leadMethods, leadSources, OneOf, qualificationLevels, segments } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { PageQueryDto, SearchText } from '#querying/nest';
import type { DuplicateLead } from '../duplicates.queries.ts';
import type { ContactView, LeadView, ListedLead } from '../lead-list.queries.ts';
import type { LeadRow, LeadStatus, QualificationLevel } from '../lead-list.row.ts';

const statuses = ['open', 'disqualified', 'invalid', 'archived', 'merged', 'converted'] as const satisfies readonly LeadStatus[];

export class LeadQueryDto extends PageQueryDto {
  @Field(Id, { optional: true })
  ownerId?: string;

  @Field(OneOf(...statuses), { optional: true })
  status?: LeadStatus;

  @Field(OneOf(...qualificationLevels), { optional: true })
  level?: QualificationLevel;

  @Field(OneOf(...leadSources), { optional: true })
  source?: LeadRow['source'];

  @Field(OneOf('true', 'false'), { optional: true, description: 'Whether it is in the nurture pool.' })
  nurtured?: 'true' | 'false';

  @Field(OneOf('true', 'false'), { optional: true, description: 'Whether a first contact was missed, and not made up for since.' })
  contactMissed?: 'true' | 'false';

  @Field(SearchText, { optional: true, description: 'Part of the company’s name.' })
  company?: string;
}

export class LeadIdParam {
  @Field(RequestId)
  id: string;
}

export class ContactDto implements ContactView {
  @ApiProperty({ enum: ['open', 'erased', 'damaged', 'withheld'] })
  state: ContactView['state'];
  @ApiProperty({ type: String, nullable: true })
  contactName: string | null;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  @ApiProperty({ type: String, nullable: true })
  phone: string | null;
}

export class LeadDto implements LeadView {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  leadId: string;
  @ApiProperty({ enum: statuses })
  status: LeadStatus;
  @ApiProperty({ enum: qualificationLevels, nullable: true })
  level: QualificationLevel | null;
  @ApiProperty({ enum: leadSources })
  source: LeadRow['source'];
  @ApiProperty()
  company: string;
  @ApiProperty({ type: String, nullable: true })
  industry: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Employees.' })
  companySize: number | null;
  @ApiProperty({ type: String, nullable: true })
  need: string | null;
  @ApiProperty({ type: String, nullable: true })
  campaignId: string | null;
  @ApiProperty({ enum: leadMethods, nullable: true })
  method: LeadRow['method'];
  @ApiProperty({ type: String, nullable: true })
  partnerId: string | null;
  @ApiProperty({ enum: segments, nullable: true })
  segment: LeadRow['segment'];
  @ApiProperty({ type: String, nullable: true })
  territory: string | null;
  @ApiProperty({ enum: ['passed', 'incomplete', 'failed'], nullable: true })
  screening: LeadRow['screening'];
  @ApiProperty({ type: 'integer', nullable: true, description: 'Points of the last score.' })
  score: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'From how many points on a lead is an MQL.' })
  scoreThreshold: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  scoredAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when it is in the nurture pool.' })
  nurturedSince: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  wakeAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'By when the first contact is due.' })
  contactDueAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When a first contact had been due that was not made.' })
  contactMissedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  handedOverTo: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  salesAcceptedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The lead that goes on in its place.' })
  mergedInto: string | null;
  @ApiProperty()
  contactId: string;
  @ApiProperty({ type: String, nullable: true })
  ownerId: string | null;
  @ApiProperty({ type: 'integer' })
  contacts: number;
  @ApiProperty({ format: 'date-time' })
  capturedAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  capturedIndex: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  assignedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstContactedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastContactedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  mqlAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sqlAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  prospectAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  convertedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disqualifiedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  disqualificationReason: LeadRow['disqualificationReason'];
  @ApiProperty({ type: String, nullable: true })
  opportunityId: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  bant: object | null;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  updatedIndex: number;
  @ApiProperty({ type: ContactDto })
  contact: ContactDto;
}

export class ListedLeadDto extends OmitType(LeadDto, ['contact', 'bant'] as const) implements ListedLead {}

export class LeadPageDto {
  @ApiProperty({ type: [ListedLeadDto] })
  items: readonly ListedLeadDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}

export class DuplicateDto extends ListedLeadDto implements DuplicateLead {
  @ApiProperty({ enum: ['company', 'contact'], isArray: true, description: 'What both have in common.' })
  matchedBy: DuplicateLead['matchedBy'];
}

export class DuplicatesDto {
  @ApiProperty({ type: [DuplicateDto] })
  items: readonly DuplicateDto[];
}
