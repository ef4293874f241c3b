import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { latestVersionOf } from '#rules';
import { ask, presales, received } from '../../../../../test/support/deal-story.ts';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening } from '../../../../../test/support/open-deal.ts';
import type { Opportunity } from './opportunity.state.ts';
import type { AssessTechnicalFeasibility } from './solution-judgement.ts';

const { given } = specification(deal);

const need = fact('NeedRecorded', { needId: 'n1', version: 1, statement: 'Plan.', kind: 'technical', priority: 'must' });
const contents = {
  ...{ solutionId: 's1', products: [{ productId: 'planner', quantity: 4 }], services: [{ name: 'Introduction' }] },
  ...{ implementationPlan: { text: 'In three steps.' }, needIds: ['n1'] },
};
const designed = fact('SolutionDesigned', { ...contents, version: 1 });
const other = { ...contents, products: [{ productId: 'planner', quantity: 2 }], reason: 'They begin with one plant.', feedbackIds: [] };
const revised = (version = 2, more = {}) => fact('SolutionRevised', { ...other, ...more, version });
const feedback = fact('CustomerFeedbackReceived', {
  ...{ feedbackId: 'f1', subject: 'solution', subjectId: 's1', subjectVersion: 1, sentiment: -1 },
  ...{ fromStakeholderId: 'p1', evidence: { activityIds: ['a1'] } },
});
const asksOfDesign = (more = {}) => ask('DesignSolution', { ...contents, ...more });
const revise = (more = {}) => ask('ReviseSolution', { ...other, ...more });

describe('the direction of a solution (L27, L34)', () => {
  const direction = { directionId: 'd1', description: 'One plan over all plants.', needIds: ['n1'] };
  it('is for needs that are on file', () =>
    given(opened, need).when(ask('ProposeSolutionDirection', direction)).then(fact('SolutionDirectionProposed', direction)));
  it('refuses needs that are not', () =>
    given(opened)
      .when(ask('ProposeSolutionDirection', direction))
      .thenRefused('NotOnFile', { ids: ['n1'] }));
  it('refuses to be for none', () =>
    given(opened)
      .when(ask('ProposeSolutionDirection', { ...direction, needIds: [] }))
      .thenRefused('NothingNamed', { field: 'needIds' }));
});

describe('designing a solution (L126, L257)', () => {
  it('may be said to have begun, once', () => {
    const begun = fact('SolutionDesignStarted', { solutionId: 's1' });
    given(opened)
      .when(ask('StartSolutionDesign', { solutionId: 's1' }))
      .then(begun);
    given(opened, begun)
      .when(ask('StartSolutionDesign', { solutionId: 's1' }))
      .thenNothing();
  });
  it('makes its first version', () => given(opened, need).when(asksOfDesign()).then(designed));
  it('changes nothing when it is designed so, even after a revision', () =>
    given(opened, need, designed, revised()).when(asksOfDesign()).thenNothing());
  it('refuses another design under the same id', () =>
    given(opened, need, designed)
      .when(asksOfDesign({ services: [] }))
      .thenRefused('StatedOtherwise', { event: 'SolutionDesigned' }));
  it('refuses to cover needs that are not on file', () =>
    given(opened)
      .when(asksOfDesign())
      .thenRefused('NotOnFile', { ids: ['n1'] }));
  it('refuses a plan that is not on file', () =>
    given(opened, need)
      .when(asksOfDesign({ implementationPlan: { documentId: 'd9' } }))
      .thenRefused('NotOnFile', { ids: ['d9'] }));
});

