import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { Id, Line, OneOf, open, openOptional, personal } from '../fields.ts';
import { segments } from './shared.ts';

const Employees = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'employees' });
const Segment = OneOf(...segments);

/** Streams `account-{accountId}`: the companies that we sell to, as we keep them. What another system claims of one stands in `AccountImported`. */
export const accounts = {
  AccountRegistered: event('AccountRegistered', {
    aggregate: 'account',
    description: 'A company is a customer or may become one.',
    fields: {
      accountId: open(Id),
      name: open(Line),
      industry: openOptional(Line),
      employees: openOptional(Employees),
      segment: openOptional(Segment),
      territory: openOptional(Line),
      ownerId: open(Id),
    },
  }),
  AccountUpdated: event('AccountUpdated', {
    aggregate: 'account',
    description: 'What is known of a company was completed or corrected, or someone else looks after it.',
    fields: {
      accountId: open(Id),
      changes: open(
        Type.Array(
          Type.Object(
            {
              field: OneOf('name', 'industry', 'employees', 'territory', 'ownerId'),
              from: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
              to: Type.Union([Type.String(), Type.Integer()]),
            },
            { additionalProperties: false },
          ),
        ),
      ),
    },
  }),
  CustomerSegmentAssigned: event('CustomerSegmentAssigned', {
    aggregate: 'account',
    description: 'A company belongs to a segment, for which the process may have a variant (L97).',
    fields: { accountId: open(Id), from: open(Type.Union([Segment, Type.Null()])), to: open(Segment), reason: openOptional(Line) },
  }),
};

const person = {
  contactId: open(Id),
  accountId: openOptional(Id),
  name: personal('contactId', Line),
  jobTitle: personal('contactId', Line),
  email: personal('contactId', Line),
  phone: personal('contactId', Line),
};

/** Streams `contact-{contactId}`: people at customers. All that tells who they are is sealed under their key. */
export const contacts = {
  ContactRegistered: event('ContactRegistered', {
    aggregate: 'contact',
    description: 'Someone at a customer became known (L35, L120).',
    fields: person,
  }),
  ContactUpdated: event('ContactUpdated', {
    aggregate: 'contact',
    description: 'What is known of someone at a customer was completed or corrected; sealed details that are absent stay (L178, L235).',
    fields: person,
  }),
};
