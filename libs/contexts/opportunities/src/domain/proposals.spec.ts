import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import {
  document,
  eur,
  proposalDrafted,
  proposalSubmitted,
  quoteDrafted,
  quoteIssued,
  quoteReference,
  quoteRevised,
  sections,
  stakeholder,
} from '../../../../../test/support/proposed-deal.ts';
import type { DraftProposal, PresentProposal, ReviseProposal, SubmitProposal } from './proposals.ts';

const { given } = specification(deal);

const id = { opportunityId, proposalId: 'p1' };
const draft = (more: Partial<DraftProposal['data']> = {}): AskedOfDeal => ({ type: 'DraftProposal', data: { ...id, sections, ...more } });
const revise = (more: Partial<ReviseProposal['data']> = {}): AskedOfDeal => ({
  type: 'ReviseProposal',
  data: { ...id, sections, ...more },
});
const submit = (more: Partial<SubmitProposal['data']> = {}): AskedOfDeal => ({ type: 'SubmitProposal', data: { ...id, ...more } });
const present = (more: Partial<PresentProposal['data']> = {}): AskedOfDeal => ({
  type: 'PresentProposal',
  data: { ...id, presentationId: 'v1', audience: ['decisionMakers'], presentedOn: '2026-05-30', ...more },
});
const dueOn = (day: string): AskedOfDeal => ({ type: 'SetProposalDueDate', data: { ...id, dueOn: day } });
const due = (day: string): OpportunityEvent => ({ type: 'ProposalDueDateSet', data: { ...id, dueOn: day } });
const shorter = [{ section: 'solution', text: 'in short' }] as const;
const revised: OpportunityEvent = { type: 'ProposalRevised', data: { ...id, version: 2, sections: [...shorter], reason: 'feedback' } };
const checked = (
  version: number,
  ...missing: ('solution' | 'implementationPlan' | 'serviceSupport' | 'roi' | 'quote')[]
): OpportunityEvent => ({
  type: 'ProposalCompletenessChecked',
  data: { ...id, version, required: ['solution', 'implementationPlan', 'serviceSupport', 'roi', 'quote'], missing },
});
const quoted = { quote: quoteReference(), validUntil: '2026-06-30' };

describe('drafting a proposal (L41, L138, L258)', () => {
  it('has its sections, each as text or as a document', () => given(opened).when(draft()).then(proposalDrafted));
  it('refuses a document that the deal does not have', () =>
    given(opened)
      .when(draft({ sections: [{ section: 'roi', documentId: 'd1' }] }))
      .thenRefused('NotOnFile', { what: 'document', ids: ['d1'] }));
  describe('of a solution (L138)', () => {
    const designed: OpportunityEvent = {
      type: 'SolutionDesigned',
      data: {
        ...{ opportunityId, solutionId: 's1', version: 1, products: [], services: [], needIds: [] },
        implementationPlan: { text: 'In three steps.' },
      },
    };
    const of = { solutionId: 's1', solutionVersion: 1 };
    const later = { ...of, solutionVersion: 2 };
    const noSolution = { what: 'solution', ids: ['s1'] };
    const noVersion = { what: 'solution version', ids: ['s1@2'] };
    const draftedOf = (solution: object): OpportunityEvent => ({
      type: 'ProposalDrafted',
      data: { ...id, version: 1, sections, ...solution },
    });

    it('is drafted once that was designed', () => given(opened, designed).when(draft(of)).then(draftedOf(of)));
    it('is refused of one that was not', () => given(opened).when(draft(of)).thenRefused('NotOnFile', noSolution));
    it('is refused of a version that there is not', () => given(opened, designed).when(draft(later)).thenRefused('NotOnFile', noVersion));
    it('is not revised to one that was not designed', () =>
      given(opened, proposalDrafted).when(revise(of)).thenRefused('NotOnFile', noSolution));
    it('is not revised to a version that there is not', () =>
      given(opened, designed, proposalDrafted).when(revise(later)).thenRefused('NotOnFile', noVersion));
    it('stays what it is where it was drafted before that was asked for, and is mended by revising it', () => {
      const before = given(opened, draftedOf(later));
      before.when(draft(later)).thenNothing();
      before.when(revise({ reason: 'it names a solution that nobody designed' })).thenTypes('ProposalRevised');
    });
  });
  it('counts versions over the deal', () =>
    expect(given(opened, proposalDrafted, revised).when(draft({ proposalId: 'p2' })).decision).toMatchObject({
      events: [{ data: { proposalId: 'p2', version: 3 } }],
    }));
  it('does nothing when it was drafted just so', () => given(opened, proposalDrafted).when(draft()).thenNothing());
  it('refuses another under the same id', () =>
    given(opened, proposalDrafted)
      .when(draft({ sections: [...shorter] }))
      .thenRefused('StatedOtherwise'));
  it('refuses to draft what was submitted undrafted', () =>
    given(opened, { type: 'ProposalSubmitted', data: { ...id, version: 1, amount: eur(1) } })
      .when(draft())
      .thenRefused('ProposalAlreadySubmitted'));
});

