import { closingOf, paidInTwo, round, strategy } from '../../support/story-contract.ts';
import { quoted, today } from '../../support/story-evidence.ts';
import type { Story } from '../../support/story.ts';

/** The customer pays what was quoted, and takes four months for it. */
const days = 120;
const terms = [
  { termId: 'payment', topic: 'payment', statement: 'Four months after delivery', paymentDays: days },
  { termId: 'price', topic: 'price', statement: 'As quoted', price: quoted },
] as const;

const negotiates = (story: Story): void => {
  const { deal } = story;
  const { negotiation, entersNegotiation, agreesOn } = closingOf(story);

  describe('J3: price and terms are negotiated, to the gain of both (L45, L46)', () => {
    it('is led by who sells, on a strategy that the manager decides on (L45, L48)', async () => {
      await entersNegotiation();
      await negotiation.accepts('rita', 'strategies', strategy);
      await negotiation.accepts('mona', 'strategies/approve', { version: 1 });
      await deal.refuses('NegotiationUnderWay', 'rita', 'negotiations', { negotiationId: 'another' });
    });

    it('gives time to pay for a price that stays, and ends in an agreement (L45)', async () => {
      await negotiation.accepts('rita', 'rounds', round('Four months to pay', 'The price stays as quoted'));
      for (const term of terms) await agreesOn('customer', term);
      expect(await negotiation.accepts('rita', 'conclude', { outcome: 'agreed' })).toEqual(['NegotiationConcluded']);
      await story.told('NegotiationNoted', { progress: 'concluded' });
      await story.gateLacks('contractApproved/1', 'contractSigned/1');
    });

    it('helps the customer through its own procurement (L46)', async () => {
      const step = { step: 'Purchase committee', onDay: today, support: 'A comparison of offers' };
      for (const status of ['inProgress', 'done'])
        expect(await deal.accepts('rita', 'procurement-steps', { ...step, status })).toEqual(['ProcurementStepRecorded']);
    });
  });
};

const isDrawnUp = (story: Story): void => {
  const closing = closingOf(story);
  const { contract, approval, asked, approves, sendsBack, contentSha256, textOf, isReviewed, noted } = closing;
  const atOnce = [{ instalmentId: 'all', amount: quoted, paymentDays: days, condition: 'After acceptance' }];
  const asks = (approvalId: string) =>
    contract.accepts('rita', 'approvals', { approvalId, type: 'contract', reason: 'They pay late, and the whole price' });

  describe('J3: the contract is prepared and reviewed (L47, L48)', () => {
    it('is drafted for the quote, and looked through by legal and finance (L47, L48)', async () => {
      await closing.commissions();
      await contract.accepts('rita', 'draft', await textOf({ terms, instalments: atOnce }));
      await isReviewed();
    });

    it('is sent back by finance, which wants a part of the price in advance (L154, L156)', async () => {
      await asks('approval');
      expect(await approves('lena', 'approval', 1)).toEqual(['ApprovalStepDecided']);
      const sentBack = await sendsBack('fred', 'approval', 1, 'Not without a down payment');
      expect(sentBack).toEqual(['ApprovalStepDecided', 'ApprovalSentBack']);
      await story.told('ContractApprovalNoted', { approvalId: 'approval' });
      const { missing } = await contract.refuses('ContractNotReady', 'rita', 'send', { contentSha256: await contentSha256() });
      expect(missing).toMatchObject([{ what: 'approval', because: 'sentBack' }, { what: 'approval' }]);
    });

    it('is another contract then: reviewed and approved anew, at last by the management (L154, L156)', async () => {
      const { contentSha256: before } = await asked('approval', 1);
      const revised = await textOf({ terms, instalments: paidInTwo(quoted.minor, 100_000, days) });
      await contract.accepts('rita', 'revise', { ...revised, reason: 'A down payment' });
      const { missing } = await contract.refuses('ContractNotReady', 'rita', 'send', { contentSha256: await contentSha256() });
      const reviews = missing.filter(({ what }: { readonly what: string }) => what !== 'approval');
      expect(reviews).toMatchObject(Array(3).fill({ because: 'ofOtherContent', ofSha256: before, currentSha256: await contentSha256() }));
      await isReviewed();
      await asks('approval-again');
      for (const userId of ['lena', 'fred', 'dora']) await approves(userId, 'approval-again', 1);
      const last = { ...(await asked('approval-again', 2)), decision: 'approved' };
      await approval('approval-again').refuses('SamePerson', 'dora', 'decide', last);
      expect(await approves('max', 'approval-again', 2)).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
      await noted('approved');
    });
  });
};

const isWon = (story: Story): void => {
  const { deal, bytes } = story;
  const { contract, contentSha256, signs, confirms, noted } = closingOf(story);

  describe('J3: the contract is signed, and the deal is won (L47, L49)', () => {
    it('is sent, signed by the customer and then by the company (L47)', async () => {
      await story.gateLacks('contractSigned/1');
      await contract.accepts('rita', 'send', { contentSha256: await contentSha256() });
      await signs('customer');
      await confirms('customer');
      await signs('company');
      await deal.refuses('ContractNotSigned', 'rita', 'win', {});
      expect(await confirms('company')).toEqual(['ContractSignatureConfirmed', 'ContractFullySigned']);
      await noted('signed');
    });

    it('is won for what was quoted, and the journey goes on with the delivery (L47, L50)', async () => {
      await story.gateLacks();
      const { next, results } = await story.gate();
      expect([next?.code, new Set(Object.values(results))]).toEqual(['J4', new Set(['met'])]);
      expect(await deal.accepts('rita', 'win', {})).toEqual(['OpportunityWon']);
      expect(await story.seen()).toMatchObject({ status: 'won', stage: 'J3' });
      expect(await story.told('OpportunityWon')).toMatchObject({ contractId: 'contract', amount: quoted });
      expect(await story.wonLabel()).toEqual({ zh: '赢单', en: 'Won' });
    });

    it('is filed and archived, and all of it can be read afterwards (L164, L276)', async () => {
      const documentSha256 = await bytes('contracts', 'The original');
      const filed = { department: 'CONTRACT_ADMIN', form: 'original', documentId: 'original', documentSha256 };
      await contract.accepts('contracts', 'filings', filed);
      expect(await contract.accepts('contracts', 'archive', { documentSha256 })).toEqual(['ContractArchived']);
      await noted('archived');
      const history = await story.history();
      for (const told of ['LeadCaptured', 'InsightShared', 'OpportunityOpened', 'CriterionOverridden', 'OpportunityReopened'])
        expect(history).toContain(told);
      for (const told of ['QuoteIssued', 'CustomerConfirmationObtained', 'OverrideNotAllowed', 'GateNotPassed'])
        expect(history).toContain(told);
      for (const told of ['ProcurementStepRecorded', 'ApprovalSentBack', 'ContractApprovalOverturned', 'ContractFullySigned'])
        expect(history).toContain(told);
    });
  });
};

/** The customer’s journey from its decision to the won deal (J3, L45–L49). */
export const negotiatesAndWins = (story: Story): void => {
  negotiates(story);
  isDrawnUp(story);
  isWon(story);
};
