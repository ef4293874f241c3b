import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, OneOf, open, openOptional } from '../../fields.ts';
import { Forecast, ForecastDue, ForecastPeriodName, forecastPeriods } from './lifecycle.events.ts';

/** What is expected of a deal, confirmed each week and each month (L186). */
export const forecasting = {
  OpportunityForecastConfirmed: event('OpportunityForecastConfirmed', {
    aggregate: 'opportunity',
    description:
      'What is expected of a deal was confirmed for a week or a month, as it stood or as it was revised on that occasion (L186).',
    fields: {
      opportunityId: open(Id),
      period: open(OneOf(...forecastPeriods)),
      of: open(ForecastPeriodName),
      forecast: open(Forecast),
      revised: open(Type.Boolean()),
      next: openOptional(ForecastDue),
    },
  }),
  ForecastSubmissionMissed: event('ForecastSubmissionMissed', {
    aggregate: 'opportunity',
    description: 'What is expected of a deal was not confirmed by the end of a week or a month (L186).',
    fields: {
      opportunityId: open(Id),
      ownerId: open(Id),
      period: open(OneOf(...forecastPeriods)),
      of: open(ForecastPeriodName),
      dueAt: open(Instant),
      next: openOptional(ForecastDue),
    },
  }),
};
