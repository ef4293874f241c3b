import { approvalsOf, grantedByOthers, standingOf } from '../../facts/approvals.ts';
import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { isOthers } from '../../facts/others.ts';
import { isOfVersion, latestSolution, solutionContentSha256, type SolutionVersion } from '../../facts/solution-versions.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';
import type { Parameters } from '../requirement.ts';
import { distinct } from '../../values.ts';

/** The customer, or presales, confirmed the need as it is worded now. */
const confirmations = ({ needs, needConfirmations, technicalConfirmations }: DealFacts, needId: string) =>
  [needConfirmations[needId], technicalConfirmations[needId]].flatMap((confirmed) =>
    confirmed && confirmed.data.version === needs[needId]?.data.version ? [confirmed] : [],
  );

/** L27, L34: a direction was shown for needs, of which at least one was confirmed. It holds for the deal, whatever is designed later. */
const solutionDirectionProposed: Criterion<DealFacts> = {
  name: 'solutionDirectionProposed',
  version: 1,
  title: { zh: '已提出初步解决方案方向', en: 'A direction for the solution was proposed' },
  policyLines: [27, 34],
  parameters: {},
  suppliedBy: ['ConfirmNeed', 'ProposeSolutionDirection'],
  judge: (facts) => {
    const directions = listed(facts.solutionDirections);
    if (directions.length === 0) return missing();
    const confirmed = directions.flatMap(({ data }) => data.needIds.flatMap((needId) => confirmations(facts, needId)));
    const evidence = evidenceOf([...directions, ...confirmed]);
    return confirmed.length > 0 ? met(distinct(evidence)) : unmet('noConfirmedNeed', evidence);
  },
};

/** Of what is offered now; missing while nothing is. What was said of an earlier version says nothing of this one. */
const ofLatest =
  (judge: (latest: SolutionVersion, facts: DealFacts, parameters: Parameters) => Verdict) =>
  (facts: DealFacts, parameters: Parameters): Verdict => {
    const latest = latestSolution(facts);
    return latest ? judge(latest, facts, parameters) : missing('noSolution');
  };

const versionOf = ({ data: { solutionId, version } }: SolutionVersion) => ({ solutionId, version });

const parts: Readonly<Record<string, (data: SolutionVersion['data']) => boolean>> = {
  products: ({ products }) => products.length > 0,
  services: ({ services }) => services.length > 0,
  plan: ({ implementationPlan }) => implementationPlan !== undefined,
};

/** L257: the latest version has the parts that are asked for, and covers needs of the customer that are on file. */
const solutionDesigned: Criterion<DealFacts> = {
  name: 'solutionDesigned',
  version: 1,
  title: { zh: '解决方案已设计完成', en: 'The solution is designed' },
  policyLines: [123, 257],
  parameters: { parts: 'many?' },
  suppliedBy: ['RecordNeed', 'DesignSolution', 'ReviseSolution'],
  judge: ofLatest((latest, { needs }, { parts: asked = [] }) => {
    const covered = latest.data.needIds.flatMap((needId) => needs[needId] ?? []);
    const evidence = evidenceOf([latest, ...covered]);
    const lacking = [asked]
      .flat()
      .map(String)
      .filter((part) => !parts[part]?.(latest.data));
    if (lacking.length > 0) return unmet('partsMissing', evidence, { ...versionOf(latest), parts: lacking });
    return covered.length > 0 ? met(evidence) : unmet('noNeedCovered', evidence, versionOf(latest));
  }),
};

/** L126, L133: someone else than the owner judged the latest version to be feasible, if only on stated conditions. */
const technicalFeasibilityAssessed: Criterion<DealFacts> = {
  name: 'technicalFeasibilityAssessed',
  version: 1,
  title: { zh: '技术可行性已评估', en: 'Technical feasibility was assessed' },
  policyLines: [126, 133],
  parameters: {},
  suppliedBy: ['DesignSolution', 'AssessTechnicalFeasibility'],
  judge: ofLatest((latest, facts) => {
    const assessed = facts.feasibilityAssessments[latest.data.solutionId];
    if (!assessed) return missing('notAssessed', versionOf(latest));
    const evidence = evidenceOf([latest, assessed]);
    if (!isOfVersion(latest, assessed.data)) return unmet('ofEarlierVersion', evidence, versionOf(latest));
    if (!isOthers(facts, assessed)) return unmet('assessedByOwner', evidence);
    return assessed.data.result === 'infeasible' ? unmet('infeasible', evidence, versionOf(latest)) : met(evidence);
  }),
};

