import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Line, OneOf, open, openOptional, personal, Prose, Sha256 } from '../../fields.ts';
import { segments } from '../shared.ts';
import { awarenessLevels, invalidityReasons, leadMethods, leadSources } from './codes.ts';

const companySize = Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'employees' });

/**
 * Keyed digests of an e-mail address and a telephone number, as they are when all that is only a way of writing is dropped: two leads of one person
 * can be found, and nobody can read off who it is.
 */
const ContactKeys = Type.Array(Sha256);

/** Which details of the contact are given, sealed: it tells no more than that they are there. */
const ContactDetails = Type.Array(OneOf('contactName', 'email', 'phone'));

/** How a lead becomes known, what becomes known of it, and which leads are none. */
export const leadCapture = {
  LeadCaptured: event('LeadCaptured', {
    aggregate: 'lead',
    description: 'A potential customer became known (L101, L102, L181, L218–L223).',
    version: 2,
    // Before method, partner, referrer, segment and territory were told, and keys of the contact kept.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      source: open(OneOf(...leadSources)),
      method: openOptional(OneOf(...leadMethods)),
      company: open(Line),
      industry: openOptional(Line),
      companySize: openOptional(companySize),
      need: openOptional(Prose),
      segment: openOptional(OneOf(...segments)),
      territory: openOptional(Id),
      campaignId: openOptional(Id),
      partnerId: openOptional(Id),
      /** The customer who gave the referral. */
      referredBy: openOptional(Id),
      contactKeys: openOptional(ContactKeys),
      contactDetails: openOptional(ContactDetails),
      /** The person's id, under whose key the details below are sealed. */
      contactId: open(Id),
      contactName: personal('contactId', Line),
      email: personal('contactId', Line),
      phone: personal('contactId', Line),
    },
  }),
  LeadEnriched: event('LeadEnriched', {
    aggregate: 'lead',
    description: 'What is known of a lead was completed or corrected (L21, L102, L235).',
    version: 2,
    // Before segment and territory could change, and keys of the contact were kept.
    upcasters: { 1: (data) => data },
    fields: {
      leadId: open(Id),
      changes: open(
        Type.Array(
          Type.Object(
            {
              field: OneOf('company', 'industry', 'companySize', 'need', 'segment', 'territory'),
              from: Type.Union([Type.String(), Type.Integer(), Type.Null()]),
              to: Type.Union([Type.String(), Type.Integer()]),
            },
            { additionalProperties: false },
          ),
        ),
      ),
      contactKeys: openOptional(ContactKeys),
      contactDetails: openOptional(ContactDetails),
      contactId: open(Id),
      contactName: personal('contactId', Line),
      email: personal('contactId', Line),
      phone: personal('contactId', Line),
    },
  }),
  LeadClassified: event('LeadClassified', {
    aggregate: 'lead',
    description:
      'A lead was classified for the first time or anew: how aware the customer is of its problem, whom it belongs to (L17, L23).',
    fields: {
      leadId: open(Id),
      awareness: open(OneOf(...awarenessLevels)),
      segment: openOptional(OneOf(...segments)),
      territory: openOptional(Id),
    },
  }),
  LeadScreened: event('LeadScreened', {
    aggregate: 'lead',
    description: 'A lead was screened: industry, size, validity of its source, completeness (L103, L224).',
    fields: {
      leadId: open(Id),
      industryMatch: open(Type.Boolean()),
      sizeMatch: open(Type.Boolean()),
      sourceValid: open(Type.Boolean()),
      complete: open(Type.Boolean()),
      result: open(OneOf('passed', 'incomplete', 'failed')),
    },
  }),
  LeadInvalidated: event('LeadInvalidated', {
    aggregate: 'lead',
    description: 'A lead was eliminated as invalid, for a stated reason (L224).',
    fields: { leadId: open(Id), reason: open(OneOf(...invalidityReasons)), contactId: open(Id), note: personal('contactId', Prose) },
  }),
  LeadMergedInto: event('LeadMergedInto', {
    aggregate: 'lead',
    description: 'A lead was found to be the same as an earlier one, which goes on in its place (L224).',
    fields: {
      leadId: open(Id),
      into: open(Id),
      /** What the two have in common; judgement where only people could tell. */
      matchedBy: open(Type.Array(OneOf('company', 'contact', 'judgement'))),
    },
  }),
  LeadsMerged: event('LeadsMerged', {
    aggregate: 'lead',
    description: 'A later lead of the same customer was merged into this one (L224).',
    fields: { leadId: open(Id), merged: open(Id) },
  }),
};
