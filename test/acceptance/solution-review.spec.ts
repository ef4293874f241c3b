import { hashOf, salesProc003v1, standardApprovalMatrix, type ApprovalMatrixContents, type ProcessContents } from '#rules';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { reviewStep } from '../support/review-step.ts';
import { approveDefinition, publishDefinition, rulemakers } from '../support/rulemaking.ts';
import { runningApp, type RunningApp } from '../support/running-app.ts';
import { expected } from '../support/story-evidence.ts';
import { storyOf, withCompany } from '../support/story.ts';

/** Leaves S3 by the review of its solution, and asks for nothing else. */
const reviewing: ProcessContents = {
  ...{ ...salesProc003v1, id: 'REVIEWING', version: 1 },
  stages: salesProc003v1.stages.map((stage) => (stage.code === 'S3' ? { ...stage, exit: { criterion: 'solutionReviewed/1' } } : stage)),
};

/** Product and research review every solution, each for themself, and then the director does. */
const matrix: ApprovalMatrixContents = {
  ...{ ...standardApprovalMatrix, version: 2 },
  routes: [
    ...standardApprovalMatrix.routes,
    {
      type: 'solutionReview',
      tiers: [
        {
          ...{ code: 'review', above: {} },
          steps: [
            reviewStep,
            {
              ...{ name: { zh: '方案放行', en: 'Release' }, roles: ['SALES_DIRECTOR'], decides: 'any' },
              ...{ within: { workdays: 1 }, escalatesTo: ['MANAGEMENT'] },
            },
          ],
        },
      ],
    },
  ],
};

let running: RunningApp;

beforeAll(async () => {
  running = await withMembers(await withCompany(await runningApp()), { olga: rulemakers.olga, petra: 'PRODUCT' });
  await publishDefinition(running, 'process', reviewing);
}, 120_000);
afterAll(() => running?.stop());

