import type { MovableClock } from '../../support/movable-clock.ts';
import { closingOf, paidInTwo, round, strategy } from '../../support/story-contract.ts';
import { inAMonth, money, quoteOf } from '../../support/story-evidence.ts';
import type { Story } from '../../support/story.ts';

/** What both agree on: 599.99 less than the list, by the price of a day; the quote comes to it to the cent. */
const [agreedDay, agreed] = [60_000, 89_999 + 150_000];
const price = { termId: 'price', topic: 'price', statement: 'Net, for all of it', price: money(agreed) } as const;
const payment = { termId: 'payment', topic: 'payment', statement: 'The rest a month after delivery', paymentDays: 30 } as const;

const negotiates = (story: Story): void => {
  const { deal } = story;
  const { negotiation, entersNegotiation, agreesOn } = closingOf(story);
  const lacks = () => deal.lacks('rita', 'advance', { to: 'S6' });

  describe('S5: the terms are negotiated (L146–L153)', () => {
    it('asks for strategy, agreement and settled risks, and for an approved contract that is with the customer (L149–L155)', async () => {
      expect(await lacks()).toEqual([
        'negotiationStrategySet/1',
        'negotiationConcluded/1',
        'risksMitigated/1',
        'contractApproved/1',
        'contractSent/1',
      ]);
    });

    it('begins with a strategy, a floor and an authority, which a manager approves, and not its owner (L149, L156)', async () => {
      await entersNegotiation();
      await negotiation.accepts('rita', 'strategies', strategy);
      await negotiation.refuses('StrategyNotApproved', 'rita', 'terms', { by: 'us', ...price });
      await negotiation.denies('rita', 'strategies/approve', { version: 1 });
      expect(await negotiation.accepts('mona', 'strategies/approve', { version: 1 })).toEqual(['NegotiationStrategyApproved']);
      await story.told('NegotiationNoted', { progress: 'strategySet' });
      expect(await lacks()).not.toContain('negotiationStrategySet/1');
    });

    it('goes through rounds, where nothing is given for nothing, and nothing below the floor (L150)', async () => {
      await negotiation.accepts('rita', 'rounds', round('Cheaper days', 'Two years'));
      const below = { ...price, termId: 'below', price: money(234_999) };
      expect(await negotiation.refuses('BelowFloor', 'rita', 'terms', { by: 'us', ...below })).toEqual({});
      await negotiation.accepts('rita', 'rounds', round('A month to pay', 'A reference'));
      await agreesOn('us', price);
      await agreesOn('customer', payment);
    });

    it('has risks found by legal, and settled (L152)', async () => {
      await negotiation.accepts('lena', 'risks', { riskId: 'servers', severity: 'high', statement: 'Servers may come late' });
      expect(await negotiation.accepts('rita', 'conclude', { outcome: 'agreed' })).toEqual(['NegotiationConcluded']);
      await story.told('NegotiationNoted', { progress: 'concluded' });
      expect(await lacks()).toEqual(['risksMitigated/1', 'contractApproved/1', 'contractSent/1']);
      await negotiation.accepts('rita', 'risks/mitigate', { riskId: 'servers', measure: 'We begin in our cloud' });
      await story.told('NegotiationNoted', { progress: 'risksChanged', openRisks: 0 });
      expect(await lacks()).toEqual(['contractApproved/1', 'contractSent/1']);
    });
  });
};

