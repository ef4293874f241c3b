import type { OpportunityEvent } from '#event-contracts';
import { opened, opportunityId, factsAfter } from '../../../../../test/support/open-deal.ts';
import { dealCriteria } from '../deal-criteria.ts';

const judged = (criterion: string, ...history: readonly OpportunityEvent[]) =>
  dealCriteria.get(`${criterion}/1`)!.judge(factsAfter(opened, ...history), {}, '2026-06-01T08:00:00.000Z');

const entered = (negotiationId = 'n1'): OpportunityEvent => ({
  type: 'NegotiationEntered',
  data: { opportunityId, negotiationId, ownerId: 'rep1', currency: 'EUR' },
});
type Noted = Extract<OpportunityEvent, { type: 'NegotiationNoted' }>['data'];
const noted = (aspect: string, progress: Noted['progress'], openRisks?: number): OpportunityEvent => ({
  type: 'NegotiationNoted',
  data: {
    ...{ opportunityId, negotiationId: 'n1', noteId: `n1.${aspect}`, progress },
    ...(openRisks !== undefined && { openRisks }),
    source: { eventId: 'e', stream: 'negotiation-n1', revision: 3 },
  },
});
const [strategy, concluded] = [noted('strategy', 'strategySet'), noted('terms', 'concluded', 0)];

describe('what gates ask of a negotiation', () => {
  it.each<[string, string, readonly OpportunityEvent[], object]>([
    ['negotiationStrategySet', 'nothing was entered', [], { result: 'missing', because: 'notEntered' }],
    ['negotiationStrategySet', 'nothing is noted yet', [entered()], { result: 'missing', because: 'notNoted' }],
    ['negotiationStrategySet', 'it was approved', [entered(), strategy], { result: 'met' }],
    [
      'negotiationStrategySet',
      'another was entered since',
      [entered(), strategy, entered('n2')],
      { result: 'missing', because: 'notNoted' },
    ],
    ['negotiationConcluded', 'nothing was entered', [], { result: 'missing', because: 'notEntered' }],
    ['negotiationConcluded', 'only the strategy is noted', [entered(), strategy], { result: 'missing', because: 'notNoted' }],
    ['negotiationConcluded', 'both agreed', [entered(), concluded], { result: 'met' }],
    ['negotiationConcluded', 'it failed', [entered(), noted('terms', 'failed', 0)], { result: 'unmet', because: 'failed' }],
    [
      'negotiationConcluded',
      'it was reopened',
      [entered(), concluded, noted('terms', 'reopened')],
      { result: 'unmet', because: 'reopened' },
    ],
    ['risksMitigated', 'nothing was entered', [], { result: 'missing', because: 'notEntered' }],
    ['risksMitigated', 'nothing is noted yet', [entered()], { result: 'missing', because: 'notNoted' }],
    ['risksMitigated', 'none was found by the end', [entered(), concluded], { result: 'met' }],
    ['risksMitigated', 'one is open', [entered(), noted('risks', 'risksChanged', 1)], { result: 'unmet', detail: { openRisks: 1 } }],
    ['risksMitigated', 'all are settled', [entered(), noted('risks', 'risksChanged', 0)], { result: 'met' }],
    ['risksMitigated', 'one turned up after the end', [entered(), concluded, noted('risks', 'risksChanged', 1)], { result: 'unmet' }],
  ])('%s where %s (L149, L150, L152)', (criterion, _, history, verdict) => expect(judged(criterion, ...history)).toMatchObject(verdict));
});
