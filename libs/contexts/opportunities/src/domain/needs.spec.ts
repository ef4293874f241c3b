import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { ask, by, claimed, meeting, presales, received, stakeholder } from '../../../../../test/support/deal-story.ts';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const statement = { statement: 'Plan three plants.', kind: 'technical', priority: 'must' } as const;
const need = (version = 1, words: string = statement.statement) =>
  fact('NeedRecorded', { needId: 'n1', version, ...statement, statement: words });
const recordNeed = (words: string = statement.statement) => ask('RecordNeed', { needId: 'n1', ...statement, statement: words });
const evidence = { activityIds: ['a1'] };
const confirm = ask('ConfirmNeed', { needId: 'n1', byStakeholderId: 's1', evidence });
const confirmed = (version = 1) => fact('NeedConfirmed', { needId: 'n1', version, byStakeholderId: 's1', evidence });
const customer = [stakeholder('s1', 'user'), meeting('a1')];

describe('researching needs (L125, L244, L251)', () => {
  const session = {
    ...{ sessionId: 'r1', round: 1, onsite: true, minutesDocumentId: 'd1' },
    participants: { stakeholderIds: ['s1'], colleagues: [{ userId: 'pre1', role: 'PRESALES' }] },
  };
  const record = ask('RecordNeedsResearchSession', session);
  it('records who took part, in which round, and where', () =>
    given(opened, ...customer, received('d1', 'meetingMinutes'))
      .when(record)
      .then(fact('NeedsResearchSessionHeld', session)));
  it('takes minutes that are only claimed yet', () =>
    given(opened, ...customer, claimed('d1', 'meetingMinutes'))
      .when(record)
      .thenTypes('NeedsResearchSessionHeld'));
  it('refuses people whom nobody identified', () =>
    given(opened, received('d1', 'meetingMinutes'))
      .when(record)
      .thenRefused('NotOnFile', { ids: ['s1'] }));
  it('refuses minutes that there are not', () =>
    given(opened, ...customer)
      .when(record)
      .thenRefused('NotOnFile', { ids: ['d1'] }));
  it('refuses a document that is no minutes', () =>
    given(opened, ...customer, received('d1', 'quote'))
      .when(record)
      .thenRefused('DocumentOfOtherKind', { documentIds: ['d1'] }));
});

describe('recording a need (L27, L35, L249)', () => {
  it('is its first version', () => given(opened).when(recordNeed()).then(need()));
  it('changes nothing when it is worded so', () => given(opened, need()).when(recordNeed()).thenNothing());
  it('in other words is the next version', () =>
    given(opened, need()).when(recordNeed('Plan two plants.')).then(need(2, 'Plan two plants.')));
});

describe('confirming a need (L27, L35)', () => {
  it('is of the words that it has now', () =>
    given(opened, need(), need(2, 'b'), ...customer)
      .when(confirm)
      .then(confirmed(2)));
  it('is once', () =>
    given(opened, need(), ...customer, confirmed())
      .when(confirm)
      .thenNothing());
  it('is done anew once it was worded anew', () =>
    given(opened, need(), ...customer, confirmed(), need(2, 'b'))
      .when(confirm)
      .then(confirmed(2)));
  it.each([
    ['a need that nobody recorded', [opened, ...customer], 'n1'],
    ['somebody whom nobody identified', [opened, need(), meeting('a1')], 's1'],
    ['a meeting that nobody logged', [opened, need(), stakeholder('s1', 'user')], 'a1'],
  ])('refuses %s', (_, history, id) =>
    given(...history)
      .when(confirm)
      .thenRefused('NotOnFile', { ids: [id] }),
  );
});

describe('confirming a technical need (L34)', () => {
  const confirmTechnical = (known = presales) => ask('ConfirmTechnicalNeed', { needId: 'n1' }, known);
  const technical = (role: string, version = 1) => fact('TechnicalNeedConfirmed', { needId: 'n1', version, role });
  it('is for presales', () => given(opened, need()).when(confirmTechnical()).then(technical('PRESALES')));
  it('is for architects', () =>
    given(opened, need())
      .when(confirmTechnical({ userId: 'arc1', roles: ['SOLUTION_ARCHITECT'] }))
      .then(technical('SOLUTION_ARCHITECT')));
  it('is done anew once it was worded anew', () =>
    given(opened, need(), technical('PRESALES'), need(2, 'b')).when(confirmTechnical()).then(technical('PRESALES', 2)));
  it('refuses who is neither', () =>
    given(opened, need())
      .when(confirmTechnical({ userId: 'mona', roles: ['SALES_MANAGER'] }))
      .thenRefused('RoleNotHeld'));
  it('refuses the owner, whatever their roles', () =>
    given(opened, need())
      .when(confirmTechnical({ userId: 'rep1', roles: ['SALES_REP', 'PRESALES'] }))
      .thenRefused('OwnDeal', { ownerId: 'rep1' }));
  it('refuses a need that is not technical', () =>
    given(opened, fact('NeedRecorded', { needId: 'n1', version: 1, ...statement, kind: 'business' }))
      .when(confirmTechnical())
      .thenRefused('NeedNotTechnical'));
  it('refuses a need that nobody recorded', () =>
    given(opened)
      .when(confirmTechnical())
      .thenRefused('NotOnFile', { ids: ['n1'] }));
});

