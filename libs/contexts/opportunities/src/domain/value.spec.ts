import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { present } from '#rules';
import { ask, meeting, received, stakeholder } from '../../../../../test/support/deal-story.ts';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening } from '../../../../../test/support/open-deal.ts';
import type { RecordFeedback } from './value.ts';

const { given } = specification(deal);

const customer = [stakeholder('s1', 'user'), meeting('a1')];
const contents = { solutionId: 'so1', products: [], services: [], needIds: [] };
const designed = fact('SolutionDesigned', { ...contents, version: 1 });
const revised = fact('SolutionRevised', { ...contents, services: [{ name: 'Training' }], version: 2, reason: 'x', feedbackIds: [] });
const evidence = { activityIds: ['a1'] };
const said: Omit<RecordFeedback['data'], 'opportunityId'> = {
  ...{ feedbackId: 'f1', subject: 'solution', subjectId: 'so1', subjectVersion: 1, sentiment: -1, summary: 'Too much at once.' },
  ...{ fromStakeholderId: 's1', evidence },
};
const feedback = fact('CustomerFeedbackReceived', present(said));
const record = (more: Partial<Omit<RecordFeedback['data'], 'opportunityId'>> = {}) => ask('RecordFeedback', { ...said, ...more });

describe('what the customer thinks (L130, L133, L261, L265)', () => {
  it('is of a version, by somebody, somewhere', () =>
    given(opened, ...customer, designed)
      .when(record())
      .then(feedback));
  it('may be of an earlier version', () =>
    given(opened, ...customer, designed, revised)
      .when(record())
      .then(feedback));
  it('is of no version that there is not', () =>
    given(opened, ...customer, designed)
      .when(record({ subjectVersion: 2 }))
      .thenRefused('NotLatestVersion', { version: 2, latest: 1 }));
  it.each([{ subjectId: undefined }, { subjectVersion: undefined }])('says of what: not %j', (more) =>
    given(opened, ...customer, designed)
      .when(record(more))
      .thenRefused('NothingNamed'),
  );
  it.each(['demo', 'poc', 'proposal'] as const)('refuses a %s that there is not', (subject) =>
    given(opened, ...customer, designed)
      .when(record({ subject, subjectId: 'x1' }))
      .thenRefused('NotOnFile', { what: subject, ids: ['x1'] }),
  );
  it('may be of anything else', () =>
    given(opened, ...customer)
      .when(record({ subject: 'other', subjectId: undefined, subjectVersion: undefined }))
      .thenTypes('CustomerFeedbackReceived'));
  it('refuses somebody unknown, and a meeting that was not logged', () => {
    given(opened, meeting('a1'), designed)
      .when(record())
      .thenRefused('NotOnFile', { ids: ['s1'] });
    given(opened, stakeholder('s1', 'user'), designed)
      .when(record())
      .thenRefused('NotOnFile', { ids: ['a1'] });
  });
  it('is not turned around later', () =>
    given(opened, ...customer, designed, feedback)
      .when(record({ sentiment: 2 }))
      .thenRefused('StatedOtherwise'));
});

describe('answering what the customer thinks (L130, L262)', () => {
  const address = ask('AddressFeedback', { feedbackId: 'f1', solutionId: 'so1' });
  it('takes a version that was made since', () =>
    given(opened, ...customer, designed, feedback, revised)
      .when(address)
      .then(fact('FeedbackAddressed', { feedbackId: 'f1', solutionId: 'so1', solutionVersion: 2 })));
  it('is not done by what there was before', () => {
    given(opened, ...customer, designed, feedback)
      .when(address)
      .thenRefused('FeedbackNotAnswered', { solutionVersion: 1 });
    given(opened, ...customer, designed, revised, feedback)
      .when(address)
      .thenRefused('FeedbackNotAnswered', { solutionVersion: 2 });
  });
  it('refuses feedback that there is not, and a solution that there is not', () => {
    given(opened, designed)
      .when(address)
      .thenRefused('NotOnFile', { ids: ['f1'] });
    given(opened, feedback)
      .when(address)
      .thenRefused('NotOnFile', { ids: ['so1'] });
  });
});

describe('what a solution is worth to the customer (L7, L131)', () => {
  const point = fact('ValuePointRecorded', { valuePointId: 'v1', description: 'Fewer late deliveries.' });
  const agreed = { acknowledgementId: 'k1', solutionId: 'so1', version: 1, valuePointIds: ['v1'], byStakeholderId: 's1', evidence };
  const acknowledge = (more = {}) => ask('RecordValueAcknowledgement', { ...agreed, ...more });
  it('is recorded', () =>
    given(opened)
      .when(ask('RecordValuePoint', { valuePointId: 'v1', description: 'Fewer late deliveries.' }))
      .then(point));
  it('is acknowledged by somebody, of the latest version', () => {
    given(opened, ...customer, designed, point)
      .when(acknowledge())
      .then(fact('SolutionValueAcknowledged', agreed));
    given(opened, ...customer, designed, point, revised)
      .when(acknowledge())
      .thenRefused('NotLatestVersion', { version: 1, latest: 2 });
  });
  it('is not acknowledged of nothing', () =>
    given(opened, ...customer, designed)
      .when(acknowledge({ valuePointIds: [] }))
      .thenRefused('NothingNamed', { field: 'valuePointIds' }));
  it.each([
    ['a value', [...customer, designed], 'v1'],
    ['somebody', [meeting('a1'), designed, point], 's1'],
    ['a meeting', [stakeholder('s1', 'user'), designed, point], 'a1'],
    ['a solution', [...customer, point], 'so1'],
  ])('refuses %s that is not on file', (_, history, id) =>
    given(opened, ...history)
      .when(acknowledge())
      .thenRefused('NotOnFile', { ids: [id] }),
  );
});

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const amounts = { investment: cny(900), years: [{ benefits: cny(600), costs: cny(100) }], horizonMonths: 12 };