const isAllowed = (story: Story, time: MovableClock): void => {
  const { deal } = story;
  const { approval, asked, approves } = closingOf(story);
  const revises = (day: number, validUntil = inAMonth) => deal.accepts('rita', 'quotes/revise', { ...quoteOf(2, day), validUntil });
  const notAllowed = (version: number) => deal.refuses('DiscountNotAuthorised', 'rita', 'quotes/issue', { quoteId: 'quote', version });
  const asks = (approvalId: string) =>
    deal.accepts('rita', 'approvals', { approvalId, type: 'discount', subjectId: 'quote', reason: 'They sign for two years' });

  describe('S5: a discount beyond the authority of its owner is approved (L149, L188)', () => {
    it('is not given by its owner: line, document and whole deal are measured (L149)', async () => {
      await revises(agreedDay);
      const measures = { lineDiscountBp: 2_500, dealDiscountBp: 2_001, documentDiscountBp: 2_001 };
      expect(await notAllowed(3)).toMatchObject({ measures: expect.objectContaining(measures) });
    });

    it('is asked for, and decided by manager and director in sequence, never by who asked (L188)', async () => {
      await asks('discount');
      const self = { ...(await asked('discount', 1)), decision: 'approved' };
      await approval('discount').refuses('SelfApproval', 'rita', 'decide', self);
      await approval('discount').refuses('StepNotCurrent', 'dora', 'decide', { ...self, step: 2 });
      expect(await approves('mona', 'discount', 1)).toEqual(['ApprovalStepDecided', 'ApprovalStepStarted']);
      await approval('discount').refuses('SamePerson', 'mona', 'decide', { ...self, step: 2 });
      expect(await approves('dora', 'discount', 2)).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
      await story.told('DealApprovalNoted', { approvalId: 'discount' });
    });

    it('is approved for the very content: a cent less for a day, and the approval is void (L188)', async () => {
      expect(await revises(agreedDay - 1)).toEqual(['QuoteRevised', 'DealApprovalOverturned']);
      const { standing, approvedSha256, currentSha256 } = await notAllowed(4);
      const { contentSha256 } = await asked('discount', 1);
      expect([standing, approvedSha256]).toEqual(['overturned', contentSha256]);
      expect(currentSha256).toMatch(/^(?!0{64})[0-9a-f]{64}$/);
      expect(currentSha256).not.toBe(approvedSha256);
      await story.told('ApprovalVoided', { approvalId: 'discount', approvedSha256, currentSha256 });
    });

    it('does not come back with the content: it is asked for anew (L188)', async () => {
      await revises(agreedDay);
      await notAllowed(5);
      await asks('discount-again');
      expect(await approves('mona', 'discount-again', 1)).toEqual(['ApprovalStepDecided', 'ApprovalStepStarted']);
    });

    it('goes to the management where the director does not decide in time, and the quote goes out for what was agreed on (L188)', async () => {
      await approval('discount-again').refuses('NotAsked', 'max', 'decide', {
        ...(await asked('discount-again', 2)),
        decision: 'approved',
      });
      const { dueAt } = await story.told('ApprovalStepStarted', { approvalId: 'discount-again', step: 2 });
      time.passes(dueAt);
      const escalated = await story.told('ApprovalEscalated', { approvalId: 'discount-again', step: 2 });
      expect(escalated).toMatchObject({ to: ['MANAGEMENT'], overdueSince: dueAt });
      expect(await approves('max', 'discount-again', 2)).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
      await story.told('DealApprovalNoted', { approvalId: 'discount-again' });
      expect(await deal.accepts('rita', 'quotes/issue', { quoteId: 'quote', version: 5 })).toEqual(['QuoteIssued']);
      expect(await story.told('QuoteIssued', { version: 5 })).toMatchObject({
        net: money(agreed),
        authority: { by: 'approval', approvalId: 'discount-again' },
      });
    });
  });
};

const isDrawnUp = (story: Story): void => {
  const { deal } = story;
  const { contract, approval, asked, approves, commissions, textOf, contentSha256, isReviewed, noted } = closingOf(story);
  const instalments = paidInTwo(agreed, 50_000, 30);
  const text = (liability?: string) => textOf({ terms: [payment, price], instalments, ...(liability !== undefined && { liability }) });
  const missing = async () => {
    const facts = await contract.refuses('ContractNotReady', 'rita', 'send', { contentSha256: await contentSha256() });
    return facts.missing.map(({ what }: { readonly what: string }) => what);
  };

  describe('S5: the contract is drawn up and approved (L151–L157)', () => {
    it('is drafted from the standard form for what the quote says, in instalments that add up to the cent (L151, L153)', async () => {
      await commissions();
      const draft = await text();
      await contract.refuses('InstalmentsDiffer', 'rita', 'draft', { ...draft, instalments: paidInTwo(agreed - 1, 50_000, 30) });
      expect(await contract.accepts('rita', 'draft', draft)).toEqual(['ContractDrafted']);
      expect(await missing()).toEqual(['legalReview', 'financeReview', 'reconciliation', 'approval']);
    });

    it('is sent back by legal, and its clause deviates from the standard on record (L151, L188)', async () => {
      await contract.accepts('rita', 'legal-review/request', {});
      const findings = [{ findingId: 'f1', clauseId: 'liability', statement: 'They want more', severity: 'blocking' }];
      const review = { contentSha256: await contentSha256(), findings };
      await contract.denies('rita', 'legal-review', { ...review, result: 'accepted' });
      await contract.refuses('FindingBlocks', 'lena', 'legal-review', { ...review, result: 'accepted' });
      await contract.accepts('lena', 'legal-review', { ...review, result: 'changesNeeded' });
      await contract.accepts('rita', 'revise', { ...(await text('Up to twice the price')), reason: 'As legal found' });
      const deviation = { clauseId: 'liability', standard: 'Up to the price', reason: 'Their rules of purchase' };
      expect(await contract.accepts('rita', 'deviations', deviation)).toEqual(['ContractClauseDeviationRecorded']);
    });

    it('is reviewed by legal and finance, and says what was agreed, in the eyes of who did not write it (L151, L153, L156)', async () => {
      await contract.refuses('OwnWork', 'rita', 'reconcile', { contentSha256: await contentSha256() });
      await isReviewed();
      expect(await missing()).toEqual(['approval']);
    });

    it('is approved by sales director, legal and finance, each for themself (L154)', async () => {
      await contract.accepts('rita', 'approvals', { approvalId: 'approval', type: 'contract', reason: 'As agreed' });
      await approval('approval').refuses('NotAsked', 'paul', 'decide', { ...(await asked('approval', 1)), decision: 'approved' });
      expect(await approves('lena', 'approval', 1)).toEqual(['ApprovalStepDecided']);
      expect(await approves('fred', 'approval', 1)).toEqual(['ApprovalStepDecided']);
      expect(await missing()).toEqual(['approval']);
      expect(await approves('dora', 'approval', 1)).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
      await noted('approved');
      expect(await deal.lacks('rita', 'advance', { to: 'S6' })).toEqual(['contractSent/1']);
    });

    it('is sent to the customer, and the deal goes on to the signatures (L155)', async () => {
      await deal.refuses('ContractNotSigned', 'rita', 'win', {});
      const sent = await contract.accepts('rita', 'send', { contentSha256: await contentSha256() });
      expect(sent).toEqual(['ContractSentToCustomer']);
      await noted('sent');
      expect(await deal.accepts('rita', 'advance', { to: 'S6' })).toEqual(['OpportunityAdvanced']);
    });
  });
};

