import { Money, leads, type Bant } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';
import type { Static } from '@sinclair/typebox';
import type { Segment } from '#rules';
import type { CaptureLead, DisqualificationReason, LeadSource, LogLeadContact, QualificationLevel } from '../domain/lead-command.ts';

const captured = leads.LeadCaptured.fields;
const contacted = leads.LeadContacted.fields;
const converted = leads.LeadConverted.fields;
const disqualified = leads.LeadDisqualified.fields;
const qualified = leads.LeadQualified.fields;
const optional = { optional: true };

/** What is known of a lead beside where it comes from. */
class LeadDetailsDto extends CommandDto {
  @Field(captured.industry.schema, optional)
  industry?: string;
  @Field(captured.companySize.schema, optional)
  companySize?: number;
  @Field(captured.need.schema, optional)
  need?: string;
  @Field(captured.segment.schema, { optional: true, description: 'Chooses the variant of the process at the conversion (L97).' })
  segment?: Segment;
  @Field(captured.territory.schema, { optional: true, description: 'By which leads are given out.' })
  territory?: string;
  @Field(captured.contactName.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  contactName?: string;
  @Field(captured.email.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  email?: string;
  @Field(captured.phone.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  phone?: string;
}

export class CaptureLeadDto extends LeadDetailsDto {
  @Field(RequestId, { optional: true, description: 'Made from the Idempotency-Key when absent.' })
  leadId?: string;
  @Field(captured.source.schema)
  source: LeadSource;
  @Field(captured.method.schema, { optional: true, description: 'By what means, where the source has several.' })
  method?: NonNullable<CaptureLead['data']['method']>;
  @Field(captured.company.schema)
  company: string;
  @Field(RequestId, optional)
  campaignId?: string;
  @Field(RequestId, { optional: true, description: 'Who recommended it, for the source partner.' })
  partnerId?: string;
  @Field(RequestId, { optional: true, description: 'The customer who referred it, for the sources referral and existingCustomer.' })
  referredBy?: string;
  @Field(captured.leadId.schema, { optional: true, description: 'The id of a process in force; the company’s standard one when absent.' })
  process?: string;
  @Field(RequestId, { optional: true, description: 'The person, under whose key the details are sealed; one is made when absent.' })
  contactId?: string;
}

export class EnrichLeadDto extends LeadDetailsDto {
  @Field(captured.company.schema, optional)
  company?: string;
  @Field(RequestId, { optional: true, description: 'Another person as the lead’s contact.' })
  contactId?: string;
}

export class AssignLeadDto extends CommandDto {
  @Field(RequestId, { description: 'The user who becomes answerable.' })
  to: string;
}

export class LogLeadContactDto extends CommandDto {
  @Field(contacted.channel.schema)
  channel: LogLeadContact['data']['channel'];
  @Field(contacted.direction.schema)
  direction: LogLeadContact['data']['direction'];
  @Field(contacted.effective.schema)
  effective: boolean;
  @Field(contacted.note.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  note?: string;
}

export class QualifyLeadDto extends CommandDto {
  @Field(qualified.as.schema)
  as: QualificationLevel;
  @Field(qualified.bant.schema, {
    optional: true,
    description: 'Budget, authority, need, timeline; what is absent is taken from the answers on file.',
  })
  bant?: Static<typeof Bant>;
}

export class DisqualifyLeadDto extends CommandDto {
  @Field(disqualified.reason.schema)
  reason: DisqualificationReason;
  @Field(disqualified.note.schema, { optional: true, description: 'Personal: sealed under the person’s key.' })
  note?: string;
}

export class ConvertLeadDto extends CommandDto {
  @Field(RequestId, { optional: true, description: 'The opportunity to be opened; made from the Idempotency-Key when absent.' })
  opportunityId?: string;
  @Field(converted.name.schema)
  name: string;
  @Field(Money)
  expectedAmount: Money;
  @Field(converted.expectedSigningDate.schema)
  expectedSigningDate: string;
  @Field(converted.segment.schema, { optional: true, description: 'Chooses the variant of the process (L97); the lead’s when absent.' })
  segment?: Segment;
}
