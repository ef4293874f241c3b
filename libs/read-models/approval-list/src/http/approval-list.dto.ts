import { ApiProperty } from '@nestjs/swagger';
import { approvalDecisions, approvalSubjects, approvalTypes, OneOf, roles, stepRules, type Role } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { BilingualDto, PageQueryDto } from '#querying/nest';
import type { ApprovalView } from '../approval-list.queries.ts';
import type { ApprovalEscalation, ApprovalListStep, ApprovalRow, ApprovalSigner, ApprovalWord } from '../approval-list.row.ts';

const statuses = ['waiting', 'granted', 'rejected', 'sentBack', 'recalled', 'voided'] as const satisfies readonly ApprovalRow['status'][];
const reader = ['me'] as const;

export class ApprovalQueryDto extends PageQueryDto {
  @Field(OneOf(...reader), {
    optional: true,
    description:
      'Those whose current step the reader may decide, in their own name or in that of a colleague, absent or not, who delegated it to them. Being named as whom to turn to lets nobody decide.',
  })
  waitingFor?: 'me';

  @Field(OneOf(...reader), {
    optional: true,
    description: 'Those that the reader asked for, or that are on a deal of theirs, and that were sent back and not asked for again.',
  })
  sentBack?: 'me';

  @Field(OneOf(...statuses), { optional: true })
  status?: ApprovalRow['status'];

  @Field(RequestId, { optional: true })
  opportunityId?: string;
}

export class ApprovalIdParam {
  @Field(RequestId)
  id: string;
}

export class ApprovalWordDto implements ApprovalWord {
  @ApiProperty({ enum: roles, nullable: true, description: 'Null for a signer who was added by name.' })
  role: Role | null;
  @ApiProperty()
  userId: string;
  @ApiProperty({ type: String, nullable: true, description: 'Whose authority was delegated to them.' })
  onBehalfOf: string | null;
  @ApiProperty({ enum: approvalDecisions })
  decision: ApprovalWord['decision'];
  @ApiProperty({ type: String, nullable: true })
  comment: string | null;
  @ApiProperty({ format: 'date-time' })
  decidedAt: string;
}

export class ApprovalSignerDto implements ApprovalSigner {
  @ApiProperty()
  signerId: string;
  @ApiProperty()
  addedBy: string;
}

export class ApprovalEscalationDto implements ApprovalEscalation {
  @ApiProperty({ enum: roles, isArray: true })
  to: readonly Role[];
  @ApiProperty({ format: 'date-time' })
  overdueSince: string;
  @ApiProperty({ format: 'date-time' })
  dueAt: string;
}

export class ApprovalListStepDto implements ApprovalListStep {
  @ApiProperty({ type: 'integer' })
  step: number;
  @ApiProperty({ type: BilingualDto })
  name: BilingualDto;
  @ApiProperty({ enum: roles, isArray: true })
  roles: Role[];
  @ApiProperty({ enum: stepRules, description: '`all`: one of each role.' })
  decides: ApprovalListStep['decides'];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null until its turn came.' })
  startedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  dueAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null until all who were asked had decided.' })
  decidedAt: string | null;
  @ApiProperty({ type: [ApprovalWordDto] })
  decisions: readonly ApprovalWordDto[];
  @ApiProperty({ type: [ApprovalSignerDto] })
  signers: readonly ApprovalSignerDto[];
  @ApiProperty({
    type: ApprovalEscalationDto,
    nullable: true,
    description: 'Those above who may decide, too, since it was not decided in time.',
  })
  escalation: ApprovalEscalationDto | null;
}

export class ApprovalMoneyDto {
  @ApiProperty({ type: 'integer' })
  minor: number;
  @ApiProperty()
  currency: string;
}

export class ApprovalMeasuresDto {
  @ApiProperty({ type: ApprovalMoneyDto, required: false })
  amount?: ApprovalMoneyDto;
  @ApiProperty({ type: 'integer', required: false, description: 'Basis points.' })
  lineDiscountBp?: number;
  @ApiProperty({ type: 'integer', required: false })
  documentDiscountBp?: number;
  @ApiProperty({ type: 'integer', required: false })
  dealDiscountBp?: number;
  @ApiProperty({ type: 'integer', required: false })
  paymentDays?: number;
  @ApiProperty({ type: 'integer', required: false })
  deviations?: number;
  @ApiProperty({ type: 'integer', required: false })
  personDays?: number;
}

export class ApprovalDto implements ApprovalView {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  approvalId: string;
  @ApiProperty()
  opportunityId: string;
  @ApiProperty({ enum: approvalTypes })
  type: ApprovalRow['type'];
  @ApiProperty({ enum: statuses })
  status: ApprovalRow['status'];
  @ApiProperty({ description: 'Of the deal, when it was asked for.' })
  ownerId: string;
  @ApiProperty()
  requestedBy: string;
  @ApiProperty()
  reason: string;
  @ApiProperty({ enum: approvalSubjects })
  subjectKind: ApprovalRow['subjectKind'];
  @ApiProperty()
  subjectId: string;
  @ApiProperty({ type: 'integer' })
  subjectVersion: number;
  @ApiProperty({ description: 'Of the very content that is to be approved: what a decision has to name.' })
  contentSha256: string;
  @ApiProperty({ type: ApprovalMeasuresDto })
  measures: ApprovalMeasuresDto;
  @ApiProperty({ description: 'The approval matrix that it goes by: id, version, SHA-256.' })
  matrix: string;
  @ApiProperty()
  tier: string;
  @ApiProperty({ type: [String], description: 'Who may not decide.' })
  barred: readonly string[];
  @ApiProperty({ description: 'Whether the same person may decide more than one step.' })
  samePersonMay: boolean;
  @ApiProperty({ type: [ApprovalListStepDto] })
  steps: readonly ApprovalListStepDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Of the current step.' })
  dueAt: string | null;
  @ApiProperty({ description: 'The time of the current step is over.' })
  overdue: boolean;
  @ApiProperty({ type: [String], description: 'In whose name the reader may decide at the current step.' })
  mayDecideFor: readonly string[];
  @ApiProperty({ format: 'date-time' })
  requestedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was recalled or voided.' })
  endedBecause: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of what was voided: the content that there is instead.' })
  currentSha256: string | null;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  requestedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ApprovalPageDto {
  @ApiProperty({ type: [ApprovalDto] })
  items: readonly ApprovalDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
