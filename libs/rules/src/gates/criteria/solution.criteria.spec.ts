import type { OpportunityEvent } from '#event-contracts';
import { by, claimed, received } from '../../../../../test/support/deal-story.ts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

type Asked = Readonly<Record<string, readonly string[]>>;

const need = (needId: string, version = 1) =>
  fact('NeedRecorded', { needId, version, statement: 'x', kind: 'technical', priority: 'must' });
const contents = { solutionId: 's1', products: [{ productId: 'p', quantity: 1 }], services: [], needIds: ['n1'] };
const designed = fact('SolutionDesigned', { ...contents, version: 1 });
const revised = fact('SolutionRevised', { ...contents, implementationPlan: { text: 'x' }, version: 2, reason: 'x', feedbackIds: [] });
const noSolution = { result: 'missing', because: 'noSolution' };
const ofEarlierVersion = { result: 'unmet', because: 'ofEarlierVersion', detail: { solutionId: 's1', version: 2 } };

describe('solutionDirectionProposed (L27, L34)', () => {
  const direction = fact('SolutionDirectionProposed', { directionId: 'd1', description: 'x', needIds: ['n1'] });
  const confirmed = fact('NeedConfirmed', { needId: 'n1', version: 1, byStakeholderId: 's1', evidence: { activityIds: ['a1'] } });
  const technical = fact('TechnicalNeedConfirmed', { needId: 'n1', version: 1, role: 'PRESALES' });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without one', [need('n1'), confirmed], { result: 'missing' }],
    ['unmet for needs that nobody confirmed', [need('n1'), direction], { result: 'unmet', because: 'noConfirmedNeed' }],
    ['met for a need that the customer confirmed', [need('n1'), confirmed, direction], { result: 'met', evidence: ['e3', 'e2'] }],
    ['met for a need that presales confirmed', [need('n1'), by('pre1', technical), direction], { result: 'met' }],
    ['unmet once the need is worded anew', [need('n1'), confirmed, direction, need('n1', 2)], { result: 'unmet' }],
    ['met whatever is designed later', [need('n1'), confirmed, direction, designed, revised], { result: 'met' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('solutionDirectionProposed/1', {}, events)).toMatchObject(verdict));
});

describe('solutionDesigned (L257)', () => {
  it.each<[string, Asked, OpportunityEvent[], object]>([
    ['missing without one', {}, [need('n1')], noSolution],
    ['met for needs that are on file', {}, [need('n1'), designed], { result: 'met', evidence: ['e2', 'e1'] }],
    ['unmet for none', {}, [designed], { result: 'unmet', because: 'noNeedCovered' }],
    ['met with the parts that are asked for', { parts: ['products'] }, [need('n1'), designed], { result: 'met' }],
    [
      'unmet without them',

      { parts: ['products', 'services', 'plan'] },
      [need('n1'), designed],
      { result: 'unmet', because: 'partsMissing', detail: { parts: ['services', 'plan'] } },
    ],
    ['judged in its latest version', { parts: ['products', 'plan'] }, [need('n1'), designed, revised], { result: 'met' }],
    [
      'judged of what was stated last, of several solutions',

      { parts: ['products'] },
      [need('n1'), designed, fact('SolutionDesigned', { ...contents, solutionId: 's2', products: [], version: 1 })],
      { result: 'unmet', detail: { solutionId: 's2', version: 1, parts: ['products'] } },
    ],
  ])('is %s', (_, parameters, events, verdict) => expect(verdictOn('solutionDesigned/1', parameters, events)).toMatchObject(verdict));
});

