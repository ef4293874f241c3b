import type { OpportunityEvent } from '#event-contracts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

const activity = fact('ActivityLogged', { activityId: 'a1', type: 'call', purpose: 'x', heldAt: '2026-05-29T07:00:00.000Z' });
const link = fact('DocumentClaimed', { documentId: 'd1', kind: 'bantAssessment' });
const document = fact('DocumentReceived', {
  documentId: 'd1',
  kind: 'bantAssessment',
  sha256: 'a'.repeat(64),
  size: 1,
  mediaType: 'text/plain',
});
const four = ['budget', 'authority', 'need', 'timeline'];
const answer = (element: string, given = true, evidence: object | undefined = { activityIds: ['a1'] }, asks = four): OpportunityEvent =>
  fact('QualificationAnswered', {
    ...{ question: `BANT.${element}`, framework: 'BANT', form: 'BANT@1', asks, element, met: given, answer: 'x' },
    ...(evidence && { evidence }),
  });
const all = four.map((element) => answer(element));
const bant = { framework: 'BANT' };
const budget = { framework: 'BANT', elements: ['budget'] };

describe.each(['qualificationAnswered/1', 'qualificationMet/1'])('%s (L30, L113, L230)', (criterion) => {
  it('misses what nobody answered', () => expect(verdictOn(criterion, bant, [activity])).toEqual({ result: 'missing' }));
  it('names the questions that are open', () =>
    expect(verdictOn(criterion, bant, [activity, answer('budget'), answer('need')])).toMatchObject({
      ...{ result: 'unmet', because: 'unanswered', detail: { elements: ['authority', 'timeline'] }, evidence: ['e2', 'e1', 'e3', 'e1'] },
    }));
  it.each([
    ['no evidence', [{ ...answer('budget'), data: { ...answer('budget').data, evidence: {} } } as OpportunityEvent]],
    ['a document that is only claimed', [link, answer('budget', true, { documentIds: ['d1'] })]],
    ['nothing but who said so', [answer('budget', true, { stakeholderIds: ['s1'] })]],
  ])('does not count an answer with %s', (_, events) =>
    expect(verdictOn(criterion, budget, events)).toMatchObject({
      result: 'unmet',
      because: 'noEvidence',
      detail: { elements: ['budget'] },
    }),
  );
  it.each([
    ['an activity', [activity, answer('budget')]],
    ['a document', [document, answer('budget', true, { documentIds: ['d1'] })]],
  ])('is met by an answer with %s, for those questions that are asked for', (_, events) =>
    expect(verdictOn(criterion, budget, events)).toEqual({ result: 'met', evidence: ['e2', 'e1'] }),
  );
  it('is met by all of them', () => expect(verdictOn(criterion, bant, [activity, ...all])).toMatchObject({ result: 'met' }));
  it('asks another method anew', () =>
    expect(verdictOn(criterion, { framework: 'MEDDIC' }, [activity, ...all])).toEqual({ result: 'missing' }));
});

describe.each(['qualificationAnswered/1', 'qualificationMet/1'])('%s, of a form that later asks more (L113)', (criterion) => {
  const more = [...four, 'sponsor'];
  const sponsor = answer('sponsor', true, { activityIds: ['a1'] }, more);
  it('asks by the form by which the deal was last answered', () =>
    expect(verdictOn(criterion, bant, [activity, ...all.slice(1), answer('budget', true, { activityIds: ['a1'] }, more)])).toMatchObject({
      ...{ result: 'unmet', because: 'unanswered', detail: { elements: ['sponsor'] } },
    }));
  it('is met once that is answered too, with what was answered before', () =>
    expect(verdictOn(criterion, bant, [activity, ...all, sponsor])).toMatchObject({ result: 'met' }));
  it('asks no more than the elements that it names', () =>
    expect(verdictOn(criterion, { ...bant, elements: four }, [activity, ...all, sponsor])).toMatchObject({ result: 'met' }));
  it('does not ask what the form left out since', () =>
    expect(verdictOn(criterion, bant, [activity, sponsor, ...all])).toMatchObject({ result: 'met' }));
});

describe('an answer that does not qualify the deal', () => {
  const events = [activity, ...all, answer('budget', false)];
  it('answers the question', () => expect(verdictOn('qualificationAnswered/1', bant, events)).toMatchObject({ result: 'met' }));
  it('does not meet it', () =>
    expect(verdictOn('qualificationMet/1', bant, events)).toMatchObject({
      ...{ result: 'unmet', because: 'notMet', detail: { elements: ['budget'] } },
    }));
});
