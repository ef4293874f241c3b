import { event } from '../../definition.ts';
import { Id, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';

/** Against whom we compete (L44, L115). */
export const competition = {
  CompetitorIdentified: event('CompetitorIdentified', {
    aggregate: 'opportunity',
    description: 'It became known against whom a deal is to be won; the customer’s own people and its staying as it is compete too (L115).',
    fields: { opportunityId: open(Id), competitorId: open(Id), kind: open(OneOf('vendor', 'inHouse', 'statusQuo')), name: open(Line) },
  }),
  CompetitorPositionAssessed: event('CompetitorPositionAssessed', {
    aggregate: 'opportunity',
    description: 'How a competitor stands in a deal, seen from us (L44, L115).',
    fields: {
      opportunityId: open(Id),
      competitorId: open(Id),
      position: open(OneOf('ahead', 'level', 'behind')),
      strengths: openOptional(Prose),
      weaknesses: openOptional(Prose),
    },
  }),
  CounterStrategyRecorded: event('CounterStrategyRecorded', {
    aggregate: 'opportunity',
    description: 'How a competitor is to be met in a deal (L44).',
    fields: {
      opportunityId: open(Id),
      competitorId: open(Id),
      /** Open to those who see the deal: all of them work on it or watch over it, and none of them is outside the company. */
      strategy: open(Prose),
    },
  }),
};
