import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { SolutionCommand } from '../domain/solution.ts';
import { dealController } from './deal-controller.ts';

const { SolutionDirectionProposed, SolutionDesignStarted, SolutionDesigned, SolutionRevised, SolutionDraftSubmitted } = opportunities;
const { TechnicalFeasibilityAssessed, SolutionMatchAssessed } = opportunities;
const { SolutionReviewRequested, SolutionReviewHeld } = opportunities;

export const SolutionController = dealController<SolutionCommand['type']>('Solution', 'deals: solution', {
  ProposeSolutionDirection: {
    path: 'solution-directions',
    summary: 'The direction in which a solution is sought for needs (L27, L34).',
    body: bodyOf(SolutionDirectionProposed.fields, 'opportunityId', 'directionId'),
    makes: { directionId: 'solution-direction' },
  },
  StartSolutionDesign: {
    path: 'start-solution-design',
    summary: 'The design of a solution begins (L126).',
    body: bodyOf(SolutionDesignStarted.fields, 'opportunityId', 'solutionId'),
    makes: { solutionId: 'solution' },
  },
  DesignSolution: {
    path: 'solutions',
    summary: 'A solution in its first version: products, services, how they are put into place (L257).',
    body: bodyOf(SolutionDesigned.fields, 'opportunityId', 'solutionId', 'version'),
    makes: { solutionId: 'solution' },
  },
  ReviseSolution: {
    path: 'revise-solution',
    summary:
      'The next version of a solution, with the feedback that it answers (L130, L262). What was said of earlier versions no longer counts.',
    body: bodyOf(SolutionRevised.fields, 'opportunityId', 'version'),
  },
  SubmitSolutionDraft: {
    path: 'solution-drafts',
    summary: 'The draft of the proposal, or what will be shown (L128, L133).',
    body: bodyOf(SolutionDraftSubmitted.fields, 'opportunityId'),
  },
  AssessTechnicalFeasibility: {
    path: 'assess-feasibility',
    summary: 'Whether a version of a solution can be built, by presales or an architect (L126, L133). Never the deal’s owner.',
    body: bodyOf(TechnicalFeasibilityAssessed.fields, 'opportunityId', 'role'),
  },
  RequestSolutionReview: {
    path: 'solution-reviews',
    summary: 'Departments are asked to review a version of a solution (L127, L259).',
    body: bodyOf(SolutionReviewRequested.fields, 'opportunityId', 'reviewId'),
    makes: { reviewId: 'solution-review' },
  },
  RecordSolutionReview: {
    path: 'record-solution-review',
    summary: 'What departments decided on the version that they were asked to review (L127, L259).',
    body: bodyOf(SolutionReviewHeld.fields, 'opportunityId', 'solutionId', 'version'),
  },
  AssessSolutionMatch: {
    path: 'assess-match',
    summary: 'How well a version covers the confirmed needs, need by need; the score is computed (L134).',
    body: bodyOf(SolutionMatchAssessed.fields, 'opportunityId', 'scoreBasisPoints'),
  },
});
