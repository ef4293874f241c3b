import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { ask, received, stakeholder } from '../../../../../test/support/deal-story.ts';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { allowance, deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const pain = fact('PainPointRecorded', { painPointId: 'pp1', description: 'Late.', scope: 'specific' });
const people = [stakeholder('s1', 'decisionMaker', 'business'), stakeholder('s2', 'technical')];
const designed = fact('SolutionDesigned', { solutionId: 'so1', version: 1, products: [], services: [], needIds: [] });
const shown = { demoId: 'd1', solution: { solutionId: 'so1', version: 1 }, painPointIds: ['pp1'] };
const demo = (more: { solution?: typeof shown.solution | undefined; stakeholderIds?: string[]; painPointIds?: string[] } = {}) =>
  ask('RecordDemo', { ...shown, stakeholderIds: ['s1', 's2'], ...more });
const audience = [
  { stakeholderId: 's1', roles: ['decisionMaker', 'business'] },
  { stakeholderId: 's2', roles: ['technical'] },
];
const delivered = fact('DemoDelivered', { ...shown, audience });

describe('a demonstration (L32, L129, L260)', () => {
  const planned = (scheduledFor: string) => fact('DemoScheduled', { demoId: 'd1', scheduledFor, painPointIds: ['pp1'] });
  const plan = (scheduledFor: string) => ask('ScheduleDemo', { demoId: 'd1', scheduledFor, painPointIds: ['pp1'] });
  it('is arranged, and put off', () => {
    given(opened, pain).when(plan('2026-07-01T08:00:00.000Z')).then(planned('2026-07-01T08:00:00.000Z'));
    given(opened, pain, planned('2026-07-01T08:00:00.000Z'))
      .when(plan('2026-07-02T08:00:00.000Z'))
      .then(planned('2026-07-02T08:00:00.000Z'));
  });
  it('was for people with the roles that are known of them', () =>
    given(opened, pain, ...people, designed)
      .when(demo())
      .then(delivered));
  it('may be of a product, before there is a solution', () =>
    given(opened, pain, ...people)
      .when(demo({ solution: undefined }))
      .thenTypes('DemoDelivered'));
  it('may be recorded after the solution went on', () =>
    given(
      ...[opened, pain, ...people, designed],
      fact('SolutionRevised', { ...designed.data, version: 2, reason: 'x', feedbackIds: [] } as never),
    )
      .when(demo())
      .then(delivered));
  it('is of no version that there is not', () =>
    given(opened, pain, ...people, designed)
      .when(demo({ solution: { solutionId: 'so1', version: 2 } }))
      .thenRefused('NotLatestVersion', { version: 2, latest: 1 }));
  it.each([
    ['a solution', [pain, ...people], 'so1'],
    ['a pain', [...people, designed], 'pp1'],
    ['somebody', [pain, stakeholder('s1', 'user'), designed], 's2'],
  ])('refuses %s that is not on file', (_, history, id) =>
    given(opened, ...history)
      .when(demo())
      .thenRefused('NotOnFile', { ids: [id] }),
  );
  it('refuses to be for nobody', () =>
    given(opened, pain, designed)
      .when(demo({ stakeholderIds: [] }))
      .thenRefused('NothingNamed', { field: 'stakeholderIds' }));
});

describe('how a demonstration went (L37, L134)', () => {
  const outcome = { demoId: 'd1', rating: 4, result: 'succeeded' as const, ratedByStakeholderId: 's1' };
  it('is told once it was held', () =>
    given(opened, ...people, delivered)
      .when(ask('RecordDemoOutcome', outcome))
      .then(fact('DemoOutcomeRecorded', outcome)));
  it('is not told of one that was not held', () =>
    given(opened, ...people)
      .when(ask('RecordDemoOutcome', outcome))
      .thenRefused('NotOnFile', { ids: ['d1'] }));
  it('is rated by nobody who is unknown', () =>
    given(opened, delivered)
      .when(ask('RecordDemoOutcome', outcome))
      .thenRefused('NotOnFile', { ids: ['s1'] }));
});

const request = {
  ...{ pocId: 'p1', scope: 'One plant.', effort: { personDays: 20 } },
  successCriteria: [
    { criterionId: 'fast', text: 'In ten minutes.' },
    { criterionId: 'right', text: 'As planned by hand.' },
  ],
};
const requested = fact('PocRequested', request);
const started = fact('PocStarted', { pocId: 'p1', authority: { matrix: allowance.matrix?.name ?? '', by: 'limit' } });
type Result = 'succeeded' | 'failed' | 'inconclusive';
const end = (result: Result = 'succeeded', criteriaMet = ['fast', 'right']) => ({
  pocId: 'p1',
  result,
  criteriaMet,
  reportDocumentId: 'd9',
});
const concluded = (...of: Parameters<typeof end>) => fact('PocConcluded', end(...of));
const conclude = (...of: Parameters<typeof end>) => ask('ConcludePoc', end(...of));
const cancelled = fact('PocCancelled', { pocId: 'p1', reason: 'Not needed.' });
const cancel = ask('CancelPoc', { pocId: 'p1', reason: 'Not needed.' });
const report = received('d9', 'other');

describe('a proof of concept (L129, L134, L188)', () => {
  it('is asked for, started and concluded', () => {
    given(opened).when(ask('RequestPoc', request)).then(requested);
    given(opened, requested)
      .when(ask('StartPoc', { pocId: 'p1' }))
      .then(started);
    given(opened, requested, started, report).when(conclude()).then(concluded());
  });
  it('says what it is to show', () =>
    given(opened)
      .when(ask('RequestPoc', { ...request, successCriteria: [] }))
      .thenRefused('NothingNamed', { field: 'successCriteria' }));
  it('does not start before it was asked for', () =>
    given(opened)
      .when(ask('StartPoc', { pocId: 'p1' }))
      .thenRefused('NotOnFile', { ids: ['p1'] }));
  it('does not end before it started', () =>
    given(opened, requested, report)
      .when(conclude())
      .thenRefused('NotOnFile', { ids: ['p1'] }));
  it('has not succeeded while a criterion is not met', () =>
    given(opened, requested, started, report)
      .when(conclude('succeeded', ['fast']))
      .thenRefused('SuccessCriteriaOpen', { criterionIds: ['right'] }));
  it('may have failed or come to nothing, with some of them met', () => {
    given(opened, requested, started, report)
      .when(conclude('failed', ['fast']))
      .then(concluded('failed', ['fast']));
    given(opened, requested, started, report).when(conclude('inconclusive', [])).then(concluded('inconclusive', []));
  });
  it('meets no criterion that it was not asked for with', () =>
    given(opened, requested, started, report)
      .when(conclude('failed', ['cheap']))
      .thenRefused('NotOnFile', { ids: ['cheap'] }));
  it('cannot be concluded otherwise afterwards', () =>
    given(opened, requested, started, report, concluded('failed', [])).when(conclude()).thenRefused('StatedOtherwise'));
  it('may be given up before its end', () => {
    given(opened, requested).when(cancel).then(cancelled);
    given(opened, requested, cancelled).when(cancel).thenNothing();
    given(opened, requested, started, cancelled, report).when(conclude()).thenRefused('PocEnded', { as: 'cancelled' });
    given(opened, requested, cancelled)
      .when(ask('StartPoc', { pocId: 'p1' }))
      .thenRefused('PocEnded');
  });
  it('cannot be given up once it showed something', () =>
    given(opened, requested, started, report, concluded('failed', [])).when(cancel).thenRefused('PocEnded', { as: 'concluded' }));
  it('cannot be given up when nobody asked for it', () => given(opened).when(cancel).thenRefused('NotOnFile'));
});

describe('any demonstration', () => {
  const asked: fc.Arbitrary<AskedOfDeal> = fc.oneof(
    fc.constantFrom(
      opening,
      ask('RecordPainPoint', { painPointId: 'pp1', description: 'Late.', scope: 'specific' }),
      ask('IdentifyStakeholder', { stakeholderId: 's1', contactId: 'c1', roles: ['user'], influence: 3 }),
      ask('DesignSolution', { solutionId: 'so1', products: [], services: [], needIds: [] }),
      ask('AttachDocument', { documentId: 'd9', kind: 'other', sha256: 'a'.repeat(64) }, { stored: { size: 7 } }),
      ask('ScheduleDemo', { demoId: 'd1', scheduledFor: '2026-07-01T08:00:00.000Z', painPointIds: ['pp1'] }),
    ),
    fc
      .record({
        stakeholderIds: fc.subarray(['s1']),
        solution: fc.option(fc.constantFrom(1, 2), { nil: undefined }).map((version) => version && { solutionId: 'so1', version }),
      })
      .map((more) => demo(more as never)),
    fc.constantFrom(3, 4).map((rating) => ask('RecordDemoOutcome', { demoId: 'd1', rating, result: 'failed' })),
    fc.constantFrom(ask('RequestPoc', request), ask('StartPoc', { pocId: 'p1' }), cancel),
    fc.constantFrom(conclude(), conclude('succeeded', ['fast']), conclude('failed', [])),
  );
  deciderProperties(
    deal,
    asked.map((command) => () => command),
    {
      reached: [
        ...['OpportunityOpened', 'PainPointRecorded', 'StakeholderIdentified', 'SolutionDesigned', 'DocumentReceived', 'DemoScheduled'],
        ...['DemoDelivered', 'DemoOutcomeRecorded', 'PocRequested', 'PocStarted', 'PocConcluded', 'PocCancelled', 'OpportunityUnknown'],
        ...['NotOnFile', 'NothingNamed', 'NotLatestVersion', 'StatedOtherwise', 'PocEnded', 'SuccessCriteriaOpen'],
      ],
    },
  );
});
