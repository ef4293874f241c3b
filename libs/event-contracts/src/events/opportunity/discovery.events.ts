import { event } from '../../definition.ts';
import { Id, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

/** What was found out about the customer. */
export const discovery = {
  PainPointRecorded: event('PainPointRecorded', {
    aggregate: 'opportunity',
    description: 'A pain of the customer was recorded (L8, L21, L114, L233).',
    fields: {
      opportunityId: open(Id),
      painPointId: open(Id),
      description: open(Prose),
      /** General: of its industry; specific: of this customer. */
      scope: open(OneOf('general', 'specific')),
      /** What it costs the customer, as it says. */
      impact: openOptional(Prose),
    },
  }),
  BusinessObjectiveRecorded: event('BusinessObjectiveRecorded', {
    aggregate: 'opportunity',
    description: 'What the customer wants to reach was recorded (L8, L114, L245).',
    fields: {
      opportunityId: open(Id),
      objectiveId: open(Id),
      description: open(Prose),
      measure: openOptional(Line),
    },
  }),
};