describe('the review of a solution by the roles that the matrix names (L127, L259)', () => {
  const story = storyOf(() => running);
  const { deal } = story;
  const [first, second] = [`review-1-of-${story.dealId}`, `review-2-of-${story.dealId}`];
  const offered = (quantity: number) => ({ solutionId: 'so1', products: [{ productId: 'planner', quantity }], services: [], needIds: [] });
  const direct = { solutionId: 'so1', version: 1, departments: ['PRODUCT', 'RND'] };
  const seek = (approvalId: string) =>
    deal.accepts('rita', 'approvals', { approvalId, type: 'solutionReview', subjectId: 'so1', reason: 'Ready' });
  const decide = (approvalId: string, step: number, contentSha256: string) =>
    [`/v1/approvals/${approvalId}/decide`, { step, decision: 'approved', contentSha256 }] as const;
  /** What was asked for, once there is something to decide on. */
  const hashAsked = async (approvalId: string): Promise<string> =>
    (await story.told('ApprovalRequested', { approvalId })).ask.subject.contentSha256;
  /** What the gate says of the review. */
  const verdict = async () =>
    (await story.shown('rita', `/v1/opportunities/${story.dealId}/gate`)).body.criteria.find(
      ({ criterion }: { readonly criterion: string }) => criterion === 'solutionReviewed/1',
    );
  let asked: string;

  beforeAll(async () => {
    await story
      .at('/v1/opportunities')
      .accepts('rita', '', { ...expected, opportunityId: story.dealId, company: 'Acme', process: 'REVIEWING' });
    await deal.accepts('rita', 'team-members', { userId: 'paul', role: 'PRODUCT' });
    await deal.accepts('rita', 'advance', { to: 'S3' });
    expect(await deal.accepts('rita', 'solutions', offered(40))).toEqual(['SolutionDesigned']);
  });

  it('goes by minutes as long as the matrix in force names nobody', async () => {
    await approveDefinition(running, 'approvalMatrix', matrix);
    await deal.refuses('NothingToApprove', 'rita', 'approvals', {
      ...{ approvalId: first, type: 'solutionReview', subjectId: 'so1', reason: 'Ready' },
    });
    expect(await deal.accepts('rita', 'solution-reviews', { ...direct, reviewId: 'before' })).toEqual(['SolutionReviewRequested']);
  });

  it('is not asked for directly once it does: the refusal says by which matrix, and what lifts it', async () => {
    accepted(await running.post(`/v1/definitions/approvalMatrix/${matrix.id}/publish`, {}, { as: 'olga' }));
    const on = `/v1/opportunities/${story.dealId}/solution-reviews`;
    const { body } = refused(await running.post(on, { ...direct, reviewId: 'after' }, { as: 'rita' }), 'ReviewGoverned');
    expect(body).toMatchObject({
      liftedBy: ['SeekApproval'],
      facts: { solutionId: 'so1', matrix: `APPROVAL-MATRIX@2#${hashOf(matrix)}` },
    });
    expect(await verdict()).toMatchObject({
      result: 'missing',
      suppliedBy: expect.arrayContaining([expect.objectContaining({ command: 'SeekApproval' })]),
    });
    expect(await deal.lacks('rita', 'advance', { to: 'S4' })).toEqual(['solutionReviewed/1']);
  });

  it('is asked for as an approval, and pending until everybody on its route has decided', async () => {
    expect(await seek(first)).toEqual(['DealApprovalSought']);
    asked = await hashAsked(first);
    expect(await verdict()).toMatchObject({ result: 'unmet', because: 'pending', detail: { approvalId: first } });
    const [path, decision] = decide(first, 1, asked);
    const approvals = story.at('');
    await approvals.refuses('SelfApproval', 'rita', path, decision);
    await approvals.refuses('NotAsked', 'lena', path, decision);
    await approvals.refuses('StepNotCurrent', 'dora', ...decide(first, 2, asked));
    expect(await approvals.accepts('paul', path, decision)).toEqual(['ApprovalStepDecided']);
    expect(await approvals.accepts('rhea', path, decision)).toEqual(['ApprovalStepDecided', 'ApprovalStepStarted']);
    expect(await verdict()).toMatchObject({ result: 'unmet', because: 'pending' });
    expect(await approvals.accepts('dora', ...decide(first, 2, asked))).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
  });

  it('is met once the deal has noted that it was granted, by that note', async () => {
    await story.told('DealApprovalNoted', { approvalId: first });
    await story.gateLacks();
    const { items } = (await story.shown('compliance', `/v1/deals/${story.dealId}/history?limit=200`)).body;
    const noted = items.find(({ type }: { readonly type: string }) => type === 'DealApprovalNoted');
    expect(await verdict()).toMatchObject({ result: 'met', evidence: expect.arrayContaining([noted.eventId]) });
    expect(await story.gate()).toMatchObject({ stage: 'S3', next: { code: 'S4' }, passed: true });
  });

  it('is void for another solution than was reviewed, with both hashes', async () => {
    const revision = { ...offered(50), reason: 'Ten more seats', feedbackIds: [] };
    expect(await deal.accepts('paul', 'revise-solution', revision)).toEqual(['SolutionRevised', 'DealApprovalOverturned']);
    const { because, detail, result } = await verdict();
    expect({ result, because, detail }).toMatchObject({
      ...{ result: 'unmet', because: 'ofEarlierVersion' },
      detail: { approvalId: first, version: 2, reviewedSha256: asked, currentSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(detail.currentSha256).not.toBe(asked);
    expect(await deal.lacks('rita', 'advance', { to: 'S4' })).toEqual(['solutionReviewed/1']);
    const hashes = { approvedSha256: asked, currentSha256: detail.currentSha256 };
    expect(await story.told('DealApprovalOverturned', { approvalId: first })).toMatchObject({ because: 'contentChanged', ...hashes });
    expect(await story.told('ApprovalVoided', { approvalId: first })).toMatchObject(hashes);
  });

  it('is asked for anew of the solution as it is, and not given by whoever wrote that', async () => {
    await seek(second);
    const changed = await hashAsked(second);
    await story.at('').refuses('SelfApproval', 'paul', ...decide(second, 1, changed));
    const stale = await story.at('').refuses('ContentDiffers', 'rhea', ...decide(second, 1, asked));
    expect(stale).toEqual({ askedSha256: changed, decidedSha256: asked });
    for (const [as, step] of [
      ['petra', 1],
      ['rhea', 1],
      ['dora', 2],
    ] as const)
      await story.at('').accepts(as, ...decide(second, step, changed));
    await story.told('DealApprovalNoted', { approvalId: second });
    expect(await deal.accepts('rita', 'advance', { to: 'S4' })).toEqual(['OpportunityAdvanced']);
  });
});