describe('revising a proposal (L262)', () => {
  it('makes a new version, for a reason', () =>
    given(opened, proposalDrafted)
      .when(revise({ sections: [...shorter], reason: 'feedback' }))
      .then(revised));
  it('does nothing when nothing changes', () =>
    given(opened, proposalDrafted)
      .when(revise({ reason: 'none' }))
      .thenNothing());
  it('refuses one that was never drafted', () => given(opened).when(revise()).thenRefused('NotOnFile', { what: 'proposal' }));
});

describe('submitting a proposal (L41, L138, L139)', () => {
  it('is of the amount of its quote, to the cent, and complete with it (K30)', () =>
    given(opened, proposalDrafted, quoteDrafted, quoteIssued())
      .when(submit({ quoteId: 'q1' }))
      .then(proposalSubmitted(quoted), checked(1)));
  it('tells which parts it lacks (L138, K30)', () =>
    given(opened, proposalDrafted, revised)
      .when(submit({ amount: eur(899) }))
      .then(proposalSubmitted({ version: 2, sections: [...shorter] }), checked(2, 'implementationPlan', 'serviceSupport', 'roi', 'quote')));
  it('refuses another amount than the quote’s', () =>
    given(opened, quoteDrafted, quoteIssued())
      .when(submit({ quoteId: 'q1', amount: eur(900) }))
      .thenRefused('AmountsDiffer', { amount: eur(900), net: eur(899) }));
  it('refuses a proposal without any amount', () => given(opened).when(submit()).thenRefused('AmountMissing'));
  it('refuses a quote that was not issued', () =>
    given(opened, quoteDrafted)
      .when(submit({ quoteId: 'q1' }))
      .thenRefused('QuoteNotIssued'));
  it('refuses a quote that was changed since', () =>
    given(opened, quoteDrafted, quoteIssued(), quoteRevised(2, '2026-07-31'))
      .when(submit({ quoteId: 'q1' }))
      .thenRefused('QuoteSuperseded', { version: 1, latest: 2 }));
  it('refuses a quote that has expired', () =>
    given(opened, quoteDrafted, quoteIssued())
      .when({ ...submit({ quoteId: 'q1' }), known: { now: '2026-07-01T00:00:00.000Z' } })
      .thenRefused('QuoteExpired', { validUntil: '2026-06-30' }));
  it.each([
    ['2026-06-01', true],
    ['2026-05-31', false],
  ])('due on %s: in time is %s (K31)', (day, inTime) =>
    expect(given(opened, due(day)).when(submit({ amount: eur(1) })).decision).toMatchObject({ events: [{ data: { dueOn: day, inTime } }] }),
  );
  it('does nothing when it was submitted just so', () =>
    given(opened, proposalDrafted, quoteDrafted, quoteIssued(), proposalSubmitted(quoted))
      .when(submit({ quoteId: 'q1' }))
      .thenNothing());
  it('may be submitted again once it was revised (L262)', () =>
    given(opened, proposalDrafted, proposalSubmitted(), revised)
      .when(submit({ amount: eur(899) }))
      .thenTypes('ProposalSubmitted', 'ProposalCompletenessChecked'));
  it('names its document, whose bytes are here', () =>
    given(opened)
      .when(submit({ amount: eur(1), documentId: 'd1' }))
      .thenRefused('NotOnFile', { what: 'document' }));
});

