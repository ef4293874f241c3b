import { ApiProperty } from '@nestjs/swagger';
import { approvalOutcomes, approvalTypes, filingDepartments, OneOf, parties, signatureSteps, type ContractQuote } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { PageQueryDto } from '#querying/nest';
import { contractRequisites, type ContractRequisite, type Shortcoming, type SoughtContractApproval } from '#rules';
import type { ContractView } from '../contract-list.queries.ts';
import {
  contractAwaits,
  contractStatuses,
  type ContractFiling,
  type ContractReconciliation,
  type ContractReview,
  type ContractRow,
  type ContractSignature,
  type ContractVersion,
} from '../contract-list.row.ts';

const filedForms = ['original', 'scan'] as const satisfies readonly ContractFiling['form'][];
const reviewResults = ['accepted', 'changesNeeded'] as const satisfies readonly ContractReview['result'][];
const differences = ['missing', 'differs', 'notAgreed'] as const satisfies readonly ContractReconciliation['differences'][number]['kind'][];

export class ContractQueryDto extends PageQueryDto {
  @Field(OneOf(...contractAwaits), {
    optional: true,
    description: '`review`: a department’s review, or that the text was held against the agreed terms.',
  })
  awaiting?: ContractRow['awaiting'][number];

  @Field(OneOf('true'), { optional: true, description: 'Only what the customer was to have signed by now.' })
  overdue?: 'true';

  @Field(RequestId, { optional: true, description: 'Whose deal it is now.' })
  owner?: string;

  @Field(OneOf(...contractStatuses), { optional: true })
  status?: ContractRow['status'];

  @Field(RequestId, { optional: true })
  opportunityId?: string;
}

export class ContractIdParam {
  @Field(RequestId)
  id: string;
}

export class ContractQuoteDto implements ContractQuote {
  @ApiProperty()
  quoteId: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty()
  contentSha256: string;
}

export class ContractVersionDto implements ContractVersion {
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ description: 'With the deviations that were recorded of it.' })
  contentSha256: string;
  @ApiProperty({ description: 'Of the bytes that are to be signed.' })
  documentSha256: string;
  @ApiProperty({ format: 'date-time' })
  writtenAt: string;
}

export class ContractReviewDto implements ContractReview {
  @ApiProperty({ enum: reviewResults })
  result: ContractReview['result'];
  @ApiProperty({ description: 'Of the content that was reviewed.' })
  contentSha256: string;
  @ApiProperty({ type: 'integer', description: 'Findings that have to be mended.' })
  blocking: number;
  @ApiProperty({ format: 'date-time' })
  reviewedAt: string;
}

export class TermDifferenceDto {
  @ApiProperty()
  termId: string;
  @ApiProperty({ enum: differences })
  kind: (typeof differences)[number];
  @ApiProperty({ type: [String], required: false })
  fields?: string[];
}

export class ContractReconciliationDto implements ContractReconciliation {
  @ApiProperty()
  contentSha256: string;
  @ApiProperty({ description: 'Of the terms as the negotiation agreed on them.' })
  termsSha256: string;
  @ApiProperty({ type: [TermDifferenceDto] })
  differences: readonly TermDifferenceDto[];
}

export class NegotiatedDto {
  @ApiProperty()
  termsSha256: string;
}

export class SoughtSubjectDto {
  @ApiProperty()
  contentSha256: string;
}

export class SoughtAskDto {
  @ApiProperty()
  approvalId: string;
  @ApiProperty({ enum: approvalTypes })
  type: SoughtContractApproval['ask']['type'];
  @ApiProperty({ type: SoughtSubjectDto })
  subject: SoughtSubjectDto;
}

export class NotedOutcomeDto {
  @ApiProperty({ enum: approvalOutcomes })
  outcome: (typeof approvalOutcomes)[number];
}

export class NotedApprovalDto {
  @ApiProperty({ type: NotedOutcomeDto })
  note: NotedOutcomeDto;
  @ApiProperty({ type: [String] })
  deciders: readonly string[];
}

export class SoughtContractApprovalDto implements SoughtContractApproval {
  @ApiProperty({ type: SoughtAskDto })
  ask: SoughtAskDto;
  @ApiProperty({ type: NotedApprovalDto, required: false, description: 'What became of it, once the contract heard of that.' })
  noted?: NotedApprovalDto | undefined;
  @ApiProperty({ description: 'Its content is no longer the contract’s.' })
  overturned: boolean;
}

