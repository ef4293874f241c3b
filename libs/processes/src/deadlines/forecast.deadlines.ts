import type { ForecastDue } from '#event-contracts';
import type { NoteForecastMissed } from '#opportunities';
import { deadline, type Due } from './deadline.ts';

/** Weeks and months run beside each other: each is a subject of its own. */
const dueBy = (opportunityId: string, due: ForecastDue = []): readonly Due<NoteForecastMissed>[] =>
  due.map(({ period, of, dueAt }) => ({
    subject: period,
    dueAt,
    command: { type: 'NoteForecastMissed', data: { opportunityId, period, of, dueAt } },
  }));

/** L186: what is expected of a deal is confirmed every week and month, as its process asks, for as long as it is open. What was missed does not stop the next. */
export const forecastConfirmation = deadline({
  name: 'forecast-confirmation',
  version: 2,
  of: 'opportunity',
  starts: {
    OpportunityOpened: ({ data }) => dueBy(data.opportunityId, data.forecastDue),
    OpportunityAdopted: ({ data }) => dueBy(data.opportunityId, data.forecastDue),
    ProcessMigrated: ({ data }) => dueBy(data.opportunityId, data.forecastDue),
    OpportunityReopened: ({ data }) => dueBy(data.opportunityId, data.forecastDue),
    OpportunityForecastConfirmed: ({ data }) => dueBy(data.opportunityId, data.next),
    ForecastSubmissionMissed: ({ data }) => dueBy(data.opportunityId, data.next),
  },
  ends: ['OpportunityWon', 'OpportunityLost', 'OpportunityAbandoned'],
  effects: ['ForecastSubmissionMissed'],
});
