import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, Line, Money, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { Allowed } from './quotes.events.ts';

/** What was shown to the customer, and what it tried out. */
export const demonstration = {
  DemoScheduled: event('DemoScheduled', {
    aggregate: 'opportunity',
    description: 'A demonstration was arranged, for certain pains of the customer (L32, L129).',
    fields: { opportunityId: open(Id), demoId: open(Id), scheduledFor: open(Instant), painPointIds: open(Type.Array(Id)) },
  }),
  DemoDelivered: event('DemoDelivered', {
    aggregate: 'opportunity',
    description: 'A product or a version of a solution was shown to people of the customer’s (L32, L129, L260).',
    fields: {
      opportunityId: open(Id),
      demoId: open(Id),
      /** What was shown; absent for a product that was shown before there was a solution. */
      solution: openOptional(Type.Object({ solutionId: Id, version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })),
      painPointIds: open(Type.Array(Id)),
      /** Each with the roles that were known of them that day. */
      audience: open(Type.Array(Type.Object({ stakeholderId: Id, roles: Type.Array(Id) }, { additionalProperties: false }))),
    },
  }),
  DemoOutcomeRecorded: event('DemoOutcomeRecorded', {
    aggregate: 'opportunity',
    description: 'How a demonstration went (L37, L134).',
    fields: {
      opportunityId: open(Id),
      demoId: open(Id),
      /** 1 is worst, 5 is best. */
      rating: open(Type.Integer({ minimum: 1, maximum: 5 })),
      result: open(OneOf('succeeded', 'failed')),
      /** Who of the customer's rated it; absent when it is our own rating. */
      ratedByStakeholderId: openOptional(Id),
    },
  }),
  PocRequested: event('PocRequested', {
    aggregate: 'opportunity',
    description: 'A proof of concept was asked for: what it is to show, and what it takes (L129, L188).',
    fields: {
      opportunityId: open(Id),
      pocId: open(Id),
      scope: open(Prose),
      successCriteria: open(Type.Array(Type.Object({ criterionId: Id, text: Line }, { additionalProperties: false }))),
      effort: open(
        Type.Object(
          { personDays: Type.Integer({ minimum: 0, maximum: 100_000 }), cost: Type.Optional(Money) },
          { additionalProperties: false },
        ),
      ),
    },
  }),
  PocStarted: event('PocStarted', {
    aggregate: 'opportunity',
    version: 2,
    upcasters: { 1: (data) => data },
    description: 'A proof of concept began (L129); a large one only with an approval (L188).',
    fields: {
      opportunityId: open(Id),
      pocId: open(Id),
      /** By what it was allowed; unknown of those that began before that was kept. */
      authority: openOptional(Allowed),
    },
  }),
  PocConcluded: event('PocConcluded', {
    aggregate: 'opportunity',
    description: 'A proof of concept ended, with what it showed (L129, L134).',
    fields: {
      opportunityId: open(Id),
      pocId: open(Id),
      result: open(OneOf('succeeded', 'failed', 'inconclusive')),
      /** Those of its criteria of success that were met. */
      criteriaMet: open(Type.Array(Id)),
      reportDocumentId: openOptional(Id),
    },
  }),
  PocCancelled: event('PocCancelled', {
    aggregate: 'opportunity',
    description: 'A proof of concept that was asked for will not be brought to its end.',
    fields: { opportunityId: open(Id), pocId: open(Id), reason: open(Prose) },
  }),
};