export class ContractShortcomingDto implements Shortcoming {
  @ApiProperty({ enum: contractRequisites })
  what: ContractRequisite;
  @ApiProperty()
  because: string;
  @ApiProperty({ required: false, description: 'Where there is one of other content: what it was of.' })
  ofSha256?: string;
  @ApiProperty({ required: false })
  currentSha256?: string;
  @ApiProperty({ required: false })
  approvalId?: string;
  @ApiProperty({ description: 'The command that supplies it.' })
  liftedBy: string;
}

export class ContractSignatureDto implements ContractSignature {
  @ApiProperty({ enum: parties })
  party: ContractSignature['party'];
  @ApiProperty({ format: 'date' })
  signedOn: string;
  @ApiProperty()
  documentSha256: string;
  @ApiProperty({ format: 'date-time' })
  receivedAt: string;
  @ApiProperty({ description: 'By someone who never owned the deal.' })
  confirmed: boolean;
}

export class ContractFilingDto implements ContractFiling {
  @ApiProperty({ enum: filingDepartments })
  department: ContractFiling['department'];
  @ApiProperty({ enum: filedForms })
  form: ContractFiling['form'];
  @ApiProperty({ format: 'date-time' })
  filedAt: string;
}

export class ContractDto implements ContractView {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  contractId: string;
  @ApiProperty()
  opportunityId: string;
  @ApiProperty()
  company: string;
  @ApiProperty({ description: 'Of the deal.' })
  ownerId: string;
  @ApiProperty({ type: [String], description: 'Everyone who ever owned the deal.' })
  owners: readonly string[];
  @ApiProperty({ type: [String], description: 'Everyone who had a hand in the text.' })
  writers: readonly string[];
  @ApiProperty({ enum: contractStatuses, description: '`filed`: handed in at every department.' })
  status: ContractRow['status'];
  @ApiProperty({ type: ContractQuoteDto })
  quote: ContractQuoteDto;
  @ApiProperty({ type: 'integer', description: 'Integer minor units of `currency`.' })
  amountMinor: number;
  @ApiProperty()
  currency: string;
  @ApiProperty({ type: [ContractVersionDto] })
  versions: readonly ContractVersionDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Of the content as it stands.' })
  contentSha256: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'On which content the legal department was asked to review.' })
  legalRequested: string | null;
  @ApiProperty({ type: ContractReviewDto, nullable: true })
  legal: ContractReviewDto | null;
  @ApiProperty({ type: ContractReviewDto, nullable: true })
  finance: ContractReviewDto | null;
  @ApiProperty({ type: NegotiatedDto, nullable: true })
  negotiated: NegotiatedDto | null;
  @ApiProperty({ type: ContractReconciliationDto, nullable: true })
  reconciled: ContractReconciliationDto | null;
  @ApiProperty({ type: [SoughtContractApprovalDto] })
  approvals: readonly SoughtContractApprovalDto[];
  @ApiProperty({ enum: contractRequisites, isArray: true, description: 'For the content as it stands.' })
  onFile: readonly ContractRequisite[];
  @ApiProperty({ type: [ContractShortcomingDto], description: 'What keeps it in the house, while it is there.' })
  missing: readonly ContractShortcomingDto[];
  @ApiProperty({ enum: contractAwaits, isArray: true })
  awaiting: ContractRow['awaiting'];
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sentAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'By when the customer is expected to have signed.' })
  signDueAt: string | null;
  @ApiProperty({ description: 'The customer was to have signed by now.' })
  overdue: boolean;
  @ApiProperty({ enum: signatureSteps, nullable: true, description: 'Where it is known to be in the customer’s house.' })
  trackedStep: ContractRow['trackedStep'];
  @ApiProperty({ type: [ContractSignatureDto] })
  signatures: readonly ContractSignatureDto[];
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The later of both, once both are confirmed.' })
  signedOn: string | null;
  @ApiProperty({ type: [ContractFilingDto] })
  filings: readonly ContractFilingDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  archivedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was cancelled or is void.' })
  endedBecause: string | null;
  @ApiProperty({ format: 'date-time' })
  openedAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  openedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ContractPageDto {
  @ApiProperty({ type: [ContractDto] })
  items: readonly ContractDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
