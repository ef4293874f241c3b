import { closingOf, paidInTwo, round, strategy } from '../../support/story-contract.ts';
import { inAQuarter, money, quoteOf } from '../../support/story-evidence.ts';
import type { Story } from '../../support/story.ts';

/** What both agree on, by the price of a day; the quote comes to it to the cent. */
const [agreedDay, agreed] = [67_000, 89_999 + 167_500];
const terms = [
  { termId: 'delivery', topic: 'delivery', statement: 'Within eight weeks' },
  { termId: 'payment', topic: 'payment', statement: 'The rest a month after delivery', paymentDays: 30 },
  { termId: 'price', topic: 'price', statement: 'Net, for all of it', price: money(agreed) },
] as const;

const negotiates = (story: Story): void => {
  const { deal } = story;
  const { negotiation, entersNegotiation, agreesOn } = closingOf(story);

  describe('C5: the terms are negotiated (article 9, L267–L272)', () => {
    it('asks for strategy, agreement and approval, for both signatures, and for the contract on file (L270–L276)', async () => {
      await story.gateLacks(
        'negotiationStrategySet/1',
        'negotiationConcluded/1',
        'contractApproved/1',
        'contractSigned/1',
        'contractFiled/1',
      );
    });

    it('begins with goal and floor, which the sales director approves (L270)', async () => {
      await entersNegotiation();
      await negotiation.accepts('rita', 'strategies', strategy);
      await negotiation.accepts('dora', 'strategies/approve', { version: 1 });
      await story.told('NegotiationNoted', { progress: 'strategySet' });
    });

    it('settles price, payment, delivery and service, and leaves no term open (L271)', async () => {
      await negotiation.accepts('rita', 'rounds', round('Cheaper days', 'Payment within a month'));
      for (const term of terms) await agreesOn(term.topic === 'price' ? 'us' : 'customer', term);
      const service = { by: 'customer', termId: 'service', topic: 'service', statement: 'Day and night' };
      await negotiation.accepts('rita', 'terms', service);
      expect(await negotiation.refuses('TermsUnsettled', 'rita', 'conclude', { outcome: 'agreed' })).toEqual({ termIds: ['service'] });
      await negotiation.accepts('rita', 'terms/withdraw', { termId: 'service', reason: 'Workdays will do' });
    });

    it('has the customer’s last objection settled in writing, and comes to an agreement (L271, L272)', async () => {
      const objection = { objectionId: 'days', category: 'price', description: 'Days are too dear', stakeholderId: 'li' };
      await deal.accepts('rita', 'objections', objection);
      expect((await story.gate()).lacks).toContain('objectionsResolved/1');
      await story.document('rita', 'answer', 'other');
      await deal.accepts('rita', 'objections/resolve', { objectionId: 'days', how: 'Cheaper by 130.00', documentId: 'answer' });
      expect(await negotiation.accepts('rita', 'conclude', { outcome: 'agreed' })).toEqual(['NegotiationConcluded']);
      await story.told('NegotiationNoted', { progress: 'concluded' });
      await story.gateLacks('contractApproved/1', 'contractSigned/1', 'contractFiled/1');
    });
  });
};

const isAllowed = (story: Story): void => {
  const { deal } = story;
  const { approval, asked, approves, sendsBack } = closingOf(story);
  const mona = story.at('/v1/users/mona/');
  const issue = { quoteId: 'quote', version: 2 };
  const asks = (approvalId: string, reason: string) =>
    deal.accepts('rita', 'approvals', { approvalId, type: 'discount', subjectId: 'quote', reason });
  const seat = (step: { readonly step: number; readonly contentSha256: string }) => ({ ...step, decision: 'approved' });

  describe('C5: the price is approved on a form (L188, L278)', () => {
    it('is beyond what its owner may give, and the manager sends the request back (L188)', async () => {
      await deal.accepts('rita', 'quotes/revise', quoteOf(2, agreedDay));
      await deal.refuses('DiscountNotAuthorised', 'rita', 'quotes/issue', issue);
      expect((await story.gate()).lacks).toContain('discountWithinAuthority/1');
      await asks('discount', 'They asked');
      expect(await sendsBack('mona', 'discount', 1, 'What do they give?')).toEqual(['ApprovalStepDecided', 'ApprovalSentBack']);
      await story.told('DealApprovalNoted', { approvalId: 'discount' });
      expect(await deal.refuses('DiscountNotAuthorised', 'rita', 'quotes/issue', issue)).toMatchObject({ standing: 'sentBack' });
    });

    it('is decided by who stands in for the manager, for as long as that is delegated (L188; delegation: default, not policy)', async () => {
      await asks('discount-again', 'They pay within a month');
      const decision = seat(await asked('discount-again', 1));
      await approval('discount-again').denies('sven', 'decide', decision);
      await approval('discount-again').denies({ userId: 'sven', onBehalfOf: 'mona' }, 'decide', decision);
      const delegation = { delegationId: 'holiday', to: 'sven', roles: ['SALES_MANAGER'], until: `${inAQuarter}T00:00:00.000Z` };
      expect(await mona.accepts('mona', 'delegations', delegation)).toEqual(['AuthorityDelegated']);
      await approval('discount-again').denies('sven', 'decide', decision);
    });

    it('is not decided by who asked, not even in the manager’s name (L188)', async () => {
      const delegation = { delegationId: 'to-rita', to: 'rita', roles: ['SALES_MANAGER'], until: `${inAQuarter}T00:00:00.000Z` };
      await mona.accepts('mona', 'delegations', delegation);
      const decision = seat(await asked('discount-again', 1));
      await approval('discount-again').refuses('SelfApproval', { userId: 'rita', onBehalfOf: 'mona' }, 'decide', decision);
      const granted = await approves({ userId: 'sven', onBehalfOf: 'mona' }, 'discount-again', 1);
      expect(granted).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
    });

    it('is on a form that names who decided for whom, and the quote goes out (L278)', async () => {
      await story.told('DealApprovalNoted', { approvalId: 'discount-again' });
      const { userId, onBehalfOf } = await story.told('ApprovalStepDecided', { approvalId: 'discount-again' });
      expect([userId, onBehalfOf]).toEqual(['sven', 'mona']);
      const { text } = await story.shown('mona', '/v1/approvals/discount-again/form?lang=zh');
      for (const shown of ['审批单', 'sven', 'mona', (await asked('discount-again', 1)).contentSha256]) expect(text).toContain(shown);
      expect(await deal.accepts('rita', 'quotes/issue', issue)).toEqual(['QuoteIssued']);
      expect((await story.gate()).results).toMatchObject({ 'discountWithinAuthority/1': 'met' });
    });
  });
};