describe('setting when a proposal is due (L145, L266)', () => {
  it('is stated before there is one', () => given(opened).when(dueOn('2026-06-10')).then(due('2026-06-10')));
  it('may be moved, which stays on record', () => given(opened, due('2026-06-10')).when(dueOn('2026-06-12')).then(due('2026-06-12')));
  it('does nothing when it is so', () => given(opened, due('2026-06-10')).when(dueOn('2026-06-10')).thenNothing());
});

describe('presenting a proposal (L260)', () => {
  const presented: OpportunityEvent = {
    type: 'ProposalPresented',
    data: { ...id, presentationId: 'v1', audience: ['decisionMakers'], presentedOn: '2026-05-30', version: 1 },
  };
  it('shows the version of that time', () => given(opened, proposalDrafted).when(present()).then(presented));
  it('stays what it was when the proposal is revised', () =>
    given(opened, proposalDrafted, presented, revised).when(present()).thenNothing());
  it('names those who were there', () =>
    given(opened, proposalDrafted, stakeholder('s1', 'decisionMaker'))
      .when(present({ stakeholderIds: ['s1', 's2'] }))
      .thenRefused('NotOnFile', { ids: ['s2'] }));
  it('refuses an unknown proposal', () => given(opened).when(present()).thenRefused('NotOnFile', { what: 'proposal' }));
  it('refuses another presentation under the same id', () =>
    given(opened, proposalDrafted, presented)
      .when(present({ audience: ['users'] }))
      .thenRefused('StatedOtherwise'));
  it('refuses slides that the deal does not have', () =>
    given(opened, proposalDrafted, document('d1'))
      .when(present({ documentId: 'd2' }))
      .thenRefused('NotOnFile', { ids: ['d2'] }));
});

describe('any proposals of a deal', () => {
  const proposalId = fc.constantFrom('p1', 'p2');
  const anySections = fc.constantFrom(sections, [...shorter]);
  const quoteLine = { lineId: 'l1', description: 'seats', quantity: '1', unitListPrice: eur(9) };
  const moves = fc
    .oneof<fc.Arbitrary<AskedOfDeal>[]>(
      fc.constant(opening),
      fc.record({ proposalId, sections: anySections }).map(draft),
      fc.record({ proposalId, sections: anySections }).map(revise),
      fc.record({ proposalId, amount: fc.constantFrom(undefined, eur(9), eur(10)), quoteId: fc.constantFrom(undefined, 'q1') }).map(submit),
      fc.constantFrom('2026-06-10', '2026-06-11').map(dueOn),
      fc.record({ proposalId, presentationId: fc.constantFrom('v1', 'v2') }).map(present),
      fc.constant({
        type: 'DraftQuote',
        data: { opportunityId, quoteId: 'q1', currency: 'EUR', lines: [quoteLine], validUntil: '2026-06-30' },
      }),
      fc.constant({ type: 'IssueQuote', data: { opportunityId, quoteId: 'q1', version: 1 } }),
    )
    .map((command) => () => command);

  deciderProperties(deal, moves, {
    reached: [
      ...['OpportunityOpened', 'ProposalDrafted', 'ProposalRevised', 'ProposalSubmitted', 'ProposalCompletenessChecked'],
      ...['ProposalDueDateSet', 'ProposalPresented', 'QuoteDrafted', 'QuoteIssued', 'OpportunityUnknown', 'StatedOtherwise', 'NotOnFile'],
      ...['ProposalAlreadySubmitted', 'AmountMissing', 'AmountsDiffer', 'QuoteNotIssued'],
    ],
  });
});