describe('technicalFeasibilityAssessed (L126, L133)', () => {
  const verdictOf = (result: 'feasible' | 'conditional' | 'infeasible' = 'feasible', version = 1) =>
    fact('TechnicalFeasibilityAssessed', { solutionId: 's1', version, result, conditions: ['x'], role: 'PRESALES' });
  const assessed = (...of: Parameters<typeof verdictOf>) => by('pre1', verdictOf(...of));
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a solution', [], noSolution],
    ['missing until somebody judged it', [designed], { result: 'missing', because: 'notAssessed' }],
    ['met when it can be built', [designed, assessed()], { result: 'met', evidence: ['e1', 'e2'] }],
    ['met when it can on conditions', [designed, assessed('conditional')], { result: 'met' }],
    ['unmet when it cannot', [designed, assessed('infeasible')], { result: 'unmet', because: 'infeasible' }],
    ['unmet by the owner’s own judgement', [designed, verdictOf()], { result: 'unmet', because: 'assessedByOwner' }],
    ['unmet once it is revised', [designed, assessed(), revised], ofEarlierVersion],
    ['met once that is judged', [designed, assessed(), revised, assessed('feasible', 2)], { result: 'met' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('technicalFeasibilityAssessed/1', {}, events)).toMatchObject(verdict));
});

describe('solutionReviewed (L127, L259)', () => {
  type Department = 'PRODUCT' | 'RND' | 'SALES';
  const held = (
    more: { version?: number; decision?: 'approved' | 'rejected'; departments?: Department[]; minutesDocumentId?: string } = {},
  ) =>
    fact('SolutionReviewHeld', {
      reviewId: 'r1',
      solutionId: 's1',
      version: 1,
      departments: ['PRODUCT', 'RND'],
      decision: 'approved',
      ...more,
    });
  const minutes = received('m1', 'meetingMinutes');
  const minuted = { minutesDocumentId: 'm1' };
  it.each<[string, Asked, OpportunityEvent[], object]>([
    ['missing without a solution', {}, [], noSolution],
    ['missing without a review', {}, [designed], { result: 'missing' }],
    ['met by minutes on file', {}, [designed, minutes, held(minuted)], { result: 'met', evidence: ['e1', 'e3', 'e2'] }],
    ['met by the word of somebody else', {}, [designed, by('prod1', held())], { result: 'met' }],
    ['unmet by the owner’s word alone', {}, [designed, held()], { result: 'unmet', because: 'minutesNotReceived' }],
    [
      'unmet by minutes that are only claimed',
      {},
      [designed, claimed('m1', 'meetingMinutes'), held(minuted)],
      { result: 'unmet', because: 'minutesNotReceived' },
    ],
    [
      'unmet without product and research',

      {},
      [designed, minutes, held({ ...minuted, departments: ['PRODUCT', 'SALES'] })],
      { result: 'unmet', because: 'departmentsAbsent', detail: { departments: ['RND'] } },
    ],
    [
      'met by the departments that are asked for',
      { departments: ['SALES'] },
      [designed, minutes, held({ ...minuted, departments: ['SALES'] })],
      { result: 'met' },
    ],
    [
      'unmet when it was rejected',
      {},
      [designed, minutes, held({ ...minuted, decision: 'rejected' })],
      { result: 'unmet', because: 'rejected' },
    ],
    ['unmet once it is revised', {}, [designed, minutes, held(minuted), revised], ofEarlierVersion],
  ])('is %s', (_, parameters, events, verdict) => expect(verdictOn('solutionReviewed/1', parameters, events)).toMatchObject(verdict));
});

describe('solutionDraftSubmitted (L128, L133)', () => {
  const draft = fact('SolutionDraftSubmitted', { solutionId: 's1', version: 1, documentIds: ['d1'] });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a solution', [], noSolution],
    ['missing without a draft', [designed], { result: 'missing', because: 'noDraft' }],
    ['met by a document on file', [designed, received('d1', 'solutionDraft'), draft], { result: 'met', evidence: ['e1', 'e3', 'e2'] }],
    [
      'unmet by one that is only claimed',
      [designed, claimed('d1', 'solutionDraft'), draft],
      { result: 'unmet', because: 'documentNotReceived', detail: { documentIds: ['d1'] } },
    ],
    ['unmet once it is revised', [designed, received('d1', 'solutionDraft'), draft, revised], ofEarlierVersion],
  ])('is %s', (_, events, verdict) => expect(verdictOn('solutionDraftSubmitted/1', {}, events)).toMatchObject(verdict));
});
