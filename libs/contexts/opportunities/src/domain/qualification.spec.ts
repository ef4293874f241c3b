import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { statedOf } from '#rules';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { bantWithSponsor, builtInForms, formBy } from '../../../../../test/support/forms.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const stated = statedOf(builtInForms.BANT);
const budget = { question: 'BANT.budget', framework: 'BANT', ...stated, element: 'budget', met: true, answer: 'approved' } as const;
const evidence = { activityIds: ['a1'] };
const answered = fact('QualificationAnswered', budget);
const proven = fact('QualificationAnswered', { ...budget, evidence });
const assessed = (counted: number, withEvidence: number) =>
  fact('QualificationAssessed', {
    ...{ framework: 'BANT', form: stated.form, questions: 4, answered: counted, proven: withEvidence, score: withEvidence * 25 },
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
      .thenRefused('QuestionUnknown', { form: stated.form, asks: ['budget', 'authority', 'need', 'timeline'] }));
  it.each([{ activityIds: ['a9'] }, { documentIds: ['d9'] }, { stakeholderIds: ['s9'] }])(
    'refuses evidence that is not on file: %j',
    (unknown) =>
      given(opened)
        .when(answer({ evidence: unknown }))
        .thenRefused('NotOnFile'),
  );
});

describe('the form that a company published (L113, L120)', () => {
  const form = bantWithSponsor(true, 4);
  const sponsor = (known: AskedOfDeal['known']): AskedOfDeal => ({ ...answer({ element: 'sponsor', evidence }), known }) as AskedOfDeal;
  it('is what an answer is given by, and what it is counted by, as its questions weigh', () =>
    given(opened, logged, proven, assessed(1, 1))
      .when(sponsor({ form }))
      .then(
        fact('QualificationAnswered', { ...budget, ...statedOf(form), question: 'BANT.sponsor', element: 'sponsor', evidence }),
        fact('QualificationAssessed', {
          ...{ framework: 'BANT', form: statedOf(form).form, questions: 5, answered: 2, proven: 2, score: 63 },
        }),
      ));
  it('counts questions where none weighs anything', () => {
    const { contents } = form;
    const weightless = formBy({ ...contents, elements: contents.elements.map((element) => ({ ...element, weight: 0 })) });
    expect(given(opened, logged).when(sponsor({ form: weightless })).decision).toMatchObject({ events: [{}, { data: { score: 20 } }] });
  });
  it('takes the same answer anew, which then is one to the newer form', () =>
    given(opened, logged, proven, assessed(1, 1))
      .when({ ...answer({ evidence }), known: { form } })
      .thenTypes('QualificationAnswered', 'QualificationAssessed'));
  it('does not ask it before it is in force', () =>
    given(opened, logged).when(sponsor({})).thenRefused('QuestionUnknown', { element: 'sponsor', form: stated.form }));
  it('is of the method, of which nothing is answered while none is in force', () =>
    given(opened)
      .when({ ...answer(), known: { form: undefined } } as unknown as AskedOfDeal)
      .thenRefused('FormNotInForce', { framework: 'BANT' }));
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
  const unknownMethod = { ...answer(), known: { form: undefined } } as unknown as AskedOfDeal;
  const moves = fc
    .oneof(fc.constant(opening), fc.constant(log), fc.constant(unknownMethod), { weight: 6, arbitrary: answers.map(answer) })
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'ActivityLogged', 'QualificationAnswered', 'QualificationAssessed'],
      ...['OpportunityUnknown', 'FormNotInForce', 'QuestionUnknown', 'NotOnFile'],
    ],
  });
});
