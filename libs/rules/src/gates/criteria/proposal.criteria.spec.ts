import type { OpportunityEvent } from '#event-contracts';
import { opportunityId } from '../../../../../test/support/open-deal.ts';
import { factsAfter } from '../../../../../test/support/gathered-facts.ts';
import {
  document,
  eur,
  proposalDrafted,
  proposalSubmitted,
  quoteData,
  quoteDrafted,
  quoteIssued,
  quoteRevised,
  quoteWithdrawn,
  sections,
} from '../../../../../test/support/proposed-deal.ts';
import type { Verdict } from '../criterion.ts';
import { dealCriteria } from '../deal-criteria.ts';
import type { Parameters } from '../requirement.ts';

const june = '2026-06-01T08:00:00.000Z';
type Case = [string, readonly OpportunityEvent[], Parameters, Verdict];
type Dated = [string, readonly OpportunityEvent[], Parameters, Verdict, string];

/** In June, where a case says nothing else. */
const dated = (...cases: readonly (Case | Dated)[]): readonly Dated[] =>
  cases.map(([title, history, parameters, verdict, now = june]) => [title, history, parameters, verdict, now]);

const judged = (criterion: string, history: readonly OpportunityEvent[], parameters: Parameters, now = june) =>
  dealCriteria.get(criterion)!.judge(factsAfter(...history), parameters, now);

const short: OpportunityEvent = {
  type: 'ProposalRevised',
  data: { opportunityId, proposalId: 'p1', version: 2, sections: [{ section: 'solution', text: 'in short' }] },
};
const withDocument = proposalSubmitted({ documentId: 'd1' });

describe('proposalComplete/1 (L41, L138, L258)', () => {
  it.each<Case>([
    ['met by sections and bytes', [proposalDrafted, document('d1'), withDocument], {}, { result: 'met', evidence: ['e1', 'e3', 'e2'] }],
    ['missing without any proposal', [], {}, { result: 'missing' }],
    ['unmet while it is a draft', [proposalDrafted], {}, { result: 'unmet', because: 'notSubmitted', evidence: ['e1'] }],
    [
      'unmet without its bytes: one command cannot assert it',
      [proposalDrafted, proposalSubmitted()],
      {},
      { result: 'unmet', because: 'documentMissing', detail: { proposalId: 'p1' }, evidence: ['e1', 'e2'] },
    ],
    [
      'unmet by a document that is only claimed',
      [{ type: 'DocumentClaimed', data: { opportunityId, documentId: 'd1', kind: 'solutionProposal' } }, proposalDrafted, withDocument],
      {},
      { result: 'unmet', because: 'documentMissing', detail: { proposalId: 'p1' }, evidence: ['e2', 'e3'] },
    ],
    [
      'unmet without sections that L138 asks for',
      [document('d1'), proposalSubmitted({ documentId: 'd1', sections: sections.slice(0, 2) })],
      {},
      {
        result: 'unmet',
        because: 'sectionsMissing',
        detail: { proposalId: 'p1', sections: ['serviceSupport', 'roi'] },
        evidence: ['e2'],
      },
    ],
    [
      'met by the sections that are asked for',
      [document('d1'), proposalSubmitted({ documentId: 'd1', sections: sections.slice(0, 2) })],
      { sections: ['solution'] },
      { result: 'met', evidence: ['e2', 'e1'] },
    ],
    [
      'unmet by a section in a document without bytes',
      [document('d1'), proposalSubmitted({ documentId: 'd1', sections: [{ section: 'roi', documentId: 'd2' }] })],
      { sections: ['roi'] },
      { result: 'unmet', because: 'sectionsMissing', detail: { proposalId: 'p1', sections: ['roi'] }, evidence: ['e2'] },
    ],
    [
      'unmet once it was revised',
      [proposalDrafted, document('d1'), withDocument, short],
      {},
      { result: 'unmet', because: 'revisedSince', detail: { proposalId: 'p1', version: 1 }, evidence: ['e4', 'e3'] },
    ],
    [
      'judged by the one that was submitted last',
      [document('d1'), withDocument, { type: 'ProposalSubmitted', data: { opportunityId, proposalId: 'p2', version: 2, amount: eur(1) } }],
      { sections: ['solution'] },
      { result: 'unmet', because: 'sectionsMissing', detail: { proposalId: 'p2', sections: ['solution'] }, evidence: ['e3'] },
    ],
  ])('is %s', (_, history, parameters, verdict) => expect(judged('proposalComplete/1', history, parameters)).toEqual(verdict));
});

