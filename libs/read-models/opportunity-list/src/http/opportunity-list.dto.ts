import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { abandonReasons, documentKinds, forecastCategories, Id, lossReasons, OneOf, parties } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { BilingualDto, PageQueryDto, SealedDto, SearchText } from '#querying/nest';
import type { ListedOpportunity, OpportunityView } from '../opportunity-list.queries.ts';
import type { Claims, FiledDocument, OpportunityRow, Signature, SubmittedProposal } from '../opportunity-list.row.ts';

const statuses = ['open', 'won', 'lost', 'abandoned'] as const satisfies readonly OpportunityRow['status'][];
const origins = ['governed', 'imported'] as const satisfies readonly OpportunityRow['origin'][];

export class OpportunityQueryDto extends PageQueryDto {
  @Field(Id, { optional: true })
  ownerId?: string;

  @Field(OneOf(...statuses), { optional: true })
  status?: OpportunityRow['status'];

  @Field(Type.String({ pattern: '^[A-Z][A-Z0-9-]{0,15}$' }), { optional: true })
  stage?: string;

  @Field(OneOf(...origins), { optional: true, description: 'Imported deals are claims of another system.' })
  origin?: OpportunityRow['origin'];

  @Field(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*@[0-9]{1,9}(#[0-9a-f]{64})?$', maxLength: 300 }), {
    optional: true,
    description: 'The version of a process that deals are pinned to, `id@version`.',
  })
  process?: string;

  @Field(SearchText, { optional: true, description: 'Part of the company’s name.' })
  company?: string;

  @Field(SearchText, { optional: true, description: 'Of an imported deal: its id in the source.' })
  externalId?: string;
}

export class OpportunityIdParam {
  @Field(RequestId)
  id: string;
}

export class DealDocumentParam extends OpportunityIdParam {
  @Field(RequestId)
  documentId: string;
}

export class MoneyDto {
  @ApiProperty({ type: 'integer', description: 'Minor units.' })
  minor: number;
  @ApiProperty({ example: 'CNY' })
  currency: string;
}

export class ProposalDto implements SubmittedProposal {
  @ApiProperty()
  proposalId: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ type: MoneyDto })
  amount: MoneyDto;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  validUntil: string | null;
  @ApiProperty({ format: 'date-time' })
  submittedAt: string;
}

export class SignatureDto implements Signature {
  @ApiProperty()
  contractId: string;
  @ApiProperty({ enum: parties })
  party: Signature['party'];
  @ApiProperty({ format: 'date' })
  signedOn: string;
  @ApiProperty({ type: MoneyDto })
  amount: MoneyDto;
  @ApiProperty()
  signatoryId: string;
}

export class FiledDocumentDto implements FiledDocument {
  @ApiProperty()
  documentId: string;
  @ApiProperty({ enum: documentKinds })
  kind: FiledDocument['kind'];
  @ApiProperty({ type: String, nullable: true })
  title: string | null;
  @ApiProperty()
  sha256: string;
  @ApiProperty({ type: 'integer', description: 'Bytes.' })
  size: number;
  @ApiProperty()
  mediaType: string;
  @ApiProperty({ format: 'date-time' })
  receivedAt: string;
}

export class ClaimsDto implements Claims {
  @ApiProperty()
  source: string;
  @ApiProperty()
  externalId: string;
  @ApiProperty()
  stage: string;
  @ApiProperty({ type: String, nullable: true })
  agent: string | null;
  @ApiProperty({ type: String, nullable: true })
  account: string | null;
  @ApiProperty({ type: String, nullable: true })
  accountId: string | null;
  @ApiProperty({ type: String, nullable: true })
  product: string | null;
  @ApiProperty({ type: MoneyDto, nullable: true })
  listPrice: MoneyDto | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  engagedOn: string | null;
}

export class OpportunityDto implements OpportunityView {
  @ApiProperty()
  caseId: string;
  @ApiProperty()
  opportunityId: string;
  @ApiProperty({ type: String, nullable: true })
  leadId: string | null;
  @ApiProperty({ type: String, nullable: true })
  accountId: string | null;
  @ApiProperty({ enum: origins })
  origin: OpportunityRow['origin'];
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ type: String, nullable: true })
  company: string | null;
  @ApiProperty({ type: String, nullable: true })
  ownerId: string | null;
  @ApiProperty({ type: [String], description: 'Who works on it beside its owner.' })
  memberIds: readonly string[];
  @ApiProperty({ enum: statuses, description: 'Of an imported deal: as claimed.' })
  status: OpportunityRow['status'];
  @ApiProperty({ type: String, nullable: true })
  stage: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The process that it is pinned to now.' })
  processVersion: string | null;
  @ApiProperty({ type: BilingualDto, nullable: true, description: 'What its process calls a deal that is won; null while it is not.' })
  wonLabel: BilingualDto | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Minor units of `currency`.' })
  amountMinor: number | null;
  @ApiProperty({ type: String, nullable: true })
  currency: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  signingDate: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Percent.' })
  probability: number | null;
  @ApiProperty({ enum: forecastCategories, nullable: true })
  category: OpportunityRow['category'];
  @ApiProperty({ type: [ProposalDto] })
  proposals: readonly ProposalDto[];
  @ApiProperty({ type: [SignatureDto] })
  signatures: readonly SignatureDto[];
  @ApiProperty({ type: [FiledDocumentDto], description: 'Those whose bytes are here.' })
  documents: readonly FiledDocumentDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Of the contract that both parties signed.' })
  contractId: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  contractSignedOn: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Minor units of `currency`.' })
  closedMinor: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn: string | null;
  @ApiProperty({ enum: lossReasons, nullable: true })
  lossReason: OpportunityRow['lossReason'];
  @ApiProperty({ enum: abandonReasons, nullable: true })
  abandonReason: OpportunityRow['abandonReason'];
  @ApiProperty({ type: String, nullable: true })
  competitor: string | null;
  @ApiProperty({ type: ClaimsDto, nullable: true })
  claims: ClaimsDto | null;
  @ApiProperty({ type: [SealedDto] })
  sealed: readonly SealedDto[];
  @ApiProperty({ format: 'date-time' })
  openedAt: string;
  @ApiProperty({ type: 'integer', description: 'In the ledger.' })
  openedIndex: number;
  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  revision: number;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ListedOpportunityDto
  extends OmitType(OpportunityDto, ['proposals', 'signatures', 'documents', 'sealed'] as const)
  implements ListedOpportunity {}

export class OpportunityPageDto {
  @ApiProperty({ type: [ListedOpportunityDto] })
  items: readonly ListedOpportunityDto[];
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`; null on the last page.' })
  next: string | null;
}
