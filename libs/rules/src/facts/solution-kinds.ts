import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What the customer needs, what it is offered and was shown, and what it says of that. */
export const solutionKinds = kindsOf<OpportunityEvent>()({
  researchSessions: ['NeedsResearchSessionHeld', 'sessionId'],
  needs: ['NeedRecorded', 'needId'],
  needConfirmations: ['NeedConfirmed', 'needId'],
  technicalConfirmations: ['TechnicalNeedConfirmed', 'needId'],
  needsReports: ['NeedsAnalysisReportSubmitted', 'reportId'],
  needsReportReviews: ['NeedsAnalysisReportReviewed', 'reportId'],
  solutionDirections: ['SolutionDirectionProposed', 'directionId'],
  solutionDesignStarts: ['SolutionDesignStarted', 'solutionId'],
  solutionDesigns: ['SolutionDesigned', 'solutionId'],
  solutionRevisions: ['SolutionRevised', 'solutionId'],
  feasibilityAssessments: ['TechnicalFeasibilityAssessed', 'solutionId'],
  solutionReviewRequests: ['SolutionReviewRequested', 'reviewId'],
  solutionReviews: ['SolutionReviewHeld', 'reviewId'],
  solutionDrafts: ['SolutionDraftSubmitted', 'solutionId'],
  solutionMatches: ['SolutionMatchAssessed', 'solutionId'],
  demosScheduled: ['DemoScheduled', 'demoId'],
  demos: ['DemoDelivered', 'demoId'],
  demoOutcomes: ['DemoOutcomeRecorded', 'demoId'],
  pocRequests: ['PocRequested', 'pocId'],
  pocStarts: ['PocStarted', 'pocId'],
  pocConclusions: ['PocConcluded', 'pocId'],
  pocCancellations: ['PocCancelled', 'pocId'],
  feedback: ['CustomerFeedbackReceived', 'feedbackId'],
  feedbackAddressed: ['FeedbackAddressed', 'feedbackId'],
  valuePoints: ['ValuePointRecorded', 'valuePointId'],
  valueAcknowledgements: ['SolutionValueAcknowledged', 'acknowledgementId'],
  roiAnalyses: ['RoiAnalysisCompleted', 'roiId'],
});
