import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import { listed, matchScore, type Given } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import { isReviewByMatrix } from './matters.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import { documentsKnown, expertOf, needsKnown, ofLatestVersion, somethingNamed } from './solution-references.ts';

/** L126, L133: by presales or an architect, who is not the deal's owner. */
export type AssessTechnicalFeasibility = Command<'AssessTechnicalFeasibility', Omit<Data<'TechnicalFeasibilityAssessed'>, 'role'>>;
/** L127, L259. Where the matrix in force says who reviews, it is asked for as an approval instead. */
export type RequestSolutionReview = Command<'RequestSolutionReview', Data<'SolutionReviewRequested'>>;
/** L127, L259: of the version for which it was requested, even if that is no longer the latest. */
export type RecordSolutionReview = Command<'RecordSolutionReview', Given<Omit<Data<'SolutionReviewHeld'>, 'solutionId' | 'version'>>>;
/** L134 (K26): over all needs that the customer confirmed. */
export type AssessSolutionMatch = Command<'AssessSolutionMatch', Omit<Data<'SolutionMatchAssessed'>, 'scoreBasisPoints'>>;

export type JudgementCommand = AssessTechnicalFeasibility | RequestSolutionReview | RecordSolutionReview | AssessSolutionMatch;

const feasibility = stating('TechnicalFeasibilityAssessed', {
  among: ({ facts }) => facts.feasibilityAssessments,
  id: 'solutionId',
  revisable: true,
  check: (given, deal) =>
    ofLatestVersion(deal, given) ?? (given.result === 'conditional' ? somethingNamed('conditions', given.conditions) : undefined),
});

const assessFeasibility = (given: AssessTechnicalFeasibility['data'], deal: OpenDeal, known: Known): Outcome => {
  const expert = expertOf(deal, known);
  return 'refusal' in expert ? expert.refusal : feasibility({ ...given, role: expert.role }, deal, known);
};

/** Where the matrix says who reviews, it is asked for as an approval; a review that was asked for before goes on as it began. */
const governed = ({ solutionId }: RequestSolutionReview['data'], { allowance }: Known): Refusal<OpportunityRefusal> | undefined =>
  isReviewByMatrix(allowance)
    ? refuse('ReviewGoverned', { solutionId, matrix: allowance?.matrix?.name ?? null }, ['SeekApproval'])
    : undefined;

const review = stating('SolutionReviewHeld', {
  among: ({ facts }) => facts.solutionReviews,
  id: 'reviewId',
  check: ({ departments, minutesDocumentId }, deal) =>
    somethingNamed('departments', departments) ?? documentsKnown(deal, [minutesDocumentId], ['meetingMinutes']),
});

const recordReview = (given: RecordSolutionReview['data'], deal: OpenDeal, known: Known): Outcome => {
  const { reviewId } = given;
  const requests = deal.facts.solutionReviewRequests;
  const requested = requests[reviewId]?.data;
  if (!requested) return onFile('requested review', requests, [reviewId], 'RequestSolutionReview') ?? accept();
  return review({ ...given, solutionId: requested.solutionId, version: requested.version }, deal, known);
};

const match = stating('SolutionMatchAssessed', { among: ({ facts }) => facts.solutionMatches, id: 'solutionId', revisable: true });

/** The needs that the customer confirmed as they are worded now; those only count. */
const confirmedNeeds = ({ facts: { needs, needConfirmations } }: OpenDeal) =>
  listed(needs)
    .map(({ data }) => data)
    .filter(({ needId, version }) => needConfirmations[needId]?.data.version === version);

const assessMatch = (given: AssessSolutionMatch['data'], deal: OpenDeal, known: Known): Outcome => {
  const confirmed = confirmedNeeds(deal);
  const matches = new Map(given.matches.map((each) => [each.needId, each.match]));
  const hindrance = ofLatestVersion(deal, given) ?? needsKnown(deal, [...matches.keys()]);
  if (hindrance) return hindrance;
  if (confirmed.length === 0) return refuse('NoNeedConfirmed', {}, ['ConfirmNeed']);
  const open = confirmed.map(({ needId }) => needId).filter((needId) => !matches.has(needId));
  if (open.length > 0) return refuse('NeedsNotAssessed', { needIds: open }, ['say of each confirmed need how it is covered']);
  const counted = confirmed.map(({ needId, priority }) => ({ priority, match: matches.get(needId) ?? 'not' }));
  return match({ ...given, scoreBasisPoints: matchScore(counted) }, deal, known);
};

/** What those who know about it say of a solution. */
export const judgements: Chapter<JudgementCommand> = {
  AssessTechnicalFeasibility: assessFeasibility,
  RequestSolutionReview: stating('SolutionReviewRequested', {
    among: ({ facts }) => facts.solutionReviewRequests,
    id: 'reviewId',
    check: (given, deal, known) =>
      governed(given, known) ?? ofLatestVersion(deal, given) ?? somethingNamed('departments', given.departments),
  }),
  RecordSolutionReview: recordReview,
  AssessSolutionMatch: assessMatch,
};