/** L127, L259: where the matrix says who reviews, others granted a review of the latest version as it stands. */
const reviewGranted = (latest: SolutionVersion, facts: DealFacts): Verdict | undefined => {
  const { solutionId } = latest.data;
  const sought = approvalsOf(facts, 'solutionReview', solutionId).at(-1);
  if (!sought) return undefined;
  const { approvalId, ask } = sought.data;
  const noted = facts.approvalsNoted[approvalId];
  const evidence = evidenceOf([latest, sought, ...(noted ? [noted] : [])]);
  const [reviewedSha256, currentSha256] = [ask.subject.contentSha256, solutionContentSha256(latest)];
  if (reviewedSha256 !== currentSha256)
    return unmet('ofEarlierVersion', evidence, { ...versionOf(latest), approvalId, reviewedSha256, currentSha256 });
  if (grantedByOthers(facts, approvalId)) return met(evidence);
  const standing = standingOf(facts, approvalId);
  return unmet(standing === 'granted' ? 'ownApproval' : standing, evidence, { ...versionOf(latest), approvalId });
};

/** L127, L259: the departments approved a version, by minutes on file or by the word of someone other than the owner. */
const reviewHeld = (
  latest: SolutionVersion,
  review: DealFacts['solutionReviews'][string],
  facts: DealFacts,
  departments: readonly string[],
): Verdict => {
  const { data } = review;
  const minutes = data.minutesDocumentId === undefined ? undefined : facts.documents[data.minutesDocumentId];
  const evidence = evidenceOf([latest, review, ...(minutes ? [minutes] : [])]);
  const absent = departments.filter((department) => !data.departments.some((present) => present === department));
  if (absent.length > 0) return unmet('departmentsAbsent', evidence, { departments: absent });
  if (data.decision !== 'approved') return unmet(data.decision, evidence, versionOf(latest));
  return minutes || isOthers(facts, review) ? met(evidence) : unmet('minutesNotReceived', evidence);
};

/** What L127 asks to a review, where nothing else is said. */
const usualDepartments: readonly string[] = ['PRODUCT', 'RND'];

/**
 * L127, L259: the departments that are asked for approved the latest version, by minutes on file or by the word of someone other than the owner; or
 * those whom the matrix names approved it, where the review was asked for as an approval. No history from before that was possible is judged otherwise.
 */
const solutionReviewed: Criterion<DealFacts> = {
  name: 'solutionReviewed',
  version: 1,
  title: { zh: '方案已通过内部跨部门评审', en: 'The solution passed the internal review' },
  policyLines: [127, 259],
  parameters: { departments: 'many?' },
  suppliedBy: ['RequestSolutionReview', 'AttachDocument', 'RecordSolutionReview', 'SeekApproval'],
  judge: ofLatest((latest, facts, { departments = usualDepartments }) => {
    const granted = reviewGranted(latest, facts);
    if (granted?.result === 'met') return granted;
    const reviews = listed(facts.solutionReviews);
    const review = reviews.findLast(({ data }) => isOfVersion(latest, data));
    if (review) return reviewHeld(latest, review, facts, [departments].flat().map(String));
    return granted ?? (reviews.length === 0 ? missing() : unmet('ofEarlierVersion', evidenceOf(reviews), versionOf(latest)));
  }),
};

/** L128, L133: what describes the latest version is on file; a draft of an earlier one describes something else. */
const solutionDraftSubmitted: Criterion<DealFacts> = {
  name: 'solutionDraftSubmitted',
  version: 1,
  title: { zh: '方案初稿或演示材料已提交', en: 'The draft or the presentation is handed in' },
  policyLines: [128, 133],
  parameters: {},
  suppliedBy: ['DesignSolution', 'AttachDocument', 'SubmitSolutionDraft'],
  judge: ofLatest((latest, { solutionDrafts, documents }) => {
    const draft = solutionDrafts[latest.data.solutionId];
    if (!draft) return missing('noDraft', versionOf(latest));
    const received = draft.data.documentIds.flatMap((documentId) => documents[documentId] ?? []);
    const evidence = evidenceOf([latest, draft, ...received]);
    if (!isOfVersion(latest, draft.data)) return unmet('ofEarlierVersion', evidence, versionOf(latest));
    return received.length > 0 ? met(evidence) : unmet('documentNotReceived', evidence, { documentIds: draft.data.documentIds });
  }),
};

export const solutionCriteria: readonly Criterion<DealFacts>[] = [
  solutionDirectionProposed,
  solutionDesigned,
  technicalFeasibilityAssessed,
  solutionReviewed,
  solutionDraftSubmitted,
];
