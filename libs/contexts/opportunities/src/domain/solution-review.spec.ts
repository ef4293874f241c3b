import { foldAll, specification } from '#eventsourcing/testing';
import { dealCriteria, solutionContentSha256, standardApprovalMatrix, type DealFacts } from '#rules';
import type { OpportunityEvent } from '#event-contracts';
import { after, noted, seek } from '../../../../../test/support/allowed-deal.ts';
import { ask } from '../../../../../test/support/deal-story.ts';
import { allowance, deal } from '../../../../../test/support/known.ts';
import { fact, opened } from '../../../../../test/support/open-deal.ts';
import { reviewStep } from '../../../../../test/support/review-step.ts';
import type { Known } from './chapter.ts';

const { given } = specification(deal);

/** A matrix by which product and research review every solution. */
const matrix: NonNullable<NonNullable<Known['allowance']>['matrix']> = {
  name: allowance.matrix?.name ?? '',
  contents: {
    ...standardApprovalMatrix,
    routes: [
      ...standardApprovalMatrix.routes,
      {
        type: 'solutionReview',
        tiers: [
          {
            ...{ code: 'review', above: {} },
            steps: [reviewStep],
          },
        ],
      },
    ],
  },
};
const byMatrix: Partial<Known> = { allowance: { ...allowance, matrix } };

const designed = fact('SolutionDesigned', {
  solutionId: 'so1',
  version: 1,
  products: [{ productId: 'p', quantity: 1 }],
  services: [],
  needIds: [],
});
const request = ask('RequestSolutionReview', { reviewId: 'v1', solutionId: 'so1', version: 1, departments: ['PRODUCT', 'RND'] });
const seeking = seek({ type: 'solutionReview', subjectId: 'so1' }, byMatrix);
const revise = ask('ReviseSolution', {
  solutionId: 'so1',
  products: [{ productId: 'p', quantity: 2 }],
  services: [],
  needIds: [],
  reason: 'More',
  feedbackIds: [],
});
const asked = () => after([opened, designed], seeking);
const granted = () => after(asked(), noted(asked(), 'granted', ['pia', 'rob']));

const verdictAfter = (history: readonly OpportunityEvent[]) => {
  const state = foldAll(deal, history);
  return dealCriteria.get('solutionReviewed/1')?.judge((state as { facts: DealFacts }).facts, {}, '2026-06-01T08:00:00.000Z');
};

describe('the review of a solution, where the matrix says who reviews (L127, L259)', () => {
  it('is asked for as an approval of the version as it stands, whose authors do not decide', () =>
    expect(asked().at(-1)).toMatchObject({
      type: 'DealApprovalSought',
      data: {
        barred: ['rep1'],
        ask: {
          type: 'solutionReview',
          subject: { kind: 'solution', id: 'so1', version: 1, contentSha256: solutionContentSha256({ data: designed.data as never }) },
        },
      },
    }));
  it('is not asked for in another way', () => {
    given(opened, designed)
      .when({ ...request, known: byMatrix })
      .thenRefused('ReviewGoverned', { solutionId: 'so1' });
    given(...after([opened, designed], request))
      .when({ ...request, known: byMatrix })
      .thenNothing();
  });
  it('is held by minutes where the matrix says nothing of it', () => {
    given(opened, designed).when(request).thenTypes('SolutionReviewRequested');
    given(opened, designed)
      .when(seek({ type: 'solutionReview', subjectId: 'so1' }))
      .thenRefused('NothingToApprove');
  });
  it('is of a solution that there is', () => given(opened).when(seeking).thenRefused('NotOnFile', { what: 'solution' }));
  it('meets the criterion once it is granted by others, for that version only', () => {
    expect(verdictAfter([opened, designed])).toMatchObject({ result: 'missing' });
    expect(verdictAfter(asked())).toMatchObject({ result: 'unmet', because: 'pending' });
    expect(verdictAfter(granted())).toMatchObject({ result: 'met' });
    expect(verdictAfter(after(asked(), noted(asked(), 'granted', ['rep1'])))).toMatchObject({ result: 'unmet', because: 'ownApproval' });
    expect(verdictAfter(after(asked(), noted(asked(), 'rejected', [])))).toMatchObject({ result: 'unmet', because: 'rejected' });
  });
  it('is void when the solution changes, and both hashes are shown', () => {
    const changed = after(granted(), revise);
    expect(changed.slice(-2)).toMatchObject([
      { type: 'SolutionRevised' },
      { type: 'DealApprovalOverturned', data: { approvalId: 'a1', because: 'contentChanged' } },
    ]);
    expect(verdictAfter(changed)).toMatchObject({
      ...{ result: 'unmet', because: 'ofEarlierVersion' },
    });
  });
});