describe('the return on what the customer invests (L42, L138)', () => {
  const complete = (more = {}) => ask('CompleteRoiAnalysis', { roiId: 'r1', ...amounts, documentId: 'd1', ...more });
  const sheet = received('d1', 'other');
  it('is computed by the server', () =>
    given(opened, sheet)
      .when(complete())
      .then(fact('RoiAnalysisCompleted', { roiId: 'r1', ...amounts, documentId: 'd1', net: cny(-400), roiBasisPoints: -4_000 })));
  it.each([
    ['CurrenciesDiffer', { investment: { minor: 1, currency: 'EUR' } }],
    ['HorizonOtherwise', { horizonMonths: 13 }],
    ['NothingInvested', { investment: cny(0), years: [{ benefits: cny(1), costs: cny(0) }] }],
    ['AmountBeyondRange', { investment: cny(1), years: [{ benefits: cny(Number.MAX_SAFE_INTEGER), costs: cny(0) }] }],
  ] as const)('refuses: %s', (why, more) => given(opened, sheet).when(complete(more)).thenRefused(why, { roiId: 'r1' }));
  it('refuses a document that there is not', () =>
    given(opened)
      .when(complete())
      .thenRefused('NotOnFile', { ids: ['d1'] }));
  it('is not computed otherwise under the same id', () =>
    given(opened, sheet, fact('RoiAnalysisCompleted', { roiId: 'r1', ...amounts, net: cny(-400), roiBasisPoints: -4_000 }))
      .when(complete())
      .thenRefused('StatedOtherwise'));
});

describe('any value', () => {
  const asked: fc.Arbitrary<AskedOfDeal> = fc.oneof(
    fc.constantFrom(
      opening,
      ask('IdentifyStakeholder', { stakeholderId: 's1', contactId: 'c1', roles: ['user'], influence: 3 }),
      ask('LogActivity', { activityId: 'a1', type: 'meeting', purpose: 'Value', heldAt: '2026-05-01T08:00:00.000Z' }),
      ask('DesignSolution', contents),
      ask('RecordValuePoint', { valuePointId: 'v1', description: 'x' }),
      ask('AddressFeedback', { feedbackId: 'f1', solutionId: 'so1' }),
    ),
    fc
      .constantFrom('Training', 'Support')
      .map((name) => ask('ReviseSolution', { ...contents, services: [{ name }], reason: 'x', feedbackIds: [] })),
    fc.record({ sentiment: fc.constantFrom(-2, 2), subjectVersion: fc.constantFrom(1, 1, 9, undefined) }).map(record),
    fc.tuple(fc.constantFrom(1, 2), fc.constantFrom('k1', 'k2')).map(([version, acknowledgementId]) =>
      ask('RecordValueAcknowledgement', {
        ...{ acknowledgementId, solutionId: 'so1', version, valuePointIds: ['v1'], byStakeholderId: 's1', evidence },
      }),
    ),
    fc
      .constantFrom(amounts, { ...amounts, horizonMonths: 13 }, { ...amounts, investment: { minor: 1, currency: 'EUR' } })
      .map((given) => ask('CompleteRoiAnalysis', { roiId: 'r1', ...given })),
    fc.constantFrom([0, 5], [1, Number.MAX_SAFE_INTEGER]).map(([spent = 0, gained = 0]) =>
      ask('CompleteRoiAnalysis', {
        ...{ roiId: 'r2', investment: cny(spent), years: [{ benefits: cny(gained), costs: cny(0) }], horizonMonths: 12 },
      }),
    ),
  );
  deciderProperties(
    deal,
    asked.map((command) => () => command),
    {
      length: 60,
      reached: [
        ...['OpportunityOpened', 'StakeholderIdentified', 'ActivityLogged', 'SolutionDesigned', 'SolutionRevised', 'ValuePointRecorded'],
        ...['CustomerFeedbackReceived', 'FeedbackAddressed', 'SolutionValueAcknowledged', 'RoiAnalysisCompleted', 'OpportunityUnknown'],
        ...['NotOnFile', 'NothingNamed', 'NotLatestVersion', 'StatedOtherwise', 'FeedbackNotAnswered', 'CurrenciesDiffer'],
        ...['HorizonOtherwise', 'NothingInvested', 'AmountBeyondRange'],
      ],
    },
  );
});
