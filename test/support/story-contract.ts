import { money, today } from './story-evidence.ts';
import type { Acting, Story, Teller } from './story.ts';

/** A term as it is proposed at the table, and as both hold to it. */
interface Term {
  readonly termId: string;
  readonly topic: 'price' | 'payment' | 'delivery';
  readonly statement: string;
  readonly price?: ReturnType<typeof money>;
  readonly paymentDays?: number;
}

/** What is paid when the contract is signed, and what so many days after delivery. */
export const paidInTwo = (total: number, down: number, paymentDays: number) => [
  { instalmentId: 'down', amount: money(down), paymentDays: 0, condition: 'On signing' },
  { instalmentId: 'rest', amount: money(total - down), paymentDays, condition: 'After acceptance' },
];

export interface ContractText {
  readonly terms: readonly Term[];
  readonly instalments: ReturnType<typeof paidInTwo>;
  readonly liability?: string;
}

/** A deal from the negotiation to the contract that is signed by both, told over HTTP alone. */
export interface Closing {
  readonly negotiation: Teller;
  readonly contract: Teller;
  approval(approvalId: string): Teller;
  /** We come to the table about the quote: until the negotiation is there. */
  entersNegotiation(): Promise<void>;
  /** Proposed by the party, and agreed on by both. */
  agreesOn(by: 'us' | 'customer', term: Term): Promise<void>;
  /** What is to be decided at a step, once it is the step’s turn: the very content that was asked about. */
  asked(approvalId: string, step: number): Promise<{ readonly step: number; readonly contentSha256: string }>;
  /** Somebody approves at a step: the events that it leaves. */
  approves(as: Acting, approvalId: string, step: number): Promise<readonly string[]>;
  sendsBack(as: Acting, approvalId: string, step: number, comment: string): Promise<readonly string[]>;
  /** A contract is to be made of the quote: until it is there, with what was agreed at the table. */
  commissions(): Promise<void>;
  /** What is drafted from the standard form; the bytes of its text were sent. */
  textOf(text: ContractText): Promise<object>;
  /** SHA-256 of the contract’s content as it stands. */
  contentSha256(): Promise<string>;
  /** Legal and finance accept it, and contract administration holds it against what was agreed. */
  isReviewed(): Promise<void>;
  /** A party signed, with the bytes of what it signed. */
  signs(party: 'customer' | 'company'): Promise<void>;
  /** Contract administration holds a signature for good. */
  confirms(party: 'customer' | 'company'): Promise<readonly string[]>;
  /** The deal was told so of its contract. */
  noted(progress: string): Promise<void>;
}

const negotiationId = 'negotiation';
const contractId = 'contract';

export const closingOf = (story: Story): Closing => {
  const { deal } = story;
  const [negotiation, contract] = [story.at(`/v1/negotiations/${negotiationId}/`), story.at(`/v1/contracts/${contractId}/`)];
  const approval = (approvalId: string): Teller => story.at(`/v1/approvals/${approvalId}/`);

  const asked: Closing['asked'] = async (approvalId, step) => {
    await story.told('ApprovalStepStarted', { approvalId, step });
    const { ask } = await story.told('ApprovalRequested', { approvalId });
    return { step, contentSha256: ask.subject.contentSha256 };
  };
  const decides = (decision: 'approved' | 'sentBack') => async (as: Acting, approvalId: string, step: number, comment?: string) =>
    approval(approvalId).accepts(as, 'decide', { ...(await asked(approvalId, step)), decision, ...(comment !== undefined && { comment }) });

  /** What the refusal of any other content names. */
  const contentSha256 = async (): Promise<string> =>
    (await contract.refuses('ContentDiffers', 'contracts', 'reconcile', { contentSha256: '0'.repeat(64) })).currentSha256;
  const signed = (party: string) => story.bytes('rita', `Contract, signed by the ${party}`);

  return {
    ...{ negotiation, contract, approval, asked, contentSha256 },
    entersNegotiation: async () => {
      expect(await deal.accepts('rita', 'negotiations', { negotiationId, quoteId: 'quote' })).toEqual(['NegotiationEntered']);
      await story.told('NegotiationOpened', { negotiationId });
    },
    agreesOn: async (by, term) => {
      await negotiation.accepts('rita', 'terms', { by, ...term });
      expect(await negotiation.accepts('rita', 'terms/agree', { termId: term.termId })).toEqual(['NegotiationTermAgreed']);
    },
    approves: decides('approved'),
    sendsBack: decides('sentBack'),
    commissions: async () => {
      await deal.accepts('rita', 'contracts', { contractId, quoteId: 'quote' });
      await story.told('NegotiatedTermsNoted', { contractId });
    },
    textOf: async ({ terms, instalments, liability = 'Up to the price' }) => ({
      template: { documentId: 'standard-contract', version: '3' },
      document: { documentId: 'contract', sha256: await story.bytes('rita', `Contract, ${liability}`) },
      ...{ instalments, terms },
      delivery: 'Within eight weeks',
      clauses: [{ clauseId: 'liability', title: 'Liability', text: liability }],
    }),
    isReviewed: async () => {
      const review = { contentSha256: await contentSha256(), result: 'accepted', findings: [] };
      await contract.accepts('lena', 'legal-review', review);
      await contract.accepts('fred', 'finance-review', review);
      await contract.accepts('contracts', 'reconcile', { contentSha256: review.contentSha256 });
      expect(await story.told('ContractTextReconciled', { contentSha256: review.contentSha256 })).toMatchObject({ differences: [] });
    },
    signs: async (party) => {
      const signature = { party, documentId: `signed-by-${party}`, documentSha256: await signed(party), signatoryId: `signatory-${party}` };
      const { contentSha256: sent } = await story.told('ContractSentToCustomer');
      const events = await contract.accepts('rita', 'signatures', { ...signature, contentSha256: sent, signedOn: today });
      expect(events).toEqual(['ContractSignatureReceived']);
    },
    confirms: async (party) => contract.accepts('contracts', 'signatures/confirm', { party, documentSha256: await signed(party) }),
    noted: (progress) => story.told('ContractNoted', { contractId, progress }),
  };
};

/** What is to be reached, and what we would settle for at worst (L149, L270). */
export const strategy = {
  objective: 'A contract for two years',
  floor: money(235_000),
  authorisedDiscountBp: 2_100,
  fallback: 'The first plant only',
};

/** Asks, and something for something (L150, L272). */
export const round = (given: string, inReturn: string) => ({
  heldOn: today,
  asks: [{ by: 'customer', topic: 'price', statement: 'Less for the days' }],
  concessions: [{ by: 'us', topic: 'price', given, inReturn }],
  outcome: 'Nearer',
});
