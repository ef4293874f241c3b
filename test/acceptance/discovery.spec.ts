import { createHash, randomUUID } from 'node:crypto';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
const deal = `deal-${randomUUID()}`;
const money = { minor: 1_000_000, currency: 'CNY' };

beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { pia: 'PRESALES', lena: 'LEGAL' });
  const body = { opportunityId: deal, name: 'Acme planning', company: 'Acme', expectedAmount: money, expectedSigningDate: '2099-03-31' };
  accepted(await running.post('/v1/opportunities', body, { as: 'rita' }));
}, 120_000);
afterAll(() => running?.stop());

const onDeal = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
const seen = async (position: string, as = 'rita') =>
  running.get(`/v1/opportunities/${deal}`, { as, headers: { 'dealtrail-after': position } });

const minutes = Buffer.from('Minutes of the first meeting');
const sha256 = createHash('sha256').update(minutes).digest('hex');
const heldAt = '2026-01-05T08:00:00.000Z';

describe('the documents of a deal', () => {
  let position: string;
  const attach = (as?: string) =>
    onDeal('documents', { documentId: 'minutes', kind: 'meetingMinutes', sha256, mediaType: 'text/plain', title: 'Minutes, 会议纪要' }, as);

  it('are attached once their bytes are here', async () => {
    refused(await attach(), 'BytesNotReceived');
    await running.send('/v1/documents', minutes, { as: 'rita', headers: { 'content-type': 'text/plain' } });
    accepted(await attach(), 'DocumentReceived');
    expect((await attach()).body.outcome).toBe('noEffect');
    const claimed = accepted(
      await onDeal('claimed-documents', { documentId: 'elsewhere', kind: 'needsQuestionnaire', url: 'https://files.acme.example/1' }),
    );
    position = claimed.body.position as string;
  });

  it('are read, byte by byte, by those who may read them', async () => {
    const read = async (as: string, id = 'minutes') => {
      const headers = { authorization: `Bearer ${await running.token(as)}`, 'dealtrail-after': position };
      return fetch(`${running.url}/v1/opportunities/${deal}/documents/${id}`, { headers });
    };
    const answer = await read('rita');
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(minutes);
    expect(answer.headers.get('content-type')).toMatch('text/plain');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; .*%E4%BC%9A/);
    expect((await read('rolf')).status).toBe(403);
    expect((await read('analyst')).status).toBe(403);
    expect((await read('rita', 'elsewhere')).status).toBe(404);
    expect((await read('compliance')).status).toBe(200);
  });
});

