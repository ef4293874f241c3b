import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const budget = { question: 'BANT.budget', framework: 'BANT', form: 'BANT@1', element: 'budget', met: true, answer: 'approved' } as const;
const evidence = { activityIds: ['a1'] };
const answered = fact('QualificationAnswered', budget);
const proven = fact('QualificationAnswered', { ...budget, evidence });
const assessed = (counted: number, withEvidence: number) =>
  fact('QualificationAssessed', {
    ...{ framework: 'BANT', form: 'BANT@1', questions: 4, answered: counted, proven: withEvidence, score: withEvidence * 25 },
  });
const logged = fact('ActivityLogged', { activityId: 'a1', type: 'call', purpose: 'x', heldAt: '2026-01-01T00:00:00.000Z' });
const answer = (more: object = {}) =>
  ({
    type: 'AnswerQualification',
    data: { opportunityId, framework: 'BANT', element: 'budget', met: true, answer: 'approved', ...more },
  }) as AskedOfDeal;

describe('answering a question of a sales method (L30, L113, L230)', () => {
  it('keeps an answer without evidence, and counts it as answered only', () => given(opened).when(answer()).then(answered, assessed(1, 0)));
  it('counts what is met on evidence', () => given(opened, logged).when(answer({ evidence })).then(proven, assessed(1, 1)));
  it('does not count what is not met, whatever the evidence', () =>
    expect(given(opened, logged).when(answer({ met: false, evidence })).decision).toMatchObject({ events: [{}, { data: { proven: 0 } }] }));
  it('may be done anew', () => given(opened, logged, answered, assessed(1, 0)).when(answer({ evidence })).then(proven, assessed(1, 1)));
  it('does nothing when it was answered just so', () => given(opened, answered, assessed(1, 0)).when(answer()).thenNothing());
  it('assesses nothing anew when the count stays', () =>
    given(opened, answered, assessed(1, 0))
      .when(answer({ answer: 'approved by the board' }))
      .thenTypes('QualificationAnswered'));
  it('refuses a question that the method does not have, naming those it has', () =>
    given(opened)
      .when(answer({ element: 'champion' }))
      .thenRefused('QuestionUnknown', { elements: ['budget', 'authority', 'need', 'timeline'] }));
  it.each([{ activityIds: ['a9'] }, { documentIds: ['d9'] }, { stakeholderIds: ['s9'] }])(
    'refuses evidence that is not on file: %j',
    (unknown) =>
      given(opened)
        .when(answer({ evidence: unknown }))
        .thenRefused('NotOnFile'),
  );
});

describe('any qualification of a deal', () => {
  const answers = fc.record({
    framework: fc.constantFrom('BANT', 'MEDDIC', 'MEDDPICC', 'SPIN'),
    element: fc.constantFrom('budget', 'champion', 'problem', 'competition'),
    met: fc.boolean(),
    evidence: fc.constantFrom(undefined, { activityIds: ['a1'] }, { documentIds: ['d1'] }),
  });
  const log: AskedOfDeal = {
    type: 'LogActivity',
    data: { opportunityId, activityId: 'a1', type: 'call', purpose: 'x', heldAt: '2026-01-01T00:00:00.000Z' },
  };
  const moves = fc
    .oneof(fc.constant(opening), fc.constant(log), { weight: 6, arbitrary: answers.map(answer) })
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'ActivityLogged', 'QualificationAnswered', 'QualificationAssessed'],
      ...['OpportunityUnknown', 'QuestionUnknown', 'NotOnFile'],
    ],
  });
});
