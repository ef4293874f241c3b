import type { OpportunityEvent } from '#event-contracts';
import { by, claimed, received } from '../../../../../test/support/deal-story.ts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

type Asked = Readonly<Record<string, readonly string[]>>;

const contents = { solutionId: 's1', products: [], services: [], needIds: [] };
const designed = fact('SolutionDesigned', { ...contents, version: 1 });
const revised = fact('SolutionRevised', { ...contents, version: 2, reason: 'x', feedbackIds: [] });

describe('demoHeld (L32, L129, L260)', () => {
  const shown = (demoId: string, more: { version?: number; roles?: string[]; painPointIds?: string[] } = {}) => {
    const { version, roles = ['user'], painPointIds = ['pp1'] } = more;
    const solution = version === undefined ? {} : { solution: { solutionId: 's1', version } };
    return fact('DemoDelivered', { demoId, ...solution, painPointIds, audience: [{ stakeholderId: 'p1', roles }] });
  };
  const outcome = (demoId: string) => fact('DemoOutcomeRecorded', { demoId, rating: 2, result: 'failed' });
  const key = { audience: ['decisionMaker', 'technical'] };
  it.each<[string, Asked, OpportunityEvent[], object]>([
    ['missing without one', {}, [], { result: 'missing' }],
    ['unmet until its outcome is on record', {}, [shown('d1')], { result: 'unmet', because: 'outcomeNotRecorded' }],
    ['met by a product, while there is no solution', {}, [shown('d1'), outcome('d1')], { result: 'met', evidence: ['e1', 'e2'] }],
    [
      'unmet by a product once there is a solution',
      {},
      [shown('d1'), outcome('d1'), designed],
      { result: 'unmet', because: 'ofEarlierVersion' },
    ],
    ['met by the latest version', {}, [designed, shown('d1', { version: 1 }), outcome('d1')], { result: 'met' }],
    [
      'unmet once it is revised',
      {},
      [designed, shown('d1', { version: 1 }), outcome('d1'), revised],
      { result: 'unmet', because: 'ofEarlierVersion' },
    ],
    ['unmet for no pain', {}, [shown('d1', { painPointIds: [] }), outcome('d1')], { result: 'unmet', because: 'noPainPoint' }],
    [
      'unmet without the audience that is asked for',

      key,
      [shown('d1', { roles: ['technical'] }), outcome('d1')],
      { because: 'audienceAbsent', detail: { roles: ['decisionMaker'] } },
    ],
    [
      'met by the audience of several',

      key,
      [shown('d1', { roles: ['technical'] }), shown('d2', { roles: ['decisionMaker'] }), outcome('d1'), outcome('d2')],
      { result: 'met' },
    ],
    [
      'unmet by the audience of one without an outcome',

      key,
      [shown('d1', { roles: ['technical'] }), shown('d2', { roles: ['decisionMaker'] }), outcome('d1')],
      { result: 'unmet', because: 'audienceAbsent' },
    ],
  ])('is %s', (_, parameters, events, verdict) => expect(verdictOn('demoHeld/1', parameters, events)).toMatchObject(verdict));
});

describe('pocConcluded (L129)', () => {
  const requested = (pocId = 'p1') =>
    fact('PocRequested', { pocId, scope: 'x', successCriteria: [{ criterionId: 'c', text: 'x' }], effort: { personDays: 1 } });
  const concluded = (result: 'succeeded' | 'failed' | 'inconclusive' = 'succeeded', pocId = 'p1') =>
    fact('PocConcluded', { pocId, result, criteriaMet: [], reportDocumentId: 'd1' });
  const cancelled = fact('PocCancelled', { pocId: 'p1', reason: 'x' });
  const report = received('d1', 'other');
  it.each<[string, OpportunityEvent[], object]>([
    ['not applicable where nobody asked for one', [designed], { result: 'notApplicable' }],
    ['not applicable where it was given up', [requested(), cancelled], { result: 'notApplicable' }],
    ['missing until one is concluded', [requested()], { result: 'missing', detail: { pocIds: ['p1'] } }],
    ['met by a report on file', [requested(), report, concluded()], { result: 'met', evidence: ['e1', 'e3', 'e2'] }],
    ['met by the word of somebody else', [requested(), by('rnd1', concluded())], { result: 'met' }],
    ['unmet by the owner’s word alone', [requested(), concluded()], { result: 'unmet', because: 'reportNotReceived' }],
    ['unmet by a report that is only claimed', [requested(), claimed('d1', 'other'), concluded()], { because: 'reportNotReceived' }],
    ['unmet when it failed', [requested(), report, concluded('failed')], { result: 'unmet', because: 'failed' }],
    ['unmet when it showed nothing', [requested(), report, concluded('inconclusive')], { result: 'unmet', because: 'inconclusive' }],
    [
      'met when the next one succeeded',
      [requested(), report, concluded('failed'), requested('p2'), concluded('succeeded', 'p2')],
      { result: 'met' },
    ],
    [
      'unmet while one is not concluded',
      [requested(), requested('p2'), report, concluded()],
      { because: 'notConcluded', detail: { pocIds: ['p2'] } },
    ],
    ['met after the solution was revised', [designed, requested(), report, concluded(), revised], { result: 'met' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('pocConcluded/1', {}, events)).toMatchObject(verdict));
});