describe('finding out about a customer', () => {
  it('begins with who matters there, whose names are sealed', async () => {
    const body = {
      stakeholderId: 'cfo',
      contactId: 'han',
      roles: ['decisionMaker'],
      influence: 5,
      concerns: ['price'],
      name: 'Han Meimei',
    };
    const { body: answer } = accepted(await onDeal('stakeholders', body), 'StakeholderIdentified');
    accepted(await onDeal('stakeholder-revisions', { stakeholderId: 'cfo', stance: 'supporter' }), 'StakeholderRevised');
    const history = await running.get(`/v1/deals/${deal}/history`, { as: 'analyst', headers: { 'dealtrail-after': answer.position } });
    expect(history.text).toContain('decisionMaker');
    expect(history.text).not.toContain('Meimei');
    accepted(await onDeal('stakeholders', { roles: ['user'], influence: 2 }));
  });

  it('goes on in a first formal meeting, of which there is one (L112)', async () => {
    const meeting = { activityId: 'first', type: 'meeting', purpose: 'First meeting', heldAt, firstFormal: true };
    accepted(await onDeal('activities', { ...meeting, stakeholderIds: ['cfo'], userIds: ['rita'], minutesDocumentId: 'minutes' }));
    refused(await onDeal('activities', { ...meeting, activityId: 'second' }), 'FirstMeetingAlreadyHeld');
    accepted(await onDeal('activity-corrections', { activityId: 'first', rating: 4, reason: 'forgotten' }), 'ActivityCorrected');
    accepted(await onDeal('insights', { topic: 'How others plan', activityId: 'first' }), 'DealInsightShared');
    accepted(
      await onDeal('reference-cases', { referenceCaseId: 'betatech', title: 'Betatech', activityId: 'first' }),
      'ReferenceCaseShared',
    );
  });

  it.each([
    ['pain-points', { painPointId: 'closing', description: 'Closing takes nine days', scope: 'specific' }, 'PainPointRecorded'],
    ['objectives', { objectiveId: 'fast', description: 'Close in three days' }, 'BusinessObjectiveRecorded'],
    ['challenges', { statement: 'Plans are late', activityId: 'first', stakeholderId: 'cfo' }, 'ChallengeStated'],
    ['current-solutions', { description: 'Spreadsheets', deficiencies: ['No history'] }, 'CurrentSolutionRecorded'],
    ['purchase-intent', { intent: 'high', reasons: 'The board asked' }, 'DealPurchaseIntentAssessed'],
    ['fit', { phase: 'preliminary', score: 80, reasons: 'Mostly standard', painPointIds: ['closing'] }, 'FitAssessed'],
    [
      'procurement-process',
      { steps: ['Board'], budgetSource: 'Operations', approvalAuthority: 'Board', approverIds: ['cfo'] },
      'ProcurementProcessRecorded',
    ],
    ['questionnaires', { answers: [{ question: 'How many?', answer: 'Twelve' }], stakeholderId: 'cfo' }, 'QuestionnaireAnswered'],
    ['competitors', { competitorId: 'globex', kind: 'vendor', name: 'Globex' }, 'CompetitorIdentified'],
    ['competitor-positions', { competitorId: 'globex', position: 'level' }, 'CompetitorPositionAssessed'],
    ['counter-strategies', { competitorId: 'globex', strategy: 'Service nearby' }, 'CounterStrategyRecorded'],
    ['customer-commitments', { type: 'continue', evidence: { activityIds: ['first'] } }, 'CustomerCommitmentObtained'],
    ['commitments', { commitmentId: 'list', what: 'A list', dueAt: '2099-01-01T00:00:00.000Z' }, 'CommitmentMade'],
    ['fulfilled-commitments', { commitmentId: 'list' }, 'CommitmentFulfilled'],
    ['commitments', { commitmentId: 'visit', what: 'A visit', dueAt: '2099-01-01T00:00:00.000Z' }, 'CommitmentMade'],
    ['broken-commitments', { commitmentId: 'visit', reason: 'Everybody was ill' }, 'CommitmentBroken'],
  ])('takes %s %j', async (path, body, event) => {
    accepted(await onDeal(path, body), event);
  });

  it('counts how far the deal is qualified (L113)', async () => {
    const answer = { framework: 'BANT', element: 'budget', met: true, answer: 'approved', evidence: { activityIds: ['first'] } };
    accepted(await onDeal('qualification-answers', answer), 'QualificationAnswered', 'QualificationAssessed');
    refused(await onDeal('qualification-answers', { ...answer, element: 'champion' }), 'QuestionUnknown');
  });

  it.each([
    ['activities', { type: 'meeting', purpose: 'x', heldAt: 'yesterday' }],
    ['stakeholders', { roles: ['boss'], influence: 6 }],
    ['qualification-answers', { framework: 'BANT', element: 'budget', met: true, answer: 'x', score: 100 }],
    ['claimed-documents', { kind: 'quote', url: 'file:///etc/passwd' }],
    ['documents', { kind: 'quote', sha256, size: 1 }],
  ])('takes no malformed %s', async (path, body) => expect((await onDeal(path, body)).status).toBe(400));
});

