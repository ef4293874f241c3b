import { accounts, contacts } from '#event-contracts';
import { CommandDto, Field, RequestId } from '#platform/nest';
import type { Data } from '../domain/account-command.ts';

type Segment = Data<'CustomerSegmentAssigned'>['to'];

const registered = accounts.AccountRegistered.fields;
const assigned = accounts.CustomerSegmentAssigned.fields;
const person = contacts.ContactRegistered.fields;
const optional = { optional: true };
const sealed = { optional: true, description: 'Personal: sealed under the person’s key.' };
const made = { optional: true, description: 'Made from the Idempotency-Key when absent.' };

export class RegisterAccountDto extends CommandDto {
  @Field(RequestId, made)
  accountId?: string;
  @Field(registered.name.schema)
  name: string;
  @Field(registered.industry.schema, optional)
  industry?: string;
  @Field(registered.employees.schema, optional)
  employees?: number;
  @Field(registered.segment.schema, optional)
  segment?: Segment;
  @Field(registered.territory.schema, optional)
  territory?: string;
  @Field(RequestId, { optional: true, description: 'Who looks after it; the caller when absent.' })
  ownerId?: string;
}

export class UpdateAccountDto extends CommandDto {
  @Field(registered.name.schema, optional)
  name?: string;
  @Field(registered.industry.schema, optional)
  industry?: string;
  @Field(registered.employees.schema, optional)
  employees?: number;
  @Field(registered.territory.schema, optional)
  territory?: string;
  @Field(RequestId, optional)
  ownerId?: string;
}

export class AssignSegmentDto extends CommandDto {
  @Field(assigned.to.schema)
  to: Segment;
  @Field(assigned.reason.schema, optional)
  reason?: string;
}

export class UpdateContactDto extends CommandDto {
  @Field(RequestId, { optional: true, description: 'Where they work.' })
  accountId?: string;
  @Field(person.name.schema, sealed)
  name?: string;
  @Field(person.jobTitle.schema, sealed)
  jobTitle?: string;
  @Field(person.email.schema, sealed)
  email?: string;
  @Field(person.phone.schema, sealed)
  phone?: string;
}

export class RegisterContactDto extends UpdateContactDto {
  @Field(RequestId, made)
  contactId?: string;
}