const isWon = (story: Story): void => {
  const { deal, bytes } = story;
  const { contract, signs, confirms, noted } = closingOf(story);

  describe('S6: the contract is signed, filed, and the deal is won (L159–L165)', () => {
    it('is followed through the customer’s house, and signed by the customer first (L162, L163)', async () => {
      await contract.accepts('rita', 'tracking', { step: 'internalApproval' });
      await contract.accepts('rita', 'tracking', { step: 'beingSealed', expectedOn: inAMonth });
      await signs('customer');
      await contract.refuses('CustomerHasSigned', 'rita', 'recall', { reason: 'A second thought' });
      expect(await confirms('customer')).toEqual(['ContractSignatureConfirmed']);
    });

    it('is not won by one signature, and a signature is confirmed by others than who sells (L163)', async () => {
      expect(await deal.refuses('ContractNotSigned', 'rita', 'win', {})).toMatchObject({ contractId: 'contract', pending: 'signed' });
      await signs('company');
      await contract.denies('rita', 'signatures/confirm', { party: 'company', documentSha256: '0'.repeat(64) });
      expect(await confirms('company')).toEqual(['ContractSignatureConfirmed', 'ContractFullySigned']);
      await noted('signed');
    });

    it('is handed in at contract administration and finance, and archived (L164)', async () => {
      expect(await deal.lacks('rita', 'win', {})).toEqual(['contractFiled/1']);
      const filed = { form: 'scan', documentId: 'scan', documentSha256: await bytes('rita', 'Scan of both signatures') };
      await contract.accepts('rita', 'filings', { department: 'CONTRACT_ADMIN', ...filed });
      await story.told('ContractNoted', { progress: 'filed', department: 'CONTRACT_ADMIN' });
      expect(await deal.lacks('rita', 'win', {})).toEqual(['contractFiled/1']);
      await contract.accepts('fred', 'filings', { department: 'FINANCE', ...filed });
      await story.told('ContractNoted', { progress: 'filed', department: 'FINANCE' });
      expect(await contract.accepts('contracts', 'archive', { documentSha256: filed.documentSha256 })).toEqual(['ContractArchived']);
    });

    it('is won for the amount of the contract, as the process calls it, and all of it can be read afterwards (L165)', async () => {
      expect(await deal.accepts('rita', 'win', {})).toEqual(['OpportunityWon']);
      expect(await story.seen()).toMatchObject({ status: 'won', stage: 'S6' });
      expect(await story.told('OpportunityWon')).toMatchObject({ contractId: 'contract', amount: money(agreed) });
      expect(await story.wonLabel()).toEqual({ zh: '已赢单', en: 'Closed won' });
      const history = await story.history();
      for (const told of ['LeadCaptured', 'LeadSalesAccepted', 'CriterionOverridden', 'OpportunityLost', 'OpportunityReopened'])
        expect(history).toContain(told);
      for (const told of ['CustomerConfirmationWitnessed', 'GateNotPassed', 'QuoteSuperseded', 'SelfApproval', 'DiscountNotAuthorised'])
        expect(history).toContain(told);
      for (const told of ['ApprovalVoided', 'ApprovalEscalated', 'ContractApproved', 'ContractFullySigned', 'ContractArchived'])
        expect(history).toContain(told);
    });
  });
};

/** The seven stages from the customer’s word to the won deal (S5 and S6, L146–L165, L188). */
export const negotiatesAndWins = (story: Story, time: MovableClock): void => {
  negotiates(story);
  isAllowed(story, time);
  isDrawnUp(story);
  isWon(story);
};
