import type { DealFacts } from '../../facts/deal-facts.ts';
import { provenBy } from '../../facts/evidence.ts';
import { evidenceOf, listed, type Fact } from '../../facts/gathering.ts';
import { isOthers } from '../../facts/others.ts';
import { isOfVersion, latestSolution } from '../../facts/solution-versions.ts';
import { met, missing, notApplicable, unmet, type Criterion } from '../criterion.ts';
import { distinct } from '../../values.ts';

type Feedback = DealFacts['feedback'][string];

/** L130, L133, L261, L265: the customer said what it thinks, of whichever version: what was said of an earlier one is what a later one answers. */
const feedbackCollected: Criterion<DealFacts> = {
  name: 'feedbackCollected',
  version: 1,
  title: { zh: '已收集客户反馈', en: 'The customer’s feedback was collected' },
  policyLines: [130, 133, 261, 265],
  parameters: { subject: 'text' },
  suppliedBy: ['LogActivity', 'RecordFeedback'],
  judge: (facts, { subject }) => {
    const given = listed(facts.feedback).filter(({ data }) => data.subject === subject);
    if (given.length === 0) return missing();
    const proven = given.flatMap(({ eventId, data }) => {
      const proof = provenBy(facts, data.evidence);
      return proof.length > 0 ? [eventId, ...proof] : [];
    });
    return proven.length > 0 ? met(distinct(proven)) : unmet('evidenceNotReceived', evidenceOf(given));
  },
};

/** A version of a solution that was made since answers it, or who gave it has come to think better of the same thing. */
const answerTo = ({ feedback, feedbackAddressed }: DealFacts, { revision, data }: Feedback): Fact | undefined =>
  feedbackAddressed[data.feedbackId] ??
  listed(feedback).find(
    ({ revision: later, data: other }) =>
      later > revision &&
      other.fromStakeholderId === data.fromStakeholderId &&
      other.subject === data.subject &&
      other.subjectId === data.subjectId &&
      other.sentiment >= 0,
  );

/** L130, L262: all that the customer did not like is answered. It does not apply where there is nothing of the kind; whether the customer was asked is another question. */
const feedbackAddressed: Criterion<DealFacts> = {
  name: 'feedbackAddressed',
  version: 1,
  title: { zh: '已根据客户反馈调整优化方案', en: 'The customer’s feedback is answered' },
  policyLines: [130, 262],
  parameters: {},
  suppliedBy: ['RecordFeedback', 'ReviseSolution', 'AddressFeedback'],
  judge: (facts) => {
    const against = listed(facts.feedback).filter(({ data: { sentiment } }) => sentiment < 0);
    if (against.length === 0) return notApplicable;
    const answers = against.map((feedback) => ({ feedback, answer: answerTo(facts, feedback) }));
    const evidence = answers.flatMap(({ feedback, answer }) => evidenceOf(answer ? [feedback, answer] : [feedback]));
    const feedbackIds = answers.flatMap(({ feedback, answer }) => (answer ? [] : [feedback.data.feedbackId]));
    return feedbackIds.length > 0 ? unmet('feedbackOpen', evidence, { feedbackIds }) : met(distinct(evidence));
  },
};

/**
 * L131: of the latest version, the customer agreed to each value that was recorded, in its present words, and a meeting with it or a document of it bears
 * that out. What it agreed to of an earlier version may no longer be in this one.
 */
const solutionValueAcknowledged: Criterion<DealFacts> = {
  name: 'solutionValueAcknowledged',
  version: 1,
  title: { zh: '客户认同方案核心价值', en: 'The customer acknowledged the value of the solution' },
  policyLines: [131],
  parameters: {},
  suppliedBy: ['RecordValuePoint', 'LogActivity', 'RecordValueAcknowledgement'],
  judge: (facts) => {
    const latest = latestSolution(facts);
    const points = listed(facts.valuePoints);
    if (!latest || points.length === 0) return missing(latest ? 'noValuePoint' : 'noSolution');
    const all = listed(facts.valueAcknowledgements);
    const current = all.filter(({ data }) => isOfVersion(latest, data));
    if (current.length === 0) return all.length === 0 ? missing() : unmet('ofEarlierVersion', evidenceOf(all));
    const counted = current.filter(({ data }) => provenBy(facts, data.evidence).length > 0);
    const open = points.filter(
      (point) => !counted.some(({ revision, data }) => revision > point.revision && data.valuePointIds.includes(point.data.valuePointId)),
    );
    const proof = counted.flatMap(({ data }) => provenBy(facts, data.evidence));
    const evidence = distinct([...evidenceOf([latest, ...points, ...current]), ...proof]);
    const valuePointIds = open.map(({ data }) => data.valuePointId);
    return open.length > 0 ? unmet('valuePointsOpen', evidence, { valuePointIds }) : met(evidence);
  },
};

/** L42, L138: what the customer gains was computed, and shown in a document on file, or computed by someone other than the owner. */
const roiAnalysed: Criterion<DealFacts> = {
  name: 'roiAnalysed',
  version: 1,
  title: { zh: '已完成投资回报(ROI)分析', en: 'The return on investment was analysed' },
  policyLines: [42, 138],
  parameters: {},
  suppliedBy: ['AttachDocument', 'CompleteRoiAnalysis'],
  judge: (facts) => {
    const last = listed(facts.roiAnalyses).at(-1);
    if (!last) return missing();
    const { roiId, documentId } = last.data;
    const document = documentId === undefined ? undefined : facts.documents[documentId];
    const evidence = evidenceOf([last, ...(document ? [document] : [])]);
    return document || isOthers(facts, last) ? met(evidence) : unmet('documentNotReceived', evidence, { roiId });
  },
};

export const valueCriteria: readonly Criterion<DealFacts>[] = [
  feedbackCollected,
  feedbackAddressed,
  solutionValueAcknowledged,
  roiAnalysed,
];
