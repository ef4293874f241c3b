import type { DealFacts } from '../../facts/deal-facts.ts';
import { documentsOnFile } from '../../facts/documents.ts';
import { activitiesOf, provenBy, stakeholdersOf } from '../../facts/evidence.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

/** L114: the customer's pains are known, and what it wants to reach. */
const painsAndObjectivesKnown: Criterion<DealFacts> = {
  name: 'painsAndObjectivesKnown',
  version: 1,
  title: { zh: '已识别核心痛点与业务目标', en: 'Core pains and business objectives are identified' },
  policyLines: [114],
  parameters: {},
  suppliedBy: ['RecordPainPoint', 'RecordBusinessObjective'],
  judge: ({ painPoints, businessObjectives }) => {
    const [pains, objectives] = [listed(painPoints), listed(businessObjectives)];
    const evidence = evidenceOf([...pains, ...objectives]);
    if (evidence.length === 0) return missing();
    if (pains.length === 0) return unmet('noPainPoint', evidence);
    if (objectives.length === 0) return unmet('noBusinessObjective', evidence);
    return met(evidence);
  },
};

const formal: readonly string[] = ['meeting', 'visit'];

/** L112: the first formal meeting was held, with someone who is known at the customer's, or minutes of it are on file. */
const firstFormalMeetingHeld: Criterion<DealFacts> = {
  name: 'firstFormalMeetingHeld',
  version: 1,
  title: { zh: '已与客户进行首次正式沟通', en: 'The first formal meeting was held' },
  policyLines: [112],
  parameters: {},
  suppliedBy: ['LogActivity', 'IdentifyStakeholder', 'AttachDocument'],
  judge: (facts, _, now) => {
    const held = activitiesOf(facts).filter(({ data }) => data.firstFormal && formal.includes(data.type) && data.heldAt <= now);
    if (held.length === 0) return missing();
    const there = held.flatMap(({ data }) => data.stakeholderIds ?? []);
    const known = stakeholdersOf(facts).filter(({ data }) => there.includes(data.stakeholderId));
    const minutes = documentsOnFile(
      facts,
      ['meetingMinutes'],
      held.flatMap(({ data }) => data.minutesDocumentId ?? []),
    );
    const evidence = [...held, ...known].flatMap((each) => each.evidence);
    return known.length + minutes.length > 0 ? met([...evidence, ...evidenceOf(minutes)]) : unmet('nobodyKnownNorMinutes', evidence);
  },
};

/** L115, L246: what the customer uses, where it falls short, and that it suffers from it. */
const currentSolutionKnown: Criterion<DealFacts> = {
  name: 'currentSolutionKnown',
  version: 1,
  title: { zh: '已了解现有解决方案及其不足', en: 'The customer’s present solution is known, and where it falls short' },
  policyLines: [115, 246],
  parameters: {},
  suppliedBy: ['RecordCurrentSolution', 'RecordPainPoint', 'StateChallenge'],
  judge: ({ currentSolutions, painPoints, challenges }) => {
    const solutions = listed(currentSolutions);
    if (solutions.length === 0) return missing();
    const suffered = [...listed(painPoints), ...listed(challenges)];
    const evidence = evidenceOf([...solutions, ...suffered]);
    if (solutions.every(({ data }) => data.deficiencies.length === 0)) return unmet('noDeficiency', evidence);
    return suffered.length === 0 ? unmet('noPainPoint', evidence) : met(evidence);
  },
};

/** L116: how well we fit was judged on pains and objectives that are on file. */
const fitAssessed: Criterion<DealFacts> = {
  name: 'fitAssessed',
  version: 1,
  title: { zh: '已判断产品服务的匹配度', en: 'How well we fit was judged' },
  policyLines: [116],
  parameters: { phase: 'text', atLeast: 'number?' },
  suppliedBy: ['AssessFit'],
  judge: ({ fit, painPoints, businessObjectives }, { phase, atLeast = 0 }) => {
    const assessed = fit[String(phase)];
    if (!assessed) return missing(undefined, { phase: String(phase) });
    const { painPointIds = [], objectiveIds = [], score } = assessed.data;
    const compared = [...painPointIds.map((id) => painPoints[id]), ...objectiveIds.map((id) => businessObjectives[id])];
    const evidence = evidenceOf([assessed, ...compared.filter((fact) => fact !== undefined)]);
    if (evidence.length === 1) return unmet('nothingCompared', evidence);
    return score < Number(atLeast) ? unmet('fitTooLow', evidence, { score }) : met(evidence);
  },
};

/** L118, L120: what a deal is opened with is there, its signing date is ahead, and someone is known to talk with. */
const projectDataComplete: Criterion<DealFacts> = {
  name: 'projectDataComplete',
  version: 1,
  title: { zh: '立项信息完整', en: 'What the deal is opened with is complete' },
  policyLines: [118, 120],
  parameters: {},
  suppliedBy: ['ReviseForecast', 'IdentifyStakeholder'],
  judge: (facts, _, now) => {
    const { amount, signingDate } = facts.forecast;
    const known = stakeholdersOf(facts);
    const evidence = known.flatMap((each) => each.evidence);
    if (amount.minor === 0) return unmet('noAmount', evidence);
    if (signingDate < now.slice(0, 10)) return unmet('signingDatePassed', evidence, { signingDate });
    return known.length === 0 ? missing('noKeyContact') : met(evidence);
  },
};

/** L33: the customer was shown how another one succeeded, in an activity or by a document. */
const referenceCaseShared: Criterion<DealFacts> = {
  name: 'referenceCaseShared',
  version: 1,
  title: { zh: '已分享客户案例', en: 'A reference was shared' },
  policyLines: [33],
  parameters: {},
  suppliedBy: ['ShareReferenceCase', 'LogActivity', 'AttachDocument'],
  judge: (facts) => {
    const shared = listed(facts.referenceCases);
    if (shared.length === 0) return missing();
    const proof = shared.flatMap(({ data: { activityId, documentId } }) =>
      provenBy(facts, { activityIds: activityId ? [activityId] : [], documentIds: documentId ? [documentId] : [] }),
    );
    return proof.length > 0 ? met([...evidenceOf(shared), ...proof]) : unmet('noEvidence', evidenceOf(shared));
  },
};

export const discoveryCriteria: readonly Criterion<DealFacts>[] = [
  painsAndObjectivesKnown,
  firstFormalMeetingHeld,
  currentSolutionKnown,
  fitAssessed,
  projectDataComplete,
  referenceCaseShared,
];
