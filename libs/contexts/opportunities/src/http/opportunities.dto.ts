import { CalendarDate, Forecast, Money, opportunities } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';
import type { Segment } from '#rules';
import type { LossReason } from '../domain/opportunity-command.ts';
import type { Party } from '../domain/opportunity.state.ts';

const opened = opportunities.OpportunityOpened.fields;
const advanced = opportunities.OpportunityAdvanced.fields;
const regressed = opportunities.OpportunityRegressed.fields;
const overridden = opportunities.CriterionOverridden.fields;
const reassigned = opportunities.OpportunityReassigned.fields;
const revised = opportunities.ForecastRevised.fields;
const signature = opportunities.ContractSignatureRecorded.fields;
const lost = opportunities.OpportunityLost.fields;
const reopened = opportunities.OpportunityReopened.fields;
const expected = Forecast.properties;
const optional = { optional: true };

export class OpenOpportunityDto extends CommandDto {
  @Field(opportunities.ProcessVariantPinned.fields.segment.schema, {
    optional: true,
    description: 'Chooses the variant of the process (L97).',
  })
  segment?: Segment;
  @Field(RequestId, { optional: true, description: 'The id of a process in force; the company’s standard one when absent.' })
  process?: string;
  @Field(RequestId, { optional: true, description: 'Made from the Idempotency-Key when absent.' })
  opportunityId?: string;
  @Field(RequestId, { optional: true, description: 'The company, where it is kept as an account.' })
  accountId?: string;
  @Field(opened.name.schema)
  name: string;
  @Field(opened.company.schema)
  company: string;
  @Field(RequestId, { optional: true, description: 'Whose deal it is; the caller’s when absent.' })
  ownerId?: string;
  @Field(Money)
  expectedAmount: Money;
  @Field(CalendarDate)
  expectedSigningDate: string;
}

export class AdvanceOpportunityDto extends CommandDto {
  @Field(advanced.to.schema, { description: 'The very next stage.', example: 'S3' })
  to: string;
  @Field(regressed.reason.schema, { optional: true, description: 'Why stages are passed over, where the process allows it.' })
  skipReason?: string;
}

export class OverrideCriterionDto extends CommandDto {
  @Field(overridden.criterion.schema, {
    description: 'A criterion that the gate of the deal’s stage asks for.',
    example: 'needsConfirmed/1',
  })
  criterion: string;
  @Field(overridden.reason.schema)
  reason: string;
}

export class RegressOpportunityDto extends CommandDto {
  @Field(regressed.to.schema, { description: 'An earlier stage.', example: 'S2' })
  to: string;
  @Field(regressed.reason.schema)
  reason: string;
}

export class ReassignOpportunityDto extends CommandDto {
  @Field(RequestId, { description: 'The new owner.' })
  to: string;
  @Field(reassigned.reason.schema, optional)
  reason?: string;
}

export class ReviseForecastDto extends CommandDto {
  @Field(expected.amount, optional)
  amount?: Money;
  @Field(expected.signingDate, optional)
  signingDate?: string;
  @Field(expected.probability, { optional: true, description: 'Percent.' })
  probability?: number;
  @Field(expected.category, optional)
  category?: Forecast['category'];
  @Field(revised.reason.schema, optional)
  reason?: string;
}

export class RecordContractSignatureDto extends CommandDto {
  @Field(RequestId)
  contractId: string;
  @Field(signature.party.schema)
  party: Party;
  @Field(CalendarDate)
  signedOn: string;
  @Field(Money)
  amount: Money;
  @Field(RequestId, { description: 'The person who signed.' })
  signatoryId: string;
  @Field(signature.signatoryName.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  signatoryName?: string;
  @Field(signature.claimedDocumentHash.schema, { optional: true, description: 'SHA-256 of a document that is not handed in: claimed.' })
  claimedDocumentHash?: string;
}

export class WinOpportunityDto extends CommandDto {}

export class LoseOpportunityDto extends CommandDto {
  @Field(lost.reason.schema)
  reason: LossReason;
  @Field(lost.competitor.schema, optional)
  competitor?: string;
  @Field(lost.note.schema, optional)
  note?: string;
  @Field(lost.lessons.schema, { optional: true, description: 'What to do otherwise next time.' })
  lessons?: string;
}

export class AdoptImportedOpportunityDto extends CommandDto {
  @Field(RequestId, { optional: true, description: 'Whose deal it is to be; the caller’s when absent.' })
  ownerId?: string;
  @Field(opened.name.schema)
  name: string;
  @Field(opened.company.schema)
  company: string;
  @Field(RequestId, { optional: true, description: 'The process it is to be under; that of new cases when absent.' })
  process?: string;
  @Field(opportunities.ProcessVariantPinned.fields.segment.schema, {
    optional: true,
    description: 'Chooses the variant of the process (L97).',
  })
  segment?: Segment;
  @Field(Money)
  expectedAmount: Money;
  @Field(CalendarDate)
  expectedSigningDate: string;
}

export class ReopenOpportunityDto extends CommandDto {
  @Field(reopened.reason.schema)
  reason: string;
}