describe('revising a solution (L130, L262)', () => {
  it('makes its next version', () => given(opened, need, designed).when(revise()).then(revised()));
  it('counts on', () =>
    given(opened, need, designed, revised())
      .when(revise({ services: [] }))
      .then(revised(3, { services: [] })));
  it('answers the feedback that it names, each once', () =>
    given(opened, need, designed, feedback)
      .when(revise({ feedbackIds: ['f1', 'f1'] }))
      .then(
        revised(2, { feedbackIds: ['f1', 'f1'] }),
        fact('FeedbackAddressed', { feedbackId: 'f1', solutionId: 's1', solutionVersion: 2 }),
      ));
  it('changes nothing when it is the last revision', () => given(opened, need, designed, revised()).when(revise()).thenNothing());
  it('refuses a revision that offers the same', () =>
    given(opened, need, designed)
      .when(revise({ products: contents.products }))
      .thenRefused('SolutionUnchanged', { version: 1 }));
  it('refuses feedback that nobody gave', () =>
    given(opened, need, designed)
      .when(revise({ feedbackIds: ['f1'] }))
      .thenRefused('NotOnFile', { ids: ['f1'] }));
  it('refuses what was never designed', () =>
    given(opened, need)
      .when(revise())
      .thenRefused('NotOnFile', { ids: ['s1'] }));
});

describe('the draft of a solution (L128, L133)', () => {
  const draft = (version = 1) => ask('SubmitSolutionDraft', { solutionId: 's1', version, documentIds: ['d1'] });
  const slides = received('d1', 'presentation');
  it('is of its latest version', () => {
    given(opened, need, designed, slides)
      .when(draft())
      .then(fact('SolutionDraftSubmitted', { solutionId: 's1', version: 1, documentIds: ['d1'] }));
    given(opened, need, designed, slides, revised()).when(draft()).thenRefused('NotLatestVersion', { version: 1, latest: 2 });
  });
  it('refuses other documents', () =>
    given(opened, need, designed, received('d1', 'meetingMinutes')).when(draft()).thenRefused('DocumentOfOtherKind'));
  it('refuses to be of nothing', () =>
    given(opened, slides)
      .when(draft())
      .thenRefused('NotOnFile', { ids: ['s1'] }));
  it('refuses to be no document', () =>
    given(opened, need, designed)
      .when(ask('SubmitSolutionDraft', { solutionId: 's1', version: 1, documentIds: [] }))
      .thenRefused('NothingNamed'));
});

describe('technical feasibility (L126, L133)', () => {
  const verdict: Omit<AssessTechnicalFeasibility['data'], 'opportunityId'> = {
    ...{ solutionId: 's1', version: 1, result: 'feasible', conditions: [] },
  };
  const assess = (more: Partial<typeof verdict> = {}, known = presales) =>
    ask('AssessTechnicalFeasibility', { ...verdict, ...more }, known);
  it('is judged by presales', () =>
    given(opened, need, designed)
      .when(assess())
      .then(fact('TechnicalFeasibilityAssessed', { ...verdict, role: 'PRESALES' })));
  it('is not judged by the owner, whatever their roles', () =>
    given(opened, need, designed)
      .when(assess({}, { userId: 'rep1', roles: ['SOLUTION_ARCHITECT'] }))
      .thenRefused('OwnDeal'));
  it('is not judged by sales', () =>
    given(opened, need, designed)
      .when(assess({}, { userId: 'mona', roles: ['SALES_MANAGER'] }))
      .thenRefused('RoleNotHeld', { role: ['PRESALES', 'SOLUTION_ARCHITECT'], holds: ['SALES_MANAGER'] }));
  it('is judged of the latest version only', () =>
    given(opened, need, designed, revised()).when(assess()).thenRefused('NotLatestVersion', { latest: 2 }));
  it('names the conditions, if there are', () =>
    given(opened, need, designed)
      .when(assess({ result: 'conditional' }))
      .thenRefused('NothingNamed', { field: 'conditions' }));
});

