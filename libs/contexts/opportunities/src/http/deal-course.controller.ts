import { Forecast, opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import { dealController } from './deal-controller.ts';

const { ForecastRevised, OpportunityForecastConfirmed, OpportunityAbandoned } = opportunities;

/** What is left out stays as it is. */
const changes = Object.fromEntries(Object.entries(Forecast.properties).map(([member, schema]) => [member, { schema, required: false }]));

/** What is expected of a deal, confirmed, and that it is let go. */
export const DealCourseController = dealController<'ConfirmForecast' | 'AbandonOpportunity'>('DealCourse', 'opportunities', {
  ConfirmForecast: {
    path: 'forecast/confirm',
    summary: 'What is expected of a deal is confirmed for this week or month, as it stands or as it is changed here (L186).',
    body: { period: OpportunityForecastConfirmed.fields.period, ...changes, reason: ForecastRevised.fields.reason },
  },
  AbandonOpportunity: {
    path: 'abandon',
    summary: 'A deal is pursued no longer, though nobody else won it.',
    body: bodyOf(OpportunityAbandoned.fields, 'opportunityId', 'stage', 'lacking', 'forecast'),
  },
});