const isSigned = (story: Story): void => {
  const { deal } = story;
  const closing = closingOf(story);
  const { contract, approves, contentSha256, noted, signs, confirms } = closing;

  describe('C5: the contract is reviewed, approved and signed (L273–L275)', () => {
    it('is made of the quote, and clear and lawful in the eyes of legal (L273, L275)', async () => {
      await closing.commissions();
      await contract.accepts('rita', 'draft', await closing.textOf({ terms, instalments: paidInTwo(agreed, 57_499, 30) }));
      await closing.isReviewed();
      await contract.accepts('rita', 'approvals', { approvalId: 'approval', type: 'contract', reason: 'As agreed' });
      for (const userId of ['dora', 'lena', 'fred']) await approves(userId, 'approval', 1);
      await noted('approved');
      await story.gateLacks('contractSigned/1', 'contractFiled/1');
    });

    it('takes its way through the customer’s house; the company may sign first, and is not bound alone (L274)', async () => {
      const signature = { party: 'company', documentId: 'early', signatoryId: 'signatory-company', signedOn: '2026-01-05' };
      const early = { ...signature, documentSha256: await story.bytes('rita', 'Signed too early') };
      await contract.refuses('ContractNotOut', 'rita', 'signatures', { ...early, contentSha256: await contentSha256() });
      await contract.accepts('rita', 'send', { contentSha256: await contentSha256() });
      await signs('company');
      await confirms('company');
      await contract.accepts('rita', 'tracking', { step: 'underReview', note: 'With their lawyers' });
      await deal.refuses('ContractNotSigned', 'rita', 'win', {});
    });

    it('is signed by both (L274, L279)', async () => {
      await signs('customer');
      expect(await confirms('customer')).toEqual(['ContractSignatureConfirmed', 'ContractFullySigned']);
      await noted('signed');
      await story.gateLacks('contractFiled/1');
    });
  });
};

const isWon = (story: Story): void => {
  const { deal, bytes } = story;
  const { contract, noted } = closingOf(story);

  describe('C5: the contract is archived, and the deal is signed (L276, L279)', () => {
    it('archives the very bytes that contract administration has (L276)', async () => {
      const documentSha256 = await bytes('rita', 'The original');
      await contract.refuses('NotOnFile', 'contracts', 'archive', { documentSha256 });
      await contract.accepts('contracts', 'filings', { department: 'CONTRACT_ADMIN', form: 'original', documentId: 'o', documentSha256 });
      expect(await contract.accepts('contracts', 'archive', { documentSha256, shelf: '2026/1' })).toEqual(['ContractArchived']);
      await noted('archived');
    });

    it('is won, which this process calls signed, and all of it can be read afterwards (L276, L279)', async () => {
      await story.gateLacks();
      expect(await deal.accepts('rita', 'win', {})).toEqual(['OpportunityWon']);
      expect(await story.seen()).toMatchObject({ status: 'won', stage: 'C5' });
      expect(await story.told('OpportunityWon')).toMatchObject({ contractId: 'contract', amount: money(agreed) });
      expect(await story.wonLabel()).toEqual({ zh: '已签约', en: 'Signed' });
      const history = await story.history();
      for (const told of ['LeadScreened', 'PurchaseIntentAssessed', 'CriterionOverridden', 'OpportunityLost', 'OpportunityReopened'])
        expect(history).toContain(told);
      for (const told of ['BantUnmet', 'AmountsDiffer', 'GateNotPassed', 'CustomerConfirmationObtained']) expect(history).toContain(told);
      for (const told of ['TermsUnsettled', 'ApprovalSentBack', 'SelfApproval', 'ContractArchived']) expect(history).toContain(told);
    });
  });
};

/** The classic process from the customer’s word to the won deal (C5, L267–L280). */
export const negotiatesAndWins = (story: Story): void => {
  negotiates(story);
  isAllowed(story);
  isSigned(story);
  isWon(story);
};
