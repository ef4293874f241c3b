import type { OpportunityEvent } from '#event-contracts';
import { by, claimed, meeting, received, stakeholder } from '../../../../../test/support/deal-story.ts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

const contents = { solutionId: 's1', products: [], services: [], needIds: [] };
const designed = fact('SolutionDesigned', { ...contents, version: 1 });
const revised = fact('SolutionRevised', { ...contents, version: 2, reason: 'x', feedbackIds: [] });
const customer = [stakeholder('p1', 'user'), meeting('a1')];
type Subject = 'solution' | 'demo';
const feedback = (feedbackId: string, sentiment: number, more: { subject?: Subject; from?: string; evidence?: object } = {}) => {
  const { subject = 'solution', from = 'p1', evidence = { activityIds: ['a1'] } } = more;
  return fact('CustomerFeedbackReceived', {
    ...{ feedbackId, subject, subjectId: 's1', subjectVersion: 1, sentiment, fromStakeholderId: from, evidence },
  });
};

describe('feedbackCollected (L130, L133, L261, L265)', () => {
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without any', [], { result: 'missing' }],
    ['missing with some on something else', [...customer, feedback('f1', 1, { subject: 'demo' })], { result: 'missing' }],
    ['met by what was said in a meeting', [...customer, feedback('f1', -2)], { result: 'met', evidence: ['e3', 'e2'] }],
    ['met by a document on file', [received('d1', 'other'), feedback('f1', 1, { evidence: { documentIds: ['d1'] } })], { result: 'met' }],
    [
      'unmet by one that is only claimed',
      [claimed('d1', 'other'), feedback('f1', 1, { evidence: { documentIds: ['d1'] } })],
      { result: 'unmet', because: 'evidenceNotReceived' },
    ],
    ['unmet by mere words', [...customer, feedback('f1', 1, { evidence: {} })], { result: 'unmet', because: 'evidenceNotReceived' }],
    ['met after the solution was revised', [...customer, designed, feedback('f1', -1), revised], { result: 'met' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('feedbackCollected/1', { subject: 'solution' }, events)).toMatchObject(verdict));
});

describe('feedbackAddressed (L130, L262)', () => {
  const answered = fact('FeedbackAddressed', { feedbackId: 'f1', solutionId: 's1', solutionVersion: 2 });
  it.each<[string, OpportunityEvent[], object]>([
    ['not applicable while the customer said nothing', [designed], { result: 'notApplicable' }],
    ['not applicable where it liked all', [feedback('f1', 0), feedback('f2', 2)], { result: 'notApplicable' }],
    ['unmet by what nothing answers', [feedback('f1', -1)], { result: 'unmet', because: 'feedbackOpen', detail: { feedbackIds: ['f1'] } }],
    ['unmet by a revision that does not say so', [designed, feedback('f1', -1), revised], { result: 'unmet' }],
    ['met by a version that does', [designed, feedback('f1', -1), revised, answered], { result: 'met', evidence: ['e2', 'e4'] }],
    ['met when who gave it thinks better since', [feedback('f1', -1), feedback('f2', 1)], { result: 'met', evidence: ['e1', 'e2'] }],
    ['unmet when somebody else does', [feedback('f1', -1), feedback('f2', 1, { from: 'p2' })], { result: 'unmet' }],
    ['unmet when they thought better before', [feedback('f2', 1), feedback('f1', -1)], { result: 'unmet' }],
    ['unmet when they think better of something else', [feedback('f1', -1), feedback('f2', 1, { subject: 'demo' })], { result: 'unmet' }],
    ['unmet while one is open', [feedback('f1', -1), feedback('f2', -2), answered], { detail: { feedbackIds: ['f2'] } }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('feedbackAddressed/1', {}, events)).toMatchObject(verdict));
});

describe('solutionValueAcknowledged (L131)', () => {
  const point = (valuePointId: string) => fact('ValuePointRecorded', { valuePointId, description: 'x' });
  const agreed = (valuePointIds: string[], version = 1, evidence: object = { activityIds: ['a1'] }) =>
    fact('SolutionValueAcknowledged', {
      ...{ acknowledgementId: `k-${valuePointIds.join('-')}`, solutionId: 's1', version, valuePointIds, byStakeholderId: 'p1', evidence },
    });
  const start = [...customer, designed, point('v1'), point('v2')];
  const open = (...valuePointIds: string[]) => ({ result: 'unmet', because: 'valuePointsOpen', detail: { valuePointIds } });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a solution', [point('v1')], { result: 'missing', because: 'noSolution' }],
    ['missing without a value', [designed], { result: 'missing', because: 'noValuePoint' }],
    ['missing until the customer agreed', start, { result: 'missing' }],
    ['met once it agreed to all, one by one', [...start, agreed(['v1']), agreed(['v2'])], { result: 'met' }],
    ['unmet while one is open', [...start, agreed(['v1'])], open('v2')],
    ['unmet by mere words', [...start, agreed(['v1', 'v2'], 1, {})], open('v1', 'v2')],
    ['unmet once a value is worded anew', [...start, agreed(['v1', 'v2']), point('v2')], open('v2')],
    ['unmet once the solution is revised', [...start, agreed(['v1', 'v2']), revised], { result: 'unmet', because: 'ofEarlierVersion' }],
    ['met once it agreed to that', [...start, agreed(['v1']), revised, agreed(['v1', 'v2'], 2)], { result: 'met' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('solutionValueAcknowledged/1', {}, events)).toMatchObject(verdict));
});

describe('roiAnalysed (L42, L138)', () => {
  const cny = (minor: number) => ({ minor, currency: 'CNY' });
  const analysed = (documentId?: string) =>
    fact('RoiAnalysisCompleted', {
      ...{ roiId: 'r1', investment: cny(1), years: [{ benefits: cny(2), costs: cny(0) }], horizonMonths: 12 },
      ...{ net: cny(1), roiBasisPoints: 10_000, paybackMonths: 6, ...(documentId && { documentId }) },
    });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without one', [], { result: 'missing' }],
    ['met by a document on file', [received('d1', 'other'), analysed('d1')], { result: 'met', evidence: ['e2', 'e1'] }],
    ['met when somebody else computed it', [by('pre1', analysed())], { result: 'met' }],
    ['unmet by the owner’s alone', [analysed()], { result: 'unmet', because: 'documentNotReceived', detail: { roiId: 'r1' } }],
    ['unmet by a document that is only claimed', [claimed('d1', 'other'), analysed('d1')], { result: 'unmet' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('roiAnalysed/1', {}, events)).toMatchObject(verdict));
});
