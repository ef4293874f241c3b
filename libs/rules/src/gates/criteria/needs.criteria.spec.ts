import type { OpportunityEvent } from '#event-contracts';
import { by, claimed, meeting, received, stakeholder } from '../../../../../test/support/deal-story.ts';
import { fact, verdictOn } from '../../../../../test/support/open-deal.ts';

type Asked = Readonly<Record<string, number | boolean>>;

const session = (sessionId: string, more: { round?: number; onsite?: boolean; role?: string; minutesDocumentId?: string } = {}) => {
  const { round = 1, onsite = false, role = 'SALES_REP', minutesDocumentId } = more;
  const participants = { stakeholderIds: ['s1'], colleagues: [{ userId: 'u1', role }] };
  return fact('NeedsResearchSessionHeld', { sessionId, round, onsite, participants, ...(minutesDocumentId && { minutesDocumentId }) });
};
const minutes = received('m1', 'meetingMinutes');
const minuted = { minutesDocumentId: 'm1' };

describe('needsResearched (L125, L244)', () => {
  it.each<[string, Asked, OpportunityEvent[], object]>([
    ['missing without a session', {}, [], { result: 'missing' }],
    ['met by minutes on file', {}, [minutes, session('r1', minuted)], { result: 'met' }],
    ['met by the word of somebody else', {}, [by('pre1', session('r1'))], { result: 'met' }],
    ['unmet by the owner’s word alone', {}, [session('r1')], { result: 'unmet', because: 'minutesNotReceived' }],
    [
      'unmet by minutes that are only claimed',
      {},
      [claimed('m1', 'meetingMinutes'), session('r1', minuted)],
      { result: 'unmet', because: 'minutesNotReceived' },
    ],
    [
      'unmet by two sessions of one round where two rounds are asked for',

      { rounds: 2 },
      [minutes, session('r1', minuted), session('r2', minuted)],
      { result: 'unmet', because: 'tooFewRounds', detail: { held: 1, asked: 2 } },
    ],
    ['met by two rounds', { rounds: 2 }, [minutes, session('r1', minuted), session('r2', { ...minuted, round: 2 })], { result: 'met' }],
    ['unmet where it was never on site', { onsite: true }, [minutes, session('r1', minuted)], { result: 'unmet', because: 'neverOnsite' }],
    ['met where it was on site', { onsite: true }, [minutes, session('r1', { ...minuted, onsite: true })], { result: 'met' }],
    [
      'unmet where presales came to no session that counts',

      { presales: true },
      [minutes, session('r1', minuted), session('r2', { role: 'PRESALES' })],
      { result: 'unmet', because: 'neverWithPresales' },
    ],
    ['met where presales came', { presales: true }, [minutes, session('r1', { ...minuted, role: 'PRESALES' })], { result: 'met' }],
  ])('is %s', (_, parameters, events, verdict) => expect(verdictOn('needsResearched/1', parameters, events)).toMatchObject(verdict));
});

type Wording = { version?: number; kind?: 'business' | 'technical'; priority?: 'must' | 'could' };
const need = (needId: string, { version = 1, kind = 'business', priority = 'must' }: Wording = {}) =>
  fact('NeedRecorded', { needId, version, statement: `${needId} ${version}`, kind, priority });
const confirmed = (needId: string, version = 1, evidence: { activityIds?: string[]; documentIds?: string[] } = { activityIds: ['a1'] }) =>
  fact('NeedConfirmed', { needId, version, byStakeholderId: 's1', evidence });
const customer = [stakeholder('s1', 'user'), meeting('a1')];

