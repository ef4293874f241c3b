import type { OpportunityEvent } from '#event-contracts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

import type { Parameters } from '../requirement.ts';

const heldAt = '2026-05-29T07:00:00.000Z';
const activity = (more: object = {}): OpportunityEvent =>
  fact('ActivityLogged', { activityId: 'a1', type: 'meeting', purpose: 'x', heldAt, ...more });
const document = (kind: 'meetingMinutes' | 'caseStudy' = 'meetingMinutes'): OpportunityEvent =>
  fact('DocumentReceived', { documentId: 'd1', kind, sha256: 'a'.repeat(64), size: 1, mediaType: 'text/plain' });
const link = fact('DocumentClaimed', { documentId: 'd1', kind: 'meetingMinutes' });
const someone = fact('StakeholderIdentified', { stakeholderId: 's1', contactId: 'c1', roles: ['user'], influence: 3 });
const pain = fact('PainPointRecorded', { painPointId: 'p1', description: 'x', scope: 'specific' });
const objective = fact('BusinessObjectiveRecorded', { objectiveId: 'o1', description: 'x' });
const challenge = fact('ChallengeStated', { challengeId: 'h1', statement: 'x' });
const solution = (...deficiencies: string[]): OpportunityEvent =>
  fact('CurrentSolutionRecorded', { solutionId: 'cs1', description: 'x', deficiencies });
const fit = (score: number, more: object = {}): OpportunityEvent =>
  fact('FitAssessed', { phase: 'preliminary', score, reasons: 'x', ...more });
const revised = (to: object): OpportunityEvent => {
  const from = { amount: { minor: 1_000, currency: 'EUR' }, signingDate: '2026-06-30', probability: 10, category: 'pipeline' as const };
  return fact('ForecastRevised', { from, to: { ...from, ...to } });
};
const shared = (more: object = {}): OpportunityEvent =>
  fact('ReferenceCaseShared', { sharingId: 'r1', referenceCaseId: 'case', title: 'x', ...more });

const formal = { firstFormal: true, stakeholderIds: ['s1'] };
const missing = { result: 'missing' };
const met = (...evidence: readonly string[]) => ({ result: 'met', evidence });
const unmet = (because: string) => ({ result: 'unmet', because });

type Case = readonly [name: string, events: readonly OpportunityEvent[], expected: object, parameters?: Parameters];

const tables: Readonly<Record<string, readonly Case[]>> = {
  'painsAndObjectivesKnown/1': [
    ['nothing', [], missing],
    ['pains alone', [pain], unmet('noBusinessObjective')],
    ['objectives alone', [objective], unmet('noPainPoint')],
    ['both', [pain, objective], met('e1', 'e2')],
  ],
  'firstFormalMeetingHeld/1': [
    ['nothing', [], missing],
    ['a meeting that is not said to be it', [someone, activity({ stakeholderIds: ['s1'] })], missing],
    ['a meeting with nobody known, without minutes', [activity({ firstFormal: true })], unmet('nobodyKnownNorMinutes')],
    [
      'a meeting with minutes that are only claimed',
      [link, activity({ firstFormal: true, minutesDocumentId: 'd1' })],
      unmet('nobodyKnownNorMinutes'),
    ],
    [
      'a meeting with another document as its minutes',
      [document('caseStudy'), activity({ firstFormal: true, minutesDocumentId: 'd1' })],
      unmet('nobodyKnownNorMinutes'),
    ],
    ['a meeting with minutes', [document(), activity({ firstFormal: true, minutesDocumentId: 'd1' })], met('e2', 'e1')],
    ['a meeting with someone who is known', [someone, activity(formal)], met('e2', 'e1')],
    [
      'what was corrected into a call',
      [
        someone,
        activity(formal),
        fact('ActivityCorrected', { activityId: 'a1', type: 'call', purpose: 'x', heldAt, ...formal, reason: 'y' }),
      ],
      missing,
    ],
  ],
  'currentSolutionKnown/1': [
    ['nothing', [], missing],
    ['no shortcoming', [solution(), pain], unmet('noDeficiency')],
    ['shortcomings of which nobody suffers', [solution('slow')], unmet('noPainPoint')],
    ['shortcomings and a pain', [solution('slow'), pain], met('e1', 'e2')],
    ['shortcomings and a challenge', [solution('slow'), challenge], met('e1', 'e2')],
  ],
  'fitAssessed/1': [
    ['nothing', [], missing, { phase: 'preliminary' }],
    ['another phase', [pain, fit(80, { painPointIds: ['p1'] })], missing, { phase: 'detailed' }],
    ['compared with nothing', [fit(80)], unmet('nothingCompared'), { phase: 'preliminary' }],
    ['too low', [pain, fit(59, { painPointIds: ['p1'] })], unmet('fitTooLow'), { phase: 'preliminary', atLeast: 60 }],
    ['enough', [pain, fit(60, { painPointIds: ['p1'] })], met('e2', 'e1'), { phase: 'preliminary', atLeast: 60 }],
    ['any, where none is asked for', [objective, fit(0, { objectiveIds: ['o1'] })], met('e2', 'e1'), { phase: 'preliminary' }],
  ],
  'projectDataComplete/1': [
    ['nobody known', [], { result: 'missing', because: 'noKeyContact' }],
    ['no amount', [someone, revised({ amount: { minor: 0, currency: 'EUR' } })], unmet('noAmount')],
    ['a signing date that has passed', [someone, revised({ signingDate: '2026-05-31' })], unmet('signingDatePassed')],
    ['a signing date that is today', [someone, revised({ signingDate: '2026-06-01' })], met('e1')],
    ['all', [someone], met('e1')],
  ],
  'referenceCaseShared/1': [
    ['nothing', [], missing],
    ['nothing but the statement', [shared()], unmet('noEvidence')],
    ['a document that is only claimed', [link, shared({ documentId: 'd1' })], unmet('noEvidence')],
    ['in an activity', [activity(), shared({ activityId: 'a1' })], met('e2', 'e1')],
    ['by a document', [document('caseStudy'), shared({ documentId: 'd1' })], met('e2', 'e1')],
  ],
};

describe.each(Object.entries(tables))('%s', (criterion, cases) => {
  for (const [name, events, expected, parameters = {}] of cases)
    it(`finds ${name}`, () => expect(verdictOn(criterion, parameters, events)).toMatchObject(expected));
});

describe('the first formal meeting (L112)', () => {
  it('does not count before it is held', () =>
    expect(verdictOn('firstFormalMeetingHeld/1', {}, [someone, activity(formal)], '2026-05-29T06:59:59.999Z')).toEqual(missing));
});