describe('the internal review of a solution (L127, L259)', () => {
  const request = { reviewId: 'r1', solutionId: 's1', version: 1, departments: ['PRODUCT' as const, 'RND' as const] };
  const requested = fact('SolutionReviewRequested', request);
  const result = { reviewId: 'r1', departments: request.departments, decision: 'approved' as const, minutesDocumentId: 'd1' };
  const held = fact('SolutionReviewHeld', { ...result, solutionId: 's1', version: 1 });
  const record = ask('RecordSolutionReview', result);
  const minutes = received('d1', 'meetingMinutes');
  it('is asked for the latest version', () => {
    given(opened, need, designed).when(ask('RequestSolutionReview', request)).then(requested);
    given(opened, need, designed, revised()).when(ask('RequestSolutionReview', request)).thenRefused('NotLatestVersion');
  });
  it('is of the version that it was asked for, even after a revision', () => {
    given(opened, need, designed, requested, minutes).when(record).then(held);
    given(opened, need, designed, requested, minutes, revised()).when(record).then(held);
  });
  it('refuses one that nobody asked for', () => given(opened, need, designed, minutes).when(record).thenRefused('NotOnFile'));
  it('refuses minutes that there are not', () =>
    given(opened, need, designed, requested)
      .when(record)
      .thenRefused('NotOnFile', { ids: ['d1'] }));
  it('refuses to decide otherwise under the same id', () =>
    given(opened, need, designed, requested, minutes, held)
      .when(ask('RecordSolutionReview', { ...result, decision: 'rejected' }))
      .thenRefused('StatedOtherwise'));
});

describe('the match of needs and solution (L134, K26)', () => {
  const second = fact('NeedRecorded', { needId: 'n2', version: 1, statement: 'Fast.', kind: 'business', priority: 'could' });
  const confirmed = (needId: string) =>
    fact('NeedConfirmed', { needId, version: 1, byStakeholderId: 'p1', evidence: { activityIds: ['a1'] } });
  const matches = (...each: (readonly [string, 'covered' | 'partly' | 'not'])[]) => each.map(([needId, match]) => ({ needId, match }));
  const assess = (...each: Parameters<typeof matches>) =>
    ask('AssessSolutionMatch', { solutionId: 's1', version: 1, matches: matches(...each) });
  const start = [opened, need, second, designed] as const;
  it('is computed over the confirmed needs', () =>
    given(...start, confirmed('n1'), confirmed('n2'))
      .when(assess(['n1', 'covered'], ['n2', 'not']))
      .then(
        fact('SolutionMatchAssessed', {
          ...{ solutionId: 's1', version: 1, matches: matches(['n1', 'covered'], ['n2', 'not']), scoreBasisPoints: 7_500 },
        }),
      ));
  it('does not count what the customer did not confirm', () =>
    expect(given(...start, confirmed('n1')).when(assess(['n1', 'covered'], ['n2', 'not'])).decision).toMatchObject({
      events: [{ data: { scoreBasisPoints: 10_000 } }],
    }));
  it('does not count what was confirmed in other words', () =>
    given(opened, need, designed, confirmed('n1'), fact('NeedRecorded', { ...need.data, version: 2 } as never))
      .when(assess(['n1', 'covered']))
      .thenRefused('NoNeedConfirmed'));
  it('leaves out no confirmed need', () =>
    given(...start, confirmed('n1'), confirmed('n2'))
      .when(assess(['n2', 'covered']))
      .thenRefused('NeedsNotAssessed', { needIds: ['n1'] }));
  it('refuses needs that are not on file', () =>
    given(...start, confirmed('n1'))
      .when(assess(['n1', 'covered'], ['n9', 'covered']))
      .thenRefused('NotOnFile', { ids: ['n9'] }));
});

