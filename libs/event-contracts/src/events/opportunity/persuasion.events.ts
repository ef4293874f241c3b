import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, OneOf, open, openOptional, Prose, Sha256 } from '../../fields.ts';

/** What a customer objects to or asks about (L39, L141, L261); the policy names detail, specification, service level, price and terms. */
export const objectionCategories = ['detail', 'specification', 'sla', 'price', 'terms', 'delivery', 'competitor', 'other'] as const;
/** What a customer confirms (L135, L142). */
export const confirmationScopes = ['solution', 'quote', 'commercialTerms'] as const;
/** How: in an e-mail, in minutes, by word of mouth, or as agreement in principle (L142, L144). */
export const confirmationForms = ['writtenEmail', 'minutes', 'oral', 'principle'] as const;

const meeting = {
  opportunityId: open(Id),
  meetingId: open(Id),
  heldOn: open(CalendarDate),
  subject: openOptional(Line),
  /** Of the customer. */
  stakeholderIds: open(Type.Array(Id)),
  /** Ours, with the roles that they held when it was recorded. */
  ours: open(Type.Array(Type.Object({ userId: Id, roles: Type.Array(Id) }, { additionalProperties: false }))),
  minutesDocumentId: openOptional(Id),
};

/** How the customer is convinced, what it objects to, and what it confirms. */
export const persuasion = {
  ExecutiveMeetingHeld: event('ExecutiveMeetingHeld', {
    aggregate: 'opportunity',
    description: 'Managers of both sides met (L43, L140).',
    fields: meeting,
  }),
  WorkshopHeld: event('WorkshopHeld', {
    aggregate: 'opportunity',
    description: 'A workshop or seminar was held for the customer (L43, L140).',
    fields: meeting,
  }),
  ObjectionRaised: event('ObjectionRaised', {
    aggregate: 'opportunity',
    description: 'The customer asked something or objected to something (L39, L141, L261).',
    fields: {
      opportunityId: open(Id),
      objectionId: open(Id),
      category: open(OneOf(...objectionCategories)),
      description: open(Prose),
      stakeholderId: openOptional(Id),
    },
  }),
  ObjectionResolved: event('ObjectionResolved', {
    aggregate: 'opportunity',
    description: 'A question or objection of the customer was answered (L141, L261).',
    fields: { opportunityId: open(Id), objectionId: open(Id), how: open(Prose), documentId: openOptional(Id) },
  }),
  CustomerConfirmationObtained: event('CustomerConfirmationObtained', {
    aggregate: 'opportunity',
    description: 'The customer confirmed a solution, a quote or commercial terms (L135, L142, L144: K33).',
    fields: {
      opportunityId: open(Id),
      confirmationId: open(Id),
      scope: open(Type.Array(OneOf(...confirmationScopes))),
      form: open(OneOf(...confirmationForms)),
      stakeholderId: open(Id),
      confirmedOn: open(CalendarDate),
      proposalId: openOptional(Id),
      /** The very content that was confirmed. */
      quote: openOptional(
        Type.Object({ quoteId: Id, version: Type.Integer({ minimum: 1 }), contentSha256: Sha256 }, { additionalProperties: false }),
      ),
      documentId: openOptional(Id),
    },
  }),
  CustomerConfirmationWitnessed: event('CustomerConfirmationWitnessed', {
    aggregate: 'opportunity',
    description: 'Someone other than the deal’s owner bears out what the customer confirmed (L142).',
    fields: { opportunityId: open(Id), confirmationId: open(Id), note: openOptional(Prose) },
  }),
};
