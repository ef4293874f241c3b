/** What a deal's owner does on needs and solution together with presales, architects, product and research on its team (L36, L132, L250, L263). */
export const solutionWork = [
  'RecordNeedsResearchSession',
  'RecordNeed',
  'ConfirmNeed',
  'SubmitNeedsAnalysisReport',
  'ReviewNeedsAnalysisReport',
  'ProposeSolutionDirection',
  'StartSolutionDesign',
  'DesignSolution',
  'ReviseSolution',
  'SubmitSolutionDraft',
  'RequestSolutionReview',
  'RecordSolutionReview',
  'AssessSolutionMatch',
  'ScheduleDemo',
  'RecordDemo',
  'RecordDemoOutcome',
  'RequestPoc',
  'StartPoc',
  'ConcludePoc',
  'CancelPoc',
  'RecordFeedback',
  'AddressFeedback',
  'RecordValuePoint',
  'RecordValueAcknowledgement',
  'CompleteRoiAnalysis',
] as const;

/** What takes presales or an architect, never the deal's owner (L34, L126, L133). */
export const technicalJudgement = ['ConfirmTechnicalNeed', 'AssessTechnicalFeasibility'] as const;