describe('needsConfirmed (L27, L35)', () => {
  const open = (...needIds: string[]) => ({ result: 'unmet', because: 'needsOpen', detail: { needIds } });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a need', [], { result: 'missing', because: 'noNeed' }],
    ['missing where the customer could do without all of them', [need('n1', { priority: 'could' })], { result: 'missing' }],
    ['unmet until the customer said so', [need('n1')], open('n1')],
    ['met by what it said in a meeting', [...customer, need('n1'), confirmed('n1')], { result: 'met' }],
    ['met by a document of it', [received('d1', 'other'), need('n1'), confirmed('n1', 1, { documentIds: ['d1'] })], { result: 'met' }],
    [
      'unmet by a document that is only claimed',
      [claimed('d1', 'other'), need('n1'), confirmed('n1', 1, { documentIds: ['d1'] })],
      open('n1'),
    ],
    ['unmet by a name alone', [...customer, need('n1'), confirmed('n1', 1, {})], open('n1')],
    ['unmet while one is open', [...customer, need('n1'), need('n2'), confirmed('n1')], open('n2')],
    ['unmet once it is worded anew', [...customer, need('n1'), confirmed('n1'), need('n1', { version: 2 })], open('n1')],
    ['met once that is confirmed', [...customer, need('n1'), need('n1', { version: 2 }), confirmed('n1', 2)], { result: 'met' }],
    [
      'met without what it could do without',
      [...customer, need('n1'), need('n2', { priority: 'could' }), confirmed('n1')],
      { result: 'met' },
    ],
  ])('is %s', (_, events, verdict) => expect(verdictOn('needsConfirmed/1', {}, events)).toMatchObject(verdict));
  it('rests on the need, the confirmation and what bears it out', () =>
    expect(verdictOn('needsConfirmed/1', {}, [...customer, need('n1'), confirmed('n1')])).toEqual({
      ...{ result: 'met', evidence: ['e3', 'e4', 'e2'] },
    }));
});

describe('technicalNeedsConfirmed (L34)', () => {
  const technical = need('n1', { kind: 'technical' });
  const looked = (version = 1) => fact('TechnicalNeedConfirmed', { needId: 'n1', version, role: 'PRESALES' });
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a technical need', [need('n2')], { result: 'missing', because: 'noNeed' }],
    ['unmet until presales looked into it', [technical], { result: 'unmet', because: 'needsOpen' }],
    ['unmet by the customer’s word', [...customer, technical, confirmed('n1')], { result: 'unmet' }],
    ['met once presales did', [technical, by('pre1', looked())], { result: 'met' }],
    ['unmet once it is worded anew', [technical, by('pre1', looked()), need('n1', { kind: 'technical', version: 2 })], { result: 'unmet' }],
    [
      'unmet once the deal is theirs who confirmed it',
      [technical, by('pre1', looked()), fact('OpportunityReassigned', { from: 'rep1', to: 'pre1' })],
      { result: 'unmet' },
    ],
  ])('is %s', (_, events, verdict) => expect(verdictOn('technicalNeedsConfirmed/1', {}, events)).toMatchObject(verdict));
});

describe('needsReportReviewed (L133, L249, L252, L253)', () => {
  const document = received('d1', 'needsAnalysisReport');
  const submitted = (version = 1, reportId = 'p1') => fact('NeedsAnalysisReportSubmitted', { reportId, version, documentId: 'd1' });
  const review = (outcome: 'accepted' | 'sentBack' = 'accepted', version = 1) =>
    fact('NeedsAnalysisReportReviewed', { reportId: 'p1', version, outcome, completeness: 90, accuracy: 90 });
  const reviewed = (...of: Parameters<typeof review>) => by('mona', review(...of));
  it.each<[string, OpportunityEvent[], object]>([
    ['missing without a report', [document], { result: 'missing' }],
    [
      'unmet by one that is only claimed',
      [claimed('d1', 'needsAnalysisReport'), submitted(), reviewed()],
      { result: 'unmet', because: 'documentNotReceived', detail: { documentId: 'd1' } },
    ],
    ['unmet until it is reviewed', [document, submitted()], { result: 'unmet', because: 'notReviewed' }],
    ['unmet by a review of one’s own', [document, submitted(), review()], { result: 'unmet', because: 'notReviewed' }],
    ['unmet once it is sent back', [document, submitted(), reviewed('sentBack')], { result: 'unmet', because: 'sentBack' }],
    ['met once it is accepted', [document, submitted(), reviewed()], { result: 'met', evidence: ['e2', 'e1', 'e3'] }],
    ['unmet once there is a next version', [document, submitted(), reviewed(), submitted(2)], { result: 'unmet', because: 'notReviewed' }],
    ['unmet once there is another report', [document, submitted(), reviewed(), submitted(1, 'p2')], { result: 'unmet' }],
  ])('is %s', (_, events, verdict) => expect(verdictOn('needsReportReviewed/1', {}, events)).toMatchObject(verdict));
});