describe('accounts and contacts', () => {
  it('are kept by those who sell to them, and a deal names its account (L97)', async () => {
    const register = (as: string) => running.post('/v1/accounts', { accountId: 'acme', name: 'Acme', ownerId: 'rita' }, { as });
    expect((await register('rolf')).status).toBe(403);
    const registered = accepted(await register('rita'), 'AccountRegistered');
    expect([registered.status, registered.headers.get('location')]).toEqual([201, '/v1/accounts/acme']);
    accepted(await running.post('/v1/accounts/acme/update', { employees: 120 }, { as: 'mona' }), 'AccountUpdated');
    expect((await running.post('/v1/accounts/acme/segment', { to: 'strategic' }, { as: 'rita' })).status).toBe(403);
    accepted(await running.post('/v1/accounts/acme/segment', { to: 'strategic' }, { as: 'mona' }), 'CustomerSegmentAssigned');
    expect((await running.post('/v1/accounts/none/update', { employees: 1 }, { as: 'rita' })).status).toBe(404);
    const of = { name: 'Acme again', company: 'Acme', accountId: 'acme', expectedAmount: money, expectedSigningDate: '2099-03-31' };
    const ofNone = await running.post('/v1/opportunities', { ...of, accountId: 'none', opportunityId: 'of-none' }, { as: 'rita' });
    refused(ofNone, 'NotOnFile');
    expect(ofNone.body).toMatchObject({ facts: { what: 'account', ids: ['none'] }, liftedBy: ['RegisterAccount'] });
    const { body } = accepted(await running.post('/v1/opportunities', { ...of, opportunityId: 'again' }, { as: 'rita' }));
    const shown = await running.get('/v1/opportunities/again', { as: 'rita', headers: { 'dealtrail-after': body.position } });
    expect(shown.body.accountId).toBe('acme');
  });

  it('keep who a person is sealed', async () => {
    const registered = await running.post('/v1/contacts', { contactId: 'mei', accountId: 'acme', name: 'Han Meimei' }, { as: 'rita' });
    accepted(registered, 'ContactRegistered');
    accepted(await running.post('/v1/contacts/mei/update', { phone: '+86 10 1234' }, { as: 'rolf' }), 'ContactUpdated');
    const stored = await running.app.keeping.store.read('contact-mei');
    expect(stored.map(({ data }) => data.toString('utf8')).join()).not.toMatch(/Meimei|1234/);
    refused(await running.post('/v1/contacts', { contactId: 'mei', name: 'Another' }, { as: 'rita' }), 'ContactAlreadyRegistered');
  });

  it('take no claims of other systems once they are ours', async () => {
    const data = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, accountId: 'acme', name: 'ACME' };
    const { body } = await running.post('/v1/imports/batch', { items: [{ key: 'k1', type: 'ImportAccount', data }] }, { as: 'operator' });
    expect(body.answers).toMatchObject([{ status: 409, problem: { reason: 'AlreadyGoverned' } }]);
  });
});

describe('the team of a deal', () => {
  it('takes in whoever takes up what another department is asked for, and lets them work (L11, L34)', async () => {
    const log = (as: string) => onDeal('activities', { type: 'call', purpose: 'Technical needs', heldAt }, as);
    expect((await log('pia')).status).toBe(403);
    accepted(await onDeal('collaboration-requests', { requestId: 'tech', role: 'PRESALES', need: 'Technical needs' }));
    refused(await onDeal('collaboration-responses', { requestId: 'tech', response: 'accepted' }, 'lena'), 'RoleNotHeld');
    const joined = await onDeal('collaboration-responses', { requestId: 'tech', response: 'accepted' }, 'pia');
    accepted(joined, 'CollaborationResponded', 'DealTeamMemberAdded');
    accepted(await log('pia'));
    expect((await seen(joined.body.position)).body.memberIds).toEqual(['pia']);
  });

  it('has presales say how complex the project is, never the owner (L127)', async () => {
    expect((await onDeal('complexity', { complex: true, reasons: 'x' })).status).toBe(403);
    accepted(await onDeal('complexity', { complex: true, reasons: 'Three plants' }, 'pia'), 'ProjectComplexityAssessed');
  });

  it('is picked by the owner, lets a colleague of another team see the deal, and moves nothing (L11, L93)', async () => {
    expect((await onDeal('team-members', { userId: 'rolf', role: 'SALES_REP' }, 'pia')).status).toBe(403);
    refused(await onDeal('team-members', { userId: 'rolf', role: 'PRESALES' }), 'RoleNotHeld');
    const joined = accepted(await onDeal('team-members', { userId: 'rolf', role: 'SALES_REP' }));
    expect((await seen(joined.body.position, 'rolf')).status).toBe(200);
    const listed = await running.get('/v1/opportunities', { as: 'rolf', headers: { 'dealtrail-after': joined.body.position } });
    expect(listed.body.items.map(({ opportunityId }: { opportunityId: string }) => opportunityId)).toEqual([deal]);
    expect((await onDeal('advance', { to: 'S3' }, 'rolf')).status).toBe(403);
    const left = accepted(await onDeal('removed-team-members', { userId: 'rolf' }));
    expect((await seen(left.body.position, 'rolf')).status).toBe(403);
  });

  it('is changed by who saw the state as it is shown', async () => {
    const shown = await seen(accepted(await onDeal('pain-points', { description: 'Another', scope: 'general' })).body.position);
    const headers = { 'if-match': shown.headers.get('etag') ?? '' };
    const answer = await running.post(`/v1/opportunities/${deal}/forecast`, { probability: 20 }, { as: 'rita', headers });
    accepted(answer, 'ForecastRevised');
  });
});
