import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { definitionKinds, Instant, OneOf, type DefinitionKind } from '#event-contracts';
import { Field, RequestId } from '#platform/nest';
import { QueryDto } from '#querying/nest';
import type { ListedVersion, StandardProcess } from '../definition-list.queries.ts';
import { versionStatuses, type DefinitionVersionRow, type Interpretation, type VersionStatus } from '../definition-list.row.ts';

export class DefinitionListQueryDto extends QueryDto {
  @Field(OneOf(...definitionKinds), { optional: true })
  kind?: DefinitionKind;
  @Field(RequestId, { optional: true })
  id?: string;
}

export class DefinitionPathParam {
  @Field(OneOf(...definitionKinds))
  kind: DefinitionKind;
  @Field(RequestId)
  id: string;
}

export class DefinitionVersionParam extends DefinitionPathParam {
  @Field(Type.Integer({ minimum: 1, maximum: 1_000_000 }))
  version: number;
}

export class InForceQueryDto extends QueryDto {
  @Field(Instant, { optional: true, description: 'Now when absent.' })
  at?: string;
}

export class InterpretationDto implements Interpretation {
  @ApiProperty()
  interpretationId: string;
  @ApiProperty()
  question: string;
  @ApiProperty()
  answer: string;
  @ApiProperty({ description: 'Who said so.' })
  by: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
}

const time = { type: String, format: 'date-time', nullable: true } as const;

export class DefinitionVersionDto implements DefinitionVersionRow {
  @ApiProperty()
  caseId: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ enum: definitionKinds })
  kind: DefinitionKind;
  @ApiProperty()
  id: string;
  @ApiProperty()
  titleZh: string;
  @ApiProperty()
  titleEn: string;
  @ApiProperty({ enum: versionStatuses })
  status: VersionStatus;
  @ApiProperty({ description: 'Of the canonical JSON (RFC 8785) of the contents, hexadecimal.' })
  sha256: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The whole contents.' })
  contents: object;
  @ApiProperty()
  draftedBy: string;
  @ApiProperty({ format: 'date-time' })
  draftedAt: string;
  @ApiProperty(time)
  submittedAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who approved or rejected it.' })
  decidedBy: string | null;
  @ApiProperty({ type: String, nullable: true, description: '`BOOTSTRAP` for what came with the program.' })
  decidedAs: string | null;
  @ApiProperty(time)
  decidedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  rejectionReason: string | null;
  @ApiProperty({ type: String, nullable: true })
  publishedBy: string | null;
  @ApiProperty(time)
  publishedAt: string | null;
  @ApiProperty(time)
  effectiveFrom: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The version that follows it.' })
  supersededBy: number | null;
  @ApiProperty(time)
  supersededFrom: string | null;
  @ApiProperty(time)
  reviewDueAt: string | null;
  @ApiProperty({ description: 'Whether the review is due and was called for.' })
  reviewCalled: boolean;
  @ApiProperty(time)
  reviewedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  reviewOutcome: string | null;
  @ApiProperty({ type: String, nullable: true })
  reviewNote: string | null;
  @ApiProperty({ type: [InterpretationDto] })
  interpretations: readonly InterpretationDto[];
  @ApiProperty({ type: [String], description: 'Users who have read it.' })
  acknowledgedBy: readonly string[];
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class ListedVersionDto
  extends OmitType(DefinitionVersionDto, ['contents', 'interpretations', 'acknowledgedBy'] as const)
  implements ListedVersion {}

export class StandardProcessDto implements StandardProcess {
  @ApiProperty()
  id: string;
  @ApiProperty({ type: 'integer' })
  version: number;
  @ApiProperty({ description: '`id@version#sha256`, as events state it.' })
  processVersion: string;
}

export class DefinitionListDto {
  @ApiProperty({ type: [ListedVersionDto] })
  items: readonly ListedVersionDto[];
}