describe('quoteIssued/1 (L41, L139, L258)', () => {
  const revised = quoteRevised(2, '2026-07-31');
  const designed: OpportunityEvent = {
    type: 'SolutionDesigned',
    data: { opportunityId, solutionId: 's1', version: 1, products: [], services: [], needIds: [] },
  };
  it.each<Dated>(
    dated(
      ['met by a quote that binds', [quoteDrafted, quoteIssued()], {}, { result: 'met', evidence: ['e1', 'e2'] }],
      ['met on its last day', [quoteDrafted, quoteIssued()], {}, { result: 'met', evidence: ['e1', 'e2'] }, '2026-06-30T23:59:59.999Z'],
      [
        'unmet after its last day',
        [quoteDrafted, quoteIssued()],
        {},
        { result: 'unmet', because: 'expired', detail: { quoteId: 'q1', validUntil: '2026-06-30' }, evidence: ['e1', 'e2'] },
        '2026-07-01T00:00:00.000Z',
      ],
      ['missing without any quote', [], {}, { result: 'missing' }],
      ['unmet by a draft', [quoteDrafted], {}, { result: 'unmet', because: 'notIssued', evidence: ['e1'] }],
      [
        'unmet once it was withdrawn',
        [quoteDrafted, quoteIssued(), quoteWithdrawn],
        {},
        { result: 'unmet', because: 'notIssued', evidence: ['e1', 'e3'] },
      ],
      [
        'unmet once it was revised',
        [quoteDrafted, quoteIssued(), revised],
        {},
        { result: 'unmet', because: 'revisedSince', detail: { quoteId: 'q1', version: 1 }, evidence: ['e3', 'e2'] },
      ],
      [
        'unmet when it is not of the latest solution',
        [designed, quoteDrafted, quoteIssued()],
        {},
        { result: 'unmet', because: 'ofAnotherSolution', detail: { quoteId: 'q1', version: 1 }, evidence: ['e2', 'e3'] },
      ],
      [
        'met when it names the latest solution',
        [designed, { type: 'QuoteDrafted', data: { ...quoteData(), solutionId: 's1', solutionVersion: 1 } }, quoteIssued()],
        {},
        { result: 'met', evidence: ['e2', 'e3'] },
      ],
      [
        'met by the new version',
        [quoteDrafted, quoteIssued(), quoteWithdrawn, revised, quoteIssued(2, '2026-07-31')],
        {},
        { result: 'met', evidence: ['e4', 'e5'] },
      ],
    ),
  )('is %s', (_, history, parameters, verdict, now) => expect(judged('quoteIssued/1', history, parameters, now)).toEqual(verdict));
});

describe('winProbabilityUpdated/1 (L144) and forecastConfirmed/1 (L186)', () => {
  const forecast = { amount: eur(1), signingDate: '2026-06-30', probability: 10, category: 'pipeline' } as const;
  const revised = (probability: number): OpportunityEvent => ({
    type: 'ForecastRevised',
    data: { opportunityId, from: forecast, to: { ...forecast, probability } },
  });
  const confirmed: OpportunityEvent = {
    type: 'OpportunityForecastConfirmed',
    data: { opportunityId, period: 'week', of: '2026-W02', forecast, revised: false },
  };
  const toS3: OpportunityEvent = {
    type: 'OpportunityAdvanced',
    data: { opportunityId, from: 'S2', to: 'S3', probabilityFrom: 10, probabilityTo: 25 },
  };

  const reopened: OpportunityEvent = {
    type: 'OpportunityReopened',
    data: { opportunityId, stage: 'S2', from: 'lost', forecast, reason: 'the budget came back' },
  };

  it.each<Case>([
    ['met by a probability that was stated', [revised(30)], {}, { result: 'met', evidence: ['e1'] }],
    ['met by a confirmation', [toS3, confirmed], {}, { result: 'met', evidence: ['e2'] }],
    ['missing when it only followed the stage', [toS3], {}, { result: 'missing' }],
    ['missing when something else was revised', [revised(10)], {}, { result: 'missing' }],
    [
      'unmet when it was stated at another stage',
      [revised(30), toS3],
      {},
      { result: 'unmet', because: 'beforeStage', detail: { stageSince: '2026-01-07T08:00:00.000Z' }, evidence: ['e1'] },
    ],
    [
      'unmet when it was stated before the deal was reopened at the stage',
      [revised(30), reopened],
      {},
      { result: 'unmet', because: 'beforeStage', detail: { stageSince: '2026-01-07T08:00:00.000Z' }, evidence: ['e1'] },
    ],
    ['met when it was stated since the deal was reopened', [reopened, revised(30)], {}, { result: 'met', evidence: ['e2'] }],
    ['not forgotten when something else is revised later', [revised(30), revised(10)], {}, { result: 'met', evidence: ['e1'] }],
  ])('the probability is %s', (_, history, parameters, verdict) =>
    expect(judged('winProbabilityUpdated/1', history, parameters)).toEqual(verdict),
  );

  it.each<Dated>(
    dated(
      ['met by a late one', [confirmed], { days: 7 }, { result: 'met', evidence: ['e1'] }, '2026-01-13T08:00:00.000Z'],
      [
        'unmet by an old one',
        [confirmed],
        { days: 7 },
        { result: 'unmet', because: 'tooOld', detail: { confirmedAt: '2026-01-06T08:00:00.000Z' }, evidence: ['e1'] },
        '2026-01-13T08:00:00.001Z',
      ],
      ['missing without one', [revised(30)], { days: 7 }, { result: 'missing' }],
    ),
  )('the confirmation is %s', (_, history, parameters, verdict, now) =>
    expect(judged('forecastConfirmed/1', history, parameters, now)).toEqual(verdict),
  );
});
