import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);
const asked = (type: AskedOfDeal['type'], data: object) => ({ type, data: { opportunityId, ...data } }) as AskedOfDeal;

const pain = asked('RecordPainPoint', { painPointId: 'p1', description: 'Slow closing', scope: 'specific' });
const objective = asked('RecordBusinessObjective', { objectiveId: 'o1', description: 'Close in three days' });
const statements = {
  'L8, L114': pain,
  L114: objective,
  L245: asked('StateChallenge', { challengeId: 'h1', statement: 'Plans are late' }),
  'L115, L246': asked('RecordCurrentSolution', { solutionId: 's1', description: 'Spreadsheets', deficiencies: ['No history'] }),
  L234: asked('AssessDealPurchaseIntent', { intent: 'high', reasons: 'The board asked' }),
  L116: asked('AssessFit', { phase: 'preliminary', score: 80, reasons: 'Mostly standard' }),
  L248: asked('RecordProcurementProcess', { steps: ['Board'], budgetSource: 'Operations', approvalAuthority: 'The board' }),
  L251: asked('AnswerQuestionnaire', { questionnaireId: 'q1', answers: [{ question: 'How many?', answer: 'Twelve' }] }),
  L115: asked('IdentifyCompetitor', { competitorId: 'k1', kind: 'vendor', name: 'Globex' }),
};

describe('what is found out about the customer', () => {
  it.each(Object.entries(statements))('is stated word for word, and a repetition changes nothing (%s)', (_, command) => {
    const { decision } = given(opened).when(command);
    if (decision.kind !== 'accepted') throw new Error(decision.reason);
    expect(decision.events.map(({ data }) => data)).toEqual([command.data]);
    given(opened, ...decision.events)
      .when(command)
      .thenNothing();
  });
  it('is stated anew when it changes (L116)', () =>
    given(opened, fact('FitAssessed', { phase: 'preliminary', score: 10, reasons: 'at first sight' }))
      .when(statements['L116'])
      .thenTypes('FitAssessed'));
  it.each([
    asked('AssessFit', { phase: 'detailed', score: 80, reasons: 'x', painPointIds: ['p9'] }),
    asked('AssessFit', { phase: 'detailed', score: 80, reasons: 'x', objectiveIds: ['o9'] }),
    asked('StateChallenge', { challengeId: 'h1', statement: 'x', activityId: 'a9' }),
    asked('StateChallenge', { challengeId: 'h1', statement: 'x', stakeholderId: 's9' }),
    asked('RecordProcurementProcess', { steps: [], budgetSource: 'x', approvalAuthority: 'x', approverIds: ['s9'] }),
    asked('AnswerQuestionnaire', { questionnaireId: 'q1', answers: [], documentId: 'd9' }),
    asked('AssessCompetitorPosition', { competitorId: 'k9', position: 'ahead' }),
    asked('RecordCounterStrategy', { competitorId: 'k9', strategy: 'x' }),
  ])('refers to nothing that is not on file: $type $data', (command) => given(opened).when(command).thenRefused('NotOnFile'));
});

describe('competitors (L44, L115)', () => {
  const identified = fact('CompetitorIdentified', { competitorId: 'k1', kind: 'vendor', name: 'Globex' });
  it('are assessed and met once they are known', () => {
    given(opened, identified)
      .when(asked('AssessCompetitorPosition', { competitorId: 'k1', position: 'ahead' }))
      .thenTypes('CompetitorPositionAssessed');
    given(opened, identified)
      .when(asked('RecordCounterStrategy', { competitorId: 'k1', strategy: 'service' }))
      .thenTypes('CounterStrategyRecorded');
  });
});

describe('any discovery', () => {
  const position = fc
    .constantFrom('ahead', 'behind')
    .map((held) => asked('AssessCompetitorPosition', { competitorId: 'k1', position: held }));
  const fit = fc
    .record({
      phase: fc.constantFrom('preliminary', 'detailed'),
      score: fc.constantFrom(1, 99),
      painPointIds: fc.constantFrom(undefined, ['p1']),
    })
    .map((more) => asked('AssessFit', { reasons: 'x', ...more }));
  const counter = asked('RecordCounterStrategy', { competitorId: 'k1', strategy: 'service' });
  const moves = fc
    .oneof(fc.constantFrom(opening, pain, objective, counter, ...Object.values(statements)), position, fit)
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'PainPointRecorded', 'BusinessObjectiveRecorded', 'ChallengeStated', 'CurrentSolutionRecorded'],
      ...['DealPurchaseIntentAssessed', 'FitAssessed', 'ProcurementProcessRecorded', 'QuestionnaireAnswered', 'CompetitorIdentified'],
      ...['CompetitorPositionAssessed', 'CounterStrategyRecorded', 'OpportunityUnknown', 'NotOnFile'],
    ],
  });
});
