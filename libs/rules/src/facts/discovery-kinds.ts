import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What was found out with the customer of a deal, by whom of ours. */
export const discoveryKinds = kindsOf<OpportunityEvent>()({
  activities: ['ActivityLogged', 'activityId'],
  activityCorrections: ['ActivityCorrected', 'activityId'],
  insights: ['DealInsightShared', 'insightId'],
  referenceCases: ['ReferenceCaseShared', 'sharingId'],
  qualificationAnswers: ['QualificationAnswered', 'question'],
  qualificationAssessments: ['QualificationAssessed', 'framework'],
  challenges: ['ChallengeStated', 'challengeId'],
  currentSolutions: ['CurrentSolutionRecorded', 'solutionId'],
  // One of a deal: what is stated later takes its place.
  purchaseIntent: ['DealPurchaseIntentAssessed', 'opportunityId'],
  procurementProcess: ['ProcurementProcessRecorded', 'opportunityId'],
  complexity: ['ProjectComplexityAssessed', 'opportunityId'],
  fit: ['FitAssessed', 'phase'],
  questionnaires: ['QuestionnaireAnswered', 'questionnaireId'],
  competitors: ['CompetitorIdentified', 'competitorId'],
  competitorPositions: ['CompetitorPositionAssessed', 'competitorId'],
  counterStrategies: ['CounterStrategyRecorded', 'competitorId'],
  customerCommitments: ['CustomerCommitmentObtained', 'commitmentId'],
  commitments: ['CommitmentMade', 'commitmentId'],
  commitmentsFulfilled: ['CommitmentFulfilled', 'commitmentId'],
  commitmentsBroken: ['CommitmentBroken', 'commitmentId'],
  stakeholders: ['StakeholderIdentified', 'stakeholderId'],
  stakeholderRevisions: ['StakeholderRevised', 'stakeholderId'],
  teamJoinings: ['DealTeamMemberAdded', 'userId'],
  teamLeavings: ['DealTeamMemberRemoved', 'userId'],
  collaborationRequests: ['CollaborationRequested', 'requestId'],
  collaborationResponses: ['CollaborationResponded', 'requestId'],
});