describe('any solution', () => {
  const minutes = ask('AttachDocument', { documentId: 'd1', kind: 'meetingMinutes', sha256: 'a'.repeat(64) }, { stored: { size: 7 } });
  const slides = ask('AttachDocument', { documentId: 'd2', kind: 'presentation', sha256: 'b'.repeat(64) }, { stored: { size: 7 } });
  const before: AskedOfDeal[] = [
    ...[opening, minutes, slides],
    ask('IdentifyStakeholder', { stakeholderId: 'p1', contactId: 'c1', roles: ['user'], influence: 3 }),
    ask('LogActivity', { activityId: 'a1', type: 'meeting', purpose: 'Needs', heldAt: '2026-05-01T08:00:00.000Z' }),
    ask('RecordNeed', { needId: 'n1', statement: 'Plan.', kind: 'technical', priority: 'must' }),
    ask('ConfirmNeed', { needId: 'n1', byStakeholderId: 'p1', evidence: {} }),
    ask('RecordFeedback', {
      ...{ feedbackId: 'f1', subject: 'solution', subjectId: 's1', subjectVersion: 1, sentiment: -1 },
      ...{ fromStakeholderId: 'p1', evidence: {} },
    }),
  ];
  const latest = (state: Opportunity): number => ('facts' in state ? (latestVersionOf(state.facts, 's1')?.data.version ?? 1) : 1);
  const fixed: fc.Arbitrary<AskedOfDeal> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...before) },
    {
      weight: 1,
      arbitrary: fc
        .subarray(['n1', 'n9'])
        .map((needIds) => ask('ProposeSolutionDirection', { directionId: 'd1', description: 'x', needIds })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(ask('StartSolutionDesign', { solutionId: 's1' }), asksOfDesign(), asksOfDesign({ services: [] })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(revise(), revise({ products: contents.products }), revise({ feedbackIds: ['f1'], services: [] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('approved', 'rejected')
        .map((decision) => ask('RecordSolutionReview', { reviewId: 'r1', departments: ['RND'], decision, minutesDocumentId: 'd1' })),
    },
  );
  /** Of the latest version, or of the one before. */
  const ofVersion: fc.Arbitrary<Move<Opportunity, AskedOfDeal>> = fc
    .tuple(
      fc.constantFrom(0, 0, 0, 1),
      fc.constantFrom<(version: number) => AskedOfDeal>(
        ...['d1', 'd2'].map((id) => (version: number) => ask('SubmitSolutionDraft', { solutionId: 's1', version, documentIds: [id] })),
        ...[presales, {}, { roles: ['PRESALES'] }].map(
          (who) => (version: number) =>
            ask('AssessTechnicalFeasibility', { solutionId: 's1', version, result: 'feasible', conditions: [] }, who),
        ),
        (version) => ask('RequestSolutionReview', { reviewId: 'r1', solutionId: 's1', version, departments: ['RND'] }),
        (version) => ask('AssessSolutionMatch', { solutionId: 's1', version, matches: [{ needId: 'n1', match: 'partly' }] }),
        (version) => ask('AssessSolutionMatch', { solutionId: 's1', version, matches: [] }),
      ),
    )
    .map(
      ([back, make]) =>
        (state) =>
          make(Math.max(1, latest(state) - back)),
    );
  deciderProperties(
    deal,
    fc.oneof(
      fixed.map((command) => () => command),
      ofVersion,
    ),
    {
      length: 100,
      reached: [
        ...['OpportunityOpened', 'DocumentReceived', 'StakeholderIdentified', 'ActivityLogged', 'NeedRecorded', 'NeedConfirmed'],
        ...['CustomerFeedbackReceived', 'FeedbackAddressed', 'SolutionDirectionProposed', 'SolutionDesignStarted', 'SolutionDesigned'],
        ...['SolutionRevised', 'SolutionDraftSubmitted', 'TechnicalFeasibilityAssessed', 'SolutionReviewRequested', 'SolutionReviewHeld'],
        ...['SolutionMatchAssessed', 'OpportunityUnknown', 'NotOnFile', 'NothingNamed', 'StatedOtherwise', 'SolutionUnchanged'],
        ...['NotLatestVersion', 'DocumentOfOtherKind', 'RoleNotHeld', 'OwnDeal', 'NoNeedConfirmed', 'NeedsNotAssessed'],
      ],
    },
  );

  it('has versions without a gap, each of them a change', () => {
    const start: OpportunityEvent[] = [opened, need, designed];
    const decided = [revise(), revise({ services: [] }), revise()].reduce((history, command) => {
      const { decision } = given(...history).when(command);
      return decision.kind === 'accepted' ? [...history, ...decision.events] : history;
    }, start);
    expect(decided.flatMap((event) => (event.type === 'SolutionRevised' ? [event.data.version] : []))).toEqual([2, 3, 4]);
  });
});
