import { definitionKinds, definitions, OneOf, type DefinitionKind } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';

const drafted = definitions.DefinitionDrafted.fields;
const approved = definitions.DefinitionApproved.fields;
const rejected = definitions.DefinitionRejected.fields;
const published = definitions.DefinitionPublished.fields;
const reviewed = definitions.DefinitionReviewed.fields;
const interpreted = definitions.PolicyInterpreted.fields;
const optional = { optional: true };

export class DefinitionParam {
  @Field(OneOf(...definitionKinds))
  kind: DefinitionKind;
  @Field(RequestId)
  id: string;
}

export class ContentsDto extends CommandDto {
  @Field(drafted.contents.schema, { description: 'The whole contents, of the form that the kind has, with `id` and the next `version`.' })
  contents: Record<string, unknown>;
}

export class SubmitDefinitionDto extends CommandDto {}

export class ApproveDefinitionDto extends CommandDto {
  @Field(approved.sha256.schema, { description: 'Of the contents that are approved; of no others.' })
  sha256: string;
}

export class RejectDefinitionDto extends CommandDto {
  @Field(rejected.reason.schema)
  reason: string;
}

export class PublishDefinitionDto extends CommandDto {
  @Field(published.effectiveFrom.schema, { ...optional, description: 'Now when absent; never in the past.' })
  effectiveFrom?: string;
  @Field(published.reviewDueAt.schema, { ...optional, description: 'Within 365 days of being in force; after 365 days when absent.' })
  reviewDueAt?: string;
}

export class ReviewDefinitionDto extends CommandDto {
  @Field(reviewed.outcome.schema)
  outcome: 'keep' | 'revise';
  @Field(reviewed.note.schema, optional)
  note?: string;
}

export class InterpretPolicyDto extends CommandDto {
  @Field(RequestId, { ...optional, description: 'Made from the Idempotency-Key when absent.' })
  interpretationId?: string;
  @Field(interpreted.question.schema)
  question: string;
  @Field(interpreted.answer.schema)
  answer: string;
}

export class ChooseStandardProcessDto extends CommandDto {
  @Field(RequestId, { description: 'Of a process that is in force, and no variant of another.' })
  processId: string;
}

export class AcknowledgePolicyDto extends CommandDto {}
