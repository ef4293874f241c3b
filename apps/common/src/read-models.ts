import type { AnyProjectionTable } from '#projections';
import { accountListProjection, contactListProjection } from '#account-list';
import { approvalListProjection } from '#approval-list';
import { auditProjection } from '#audit';
import { campaignListProjection } from '#campaign-list';
import { contractListProjection } from '#contract-list';
import { definitionListProjection } from '#definition-list';
import { forecastProjection } from '#forecast';
import { funnelProjection } from '#funnel';
import { leadListProjection } from '#lead-list';
import { opportunityListProjection, userTeamsProjection } from '#opportunity-list';
import { orgChartProjection } from '#org-chart';
import { deadlinesProjection } from '#processes';
import { dealWorklistProjection, leadWorklistProjection } from '#worklist';

/** Everything that this program projects. */
export const readModels: readonly AnyProjectionTable[] = [
  auditProjection,
  funnelProjection,
  forecastProjection,
  leadListProjection,
  opportunityListProjection,
  userTeamsProjection,
  orgChartProjection,
  definitionListProjection,
  accountListProjection,
  contactListProjection,
  campaignListProjection,
  approvalListProjection,
  contractListProjection,
  deadlinesProjection,
  dealWorklistProjection,
  leadWorklistProjection,
] as readonly AnyProjectionTable[];
