import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Money, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { Allowed } from './quotes.events.ts';

/** What a deal may take of the company beside a proof of concept (L188). */
export const resourceKinds = ['presales', 'executiveVisit', 'workshop', 'equipmentLoan', 'other'] as const;

const Effort = Type.Object(
  { personDays: Type.Integer({ minimum: 0, maximum: 100_000 }), cost: Type.Optional(Money) },
  { additionalProperties: false },
);
const named = { opportunityId: open(Id), resourceId: open(Id) };

/** People, things and money of the company that are spent on a deal before it is won (L188). */
export const resources = {
  ResourceRequested: event('ResourceRequested', {
    aggregate: 'opportunity',
    description: 'A resource of the company was asked for, with what it is for and what it takes (L188).',
    fields: { ...named, resource: open(OneOf(...resourceKinds)), purpose: open(Prose), effort: open(Effort) },
  }),
  ResourceEngaged: event('ResourceEngaged', {
    aggregate: 'opportunity',
    description: 'A resource that was asked for is taken from now on; a large one only with an approval (L188).',
    fields: { ...named, authority: openOptional(Allowed) },
  }),
  ResourceReleased: event('ResourceReleased', {
    aggregate: 'opportunity',
    description: 'A resource is free again, with what it took in the end.',
    fields: { ...named, used: open(Effort) },
  }),
  ResourceRequestWithdrawn: event('ResourceRequestWithdrawn', {
    aggregate: 'opportunity',
    description: 'A resource that was asked for is not needed; it was not taken.',
    fields: { ...named, reason: open(Prose) },
  }),
};
