import { createHash, randomUUID } from 'node:crypto';
import type { DocumentKind } from '#event-contracts';
import { denied, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

const opportunityId = `deal-${randomUUID()}`;
const cny = (minor: number) => ({ minor, currency: 'CNY' });

let running: RunningApp;
const post = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${opportunityId}/${path}`, body, { as });

/** Accepted, with these events. */
const recorded = async (answer: Promise<Answer>, ...events: readonly string[]): Promise<Answer> => {
  const { status, text, body } = await answer;
  expect({ status, text, events: body?.events }).toMatchObject({ events });
  return answer;
};

const document = async (documentId: string, kind: DocumentKind): Promise<void> => {
  const bytes = Buffer.from(documentId);
  await running.send('/v1/documents', bytes, { as: 'rita', headers: { 'content-type': 'application/pdf' } });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await recorded(post('documents', { documentId, kind, sha256 }), 'DocumentReceived');
};

beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { pia: 'PRESALES' });
  const opening = { name: 'Acme planning', company: 'Acme', expectedAmount: cny(1_000_000), expectedSigningDate: '2027-03-31' };
  await recorded(running.post('/v1/opportunities', { opportunityId, ownerId: 'rita', ...opening }, { as: 'rita' }), 'OpportunityOpened');
  const person = { stakeholderId: 'li', roles: ['decisionMaker'], influence: 5, name: 'Li Na' };
  await recorded(post('stakeholders', person), 'StakeholderIdentified');
  const workshop = { activityId: 'workshop', type: 'meeting', purpose: 'Needs', heldAt: '2026-01-05T08:00:00.000Z' };
  await recorded(post('activities', workshop), 'ActivityLogged');
  await recorded(post('pain-points', { painPointId: 'late', description: 'Late deliveries.', scope: 'specific' }), 'PainPointRecorded');
}, 120_000);
afterAll(() => running?.stop());

const evidence = { activityIds: ['workshop'] };
const needs = { business: 'plan', technical: 'erp' } as const;
const offered = { products: [{ productId: 'planner', quantity: 40 }], services: [{ name: 'Introduction' }], needIds: Object.values(needs) };

describe('the needs of a deal', () => {
  it('are not for presales before they are on its team (L11, L34)', async () => {
    const need = { needId: 'erp', statement: 'Read orders from the ERP.', kind: 'technical', priority: 'must' };
    denied(await post('needs', need, 'pia'));
    await recorded(post('team-members', { userId: 'pia', role: 'PRESALES' }), 'DealTeamMemberAdded');
    await recorded(post('needs', need, 'pia'), 'NeedRecorded');
  });

  it('are researched, recorded and confirmed (L27, L35, L125)', async () => {
    await document('minutes', 'meetingMinutes');
    const participants = { stakeholderIds: ['li'], colleagues: [{ userId: 'pia', role: 'PRESALES' }] };
    const session = { round: 1, onsite: true, participants, minutesDocumentId: 'minutes' };
    await recorded(post('needs-research-sessions', session), 'NeedsResearchSessionHeld');
    await recorded(post('needs', { needId: 'plan', statement: 'One plan.', kind: 'business', priority: 'must' }), 'NeedRecorded');
    await recorded(post('confirm-need', { needId: 'plan', byStakeholderId: 'li', evidence }), 'NeedConfirmed');
    refused(await post('confirm-need', { needId: 'plan', byStakeholderId: 'wu', evidence }), 'NotOnFile');
  });

  it('are confirmed technically by presales only (L34)', async () => {
    denied(await post('confirm-technical-need', { needId: 'erp' }));
    denied(await post('confirm-technical-need', { needId: 'erp' }, 'mona'));
    await recorded(post('confirm-technical-need', { needId: 'erp', note: 'Over its interface.' }, 'pia'), 'TechnicalNeedConfirmed');
  });

  it('are reported, and reviewed by somebody else (L133, L249, L253)', async () => {
    await document('report', 'needsAnalysisReport');
    await recorded(post('needs-reports', { reportId: 'r1', documentId: 'report' }), 'NeedsAnalysisReportSubmitted');
    const review = { reportId: 'r1', version: 1, outcome: 'accepted', completeness: 95, accuracy: 90 };
    refused(await post('review-needs-report', review), 'OwnWork');
    await recorded(post('review-needs-report', review, 'mona'), 'NeedsAnalysisReportReviewed');
    expect(await post('review-needs-report', { ...review, accuracy: 101 }, 'mona')).toMatchObject({ status: 400 });
  });
});

describe('the solution of a deal', () => {
  it('is sought in a direction, and designed (L27, L126, L257)', async () => {
    const direction = { description: 'One plan, fed by the ERP.', needIds: ['plan'] };
    await recorded(post('solution-directions', direction, 'pia'), 'SolutionDirectionProposed');
    await recorded(post('start-solution-design', { solutionId: 's1' }, 'pia'), 'SolutionDesignStarted');
    const plan = { implementationPlan: { text: 'In three steps.' } };
    await recorded(post('solutions', { solutionId: 's1', ...offered, ...plan }, 'pia'), 'SolutionDesigned');
    expect(await post('solutions', { solutionId: 's2', ...offered, implementationPlan: { words: 1 } })).toMatchObject({ status: 400 });
  });

  it('is revised in answer to what the customer thinks (L130, L262)', async () => {
    const said = {
      feedbackId: 'f1',
      subject: 'solution',
      subjectId: 's1',
      subjectVersion: 1,
      sentiment: -1,
      fromStakeholderId: 'li',
      evidence,
    };
    await recorded(post('feedback', said), 'CustomerFeedbackReceived');
    refused(await post('address-feedback', { feedbackId: 'f1', solutionId: 's1' }), 'FeedbackNotAnswered');
    const revision = { solutionId: 's1', ...offered, services: [], reason: 'They train themselves.', feedbackIds: ['f1'] };
    await recorded(post('revise-solution', revision), 'SolutionRevised', 'FeedbackAddressed');
    await recorded(post('address-feedback', { feedbackId: 'f1', solutionId: 's1' }));
  });

  it('is judged, reviewed and drafted in its latest version (L126, L127, L128, L134)', async () => {
    const feasible = { solutionId: 's1', version: 2, result: 'feasible', conditions: [] };
    denied(await post('assess-feasibility', feasible));
    refused(await post('assess-feasibility', { ...feasible, version: 1 }, 'pia'), 'NotLatestVersion');
    await recorded(post('assess-feasibility', feasible, 'pia'), 'TechnicalFeasibilityAssessed');
    const departments = ['PRODUCT', 'RND'];
    await recorded(post('solution-reviews', { reviewId: 'v1', solutionId: 's1', version: 2, departments }), 'SolutionReviewRequested');
    const review = { reviewId: 'v1', departments, decision: 'approved', minutesDocumentId: 'minutes' };
    await recorded(post('record-solution-review', review), 'SolutionReviewHeld');
    await document('draft', 'solutionDraft');
    await recorded(post('solution-drafts', { solutionId: 's1', version: 2, documentIds: ['draft'] }), 'SolutionDraftSubmitted');
    const matches = [
      { needId: 'plan', match: 'covered' },
      { needId: 'erp', match: 'partly' },
    ];
    await recorded(post('assess-match', { solutionId: 's1', version: 2, matches }, 'pia'), 'SolutionMatchAssessed');
  });

  it('is shown, and tried out (L32, L129, L260)', async () => {
    const at = { scheduledFor: '2026-12-01T08:00:00.000Z' };
    await recorded(post('scheduled-demos', { demoId: 'd1', ...at, painPointIds: ['late'] }), 'DemoScheduled');
    const shown = { demoId: 'd1', solution: { solutionId: 's1', version: 2 }, painPointIds: ['late'], stakeholderIds: ['li'] };
    await recorded(post('demos', shown, 'pia'), 'DemoDelivered');
    await recorded(post('demo-outcomes', { demoId: 'd1', rating: 5, result: 'succeeded' }), 'DemoOutcomeRecorded');
    const poc = { pocId: 'p1', scope: 'One plant.', successCriteria: [{ criterionId: 'fast', text: 'In ten minutes.' }] };
    await recorded(post('pocs', { ...poc, effort: { personDays: 20, cost: cny(5_000) } }), 'PocRequested');
    await recorded(post('start-poc', { pocId: 'p1' }, 'pia'), 'PocStarted');
    refused(await post('conclude-poc', { pocId: 'p1', result: 'succeeded', criteriaMet: [] }, 'pia'), 'SuccessCriteriaOpen');
    await recorded(post('conclude-poc', { pocId: 'p1', result: 'succeeded', criteriaMet: ['fast'] }, 'pia'), 'PocConcluded');
    await recorded(post('pocs', { ...poc, pocId: 'p2', effort: { personDays: 1 } }), 'PocRequested');
    await recorded(post('cancel-poc', { pocId: 'p2', reason: 'They saw enough.' }), 'PocCancelled');
  });

  it('is worth something to the customer (L9, L42, L131)', async () => {
    await recorded(post('value-points', { valuePointId: 'v1', description: 'Fewer late deliveries.' }), 'ValuePointRecorded');
    const agreed = { solutionId: 's1', version: 2, valuePointIds: ['v1'], byStakeholderId: 'li', evidence };
    await recorded(post('value-acknowledgements', agreed), 'SolutionValueAcknowledged');
    const years = [
      { benefits: cny(600), costs: cny(100) },
      { benefits: cny(800), costs: cny(100) },
    ];
    const analysis = { investment: cny(900), years, horizonMonths: 24 };
    const { body } = await recorded(post('roi-analyses', { roiId: 'r1', ...analysis }, 'pia'), 'RoiAnalysisCompleted');
    refused(await post('roi-analyses', { ...analysis, horizonMonths: 25 }), 'HorizonOtherwise');
    const history = await running.get(`/v1/deals/${opportunityId}/history`, {
      as: 'compliance',
      headers: { 'dealtrail-after': body.position as string },
    });
    expect(history.text).toContain('"roiBasisPoints"');
    expect(history.text).toContain('2727');
  });
});
