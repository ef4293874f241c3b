import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What the customer needs, and how it was found out. */
export const solutionKinds = kindsOf<OpportunityEvent>()({
  researchSessions: ['NeedsResearchSessionHeld', 'sessionId'],
  needs: ['NeedRecorded', 'needId'],
  needConfirmations: ['NeedConfirmed', 'needId'],
  technicalConfirmations: ['TechnicalNeedConfirmed', 'needId'],
  needsReports: ['NeedsAnalysisReportSubmitted', 'reportId'],
  needsReportReviews: ['NeedsAnalysisReportReviewed', 'reportId'],
});