describe('the report on the analysis of needs (L133, L249, L252, L253)', () => {
  const submit = (documentId = 'd1') => ask('SubmitNeedsAnalysisReport', { reportId: 'p1', documentId });
  const submitted = (version = 1, documentId = 'd1') => fact('NeedsAnalysisReportSubmitted', { reportId: 'p1', version, documentId });
  const findings = { reportId: 'p1', outcome: 'accepted', completeness: 90, accuracy: 80 } as const;
  const review = (version = 1, userId = 'mona') => ask('ReviewNeedsAnalysisReport', { ...findings, version }, { userId });
  const documents = [received('d1', 'needsAnalysisReport'), received('d2', 'needsAnalysisReport')];
  it('is handed in, and again in its next version', () => {
    given(opened, ...documents)
      .when(submit())
      .then(submitted());
    given(opened, ...documents, submitted())
      .when(submit('d2'))
      .then(submitted(2, 'd2'));
  });
  it('is handed in once', () =>
    given(opened, ...documents, submitted())
      .when(submit())
      .thenNothing());
  it('refuses a document of another kind', () =>
    given(opened, received('d1', 'quote'))
      .when(submit())
      .thenRefused('DocumentOfOtherKind', { kinds: ['needsAnalysisReport'] }));
  it('refuses a document that there is not', () =>
    given(opened)
      .when(submit())
      .thenRefused('NotOnFile', { ids: ['d1'] }));
  it('is reviewed by somebody else', () =>
    given(opened, ...documents, submitted())
      .when(review())
      .then(fact('NeedsAnalysisReportReviewed', { ...findings, version: 1 })));
  it('is not reviewed by who handed it in, not even by presales of what presales wrote', () => {
    given(opened, ...documents, submitted())
      .when(review(1, 'rep1'))
      .thenRefused('OwnWork', { submittedBy: 'rep1' });
    given(opened, ...documents, by('pre1', submitted()))
      .when(review(1, 'pre1'))
      .thenRefused('OwnWork', { submittedBy: 'pre1' });
  });
  it('is reviewed in its latest version only', () =>
    given(opened, ...documents, submitted(), submitted(2, 'd2'))
      .when(review())
      .thenRefused('NotLatestVersion', { version: 1, latest: 2 }));
  it('refuses a review of what was not handed in', () =>
    given(opened)
      .when(review())
      .thenRefused('NotOnFile', { ids: ['p1'] }));
});

describe('any needs', () => {
  const identify = ask('IdentifyStakeholder', { stakeholderId: 's1', contactId: 'c1', roles: ['user'], influence: 3 });
  const log = ask('LogActivity', { activityId: 'a1', type: 'meeting', purpose: 'Needs', heldAt: '2026-05-01T08:00:00.000Z' });
  const attach = (documentId: string, kind: 'meetingMinutes' | 'needsAnalysisReport') =>
    ask('AttachDocument', { documentId, kind, sha256: 'a'.repeat(64) }, { stored: { size: 7 } });
  const participants = fc.record({
    stakeholderIds: fc.subarray(['s1', 's2']),
    colleagues: fc.constant<{ userId: string; role: string }[]>([]),
  });
  const asked: fc.Arbitrary<AskedOfDeal> = fc.oneof(
    fc.constantFrom(opening, identify, log, attach('m1', 'meetingMinutes'), attach('d1', 'needsAnalysisReport'), confirm),
    fc
      .tuple(participants, fc.constantFrom('m1', 'd1', undefined))
      .map(([people, minutesDocumentId]) =>
        ask('RecordNeedsResearchSession', { sessionId: 'r1', round: 1, onsite: false, participants: people, minutesDocumentId }),
      ),
    fc
      .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('business', 'technical'))
      .map(([words, kind]) => ask('RecordNeed', { needId: 'n1', statement: words, kind, priority: 'must' })),
    fc.constantFrom(presales, { userId: 'rep1', roles: ['PRESALES'] }, {}).map((who) => ask('ConfirmTechnicalNeed', { needId: 'n1' }, who)),
    fc.constantFrom('d1', 'm1').map((documentId) => ask('SubmitNeedsAnalysisReport', { reportId: 'p1', documentId })),
    fc
      .tuple(fc.constantFrom(1, 2), fc.constantFrom('rep1', 'mona'))
      .map(([version, userId]) =>
        ask('ReviewNeedsAnalysisReport', { reportId: 'p1', version, outcome: 'sentBack', completeness: 1, accuracy: 2 }, { userId }),
      ),
  );
  deciderProperties(
    deal,
    asked.map((command) => () => command),
    {
      reached: [
        ...['OpportunityOpened', 'StakeholderIdentified', 'ActivityLogged', 'DocumentReceived', 'NeedsResearchSessionHeld', 'NeedRecorded'],
        ...['NeedConfirmed', 'TechnicalNeedConfirmed', 'NeedsAnalysisReportSubmitted', 'NeedsAnalysisReportReviewed'],
        ...['OpportunityUnknown', 'NotOnFile', 'DocumentOfOtherKind', 'StatedOtherwise', 'NeedNotTechnical', 'RoleNotHeld', 'OwnDeal'],
        ...['OwnWork', 'NotLatestVersion'],
      ],
    },
  );
});
