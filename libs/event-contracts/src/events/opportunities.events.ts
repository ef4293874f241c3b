import { dealApprovals } from './opportunity/approvals.events.ts';
import { activities } from './opportunity/activities.events.ts';
import { commitments } from './opportunity/commitments.events.ts';
import { competition } from './opportunity/competition.events.ts';
import { dealTeam } from './opportunity/deal-team.events.ts';
import { dealDocuments } from './opportunity/documents.events.ts';
import { contracting } from './opportunity/contracting.events.ts';
import { demonstration } from './opportunity/demonstration.events.ts';
import { discovery } from './opportunity/discovery.events.ts';
import { forecasting } from './opportunity/forecast.events.ts';
import { gates } from './opportunity/gates.events.ts';
import { dealLifecycle } from './opportunity/lifecycle.events.ts';
import { migration } from './opportunity/migration.events.ts';
import { dealNegotiation } from './opportunity/negotiation.events.ts';
import { needs } from './opportunity/needs.events.ts';
import { persuasion } from './opportunity/persuasion.events.ts';
import { proposals } from './opportunity/proposals.events.ts';
import { quotes } from './opportunity/quotes.events.ts';
import { qualification } from './opportunity/qualification.events.ts';
import { resources } from './opportunity/resources.events.ts';
import { solution } from './opportunity/solution.events.ts';
import { stakeholders } from './opportunity/stakeholders.events.ts';
import { timeLimits } from './opportunity/time-limits.events.ts';
import { value } from './opportunity/value.events.ts';

export { activityTypes } from './opportunity/activities.events.ts';
export { customerCommitments } from './opportunity/commitments.events.ts';
export { Evidence, qualificationFrameworks } from './opportunity/qualification.events.ts';
export { concerns, stakeholderRoles, stances } from './opportunity/stakeholders.events.ts';
export {
  abandonReasons,
  Forecast,
  ForecastDue,
  forecastCategories,
  forecastPeriods,
  lossReasons,
  parties,
  ProposalSection,
  proposalSections,
} from './opportunity/lifecycle.events.ts';
export { negotiationProgress, procurementStatuses } from './opportunity/negotiation.events.ts';
export { confirmationForms, confirmationScopes, objectionCategories } from './opportunity/persuasion.events.ts';
export { audiences, proposalParts } from './opportunity/proposals.events.ts';
export { givenQuoteLine } from './opportunity/quotes.events.ts';
export { resourceKinds } from './opportunity/resources.events.ts';

/** Streams `opportunity-{opportunityId}`. */
export const opportunities = {
  ...dealLifecycle,
  ...gates,
  ...migration,
  ...discovery,
  ...dealDocuments,
  ...activities,
  ...qualification,
  ...competition,
  ...commitments,
  ...stakeholders,
  ...dealTeam,
  ...needs,
  ...solution,
  ...demonstration,
  ...resources,
  ...value,
  ...proposals,
  ...quotes,
  ...persuasion,
  ...forecasting,
  ...timeLimits,
  ...dealApprovals,
  ...contracting,
  ...dealNegotiation,
};
