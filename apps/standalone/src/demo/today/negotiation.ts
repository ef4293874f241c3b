import type { ApprovalAsk } from '#event-contracts';
import { managerOf } from '../cast.ts';
import { money, today } from './deal.ts';
import type { Telling } from './telling.ts';

const { rep, minor, opportunityId, negotiationId } = today;
const deal = `/v1/opportunities/${opportunityId}`;
const negotiation = `/v1/negotiations/${negotiationId}`;

const list = Math.round(minor * 1.1);
/** A fifth off the list: more than its owner may give, and less than the floor allows. */
export const agreed = (list * 8) / 10;
const floor = agreed - 120_000;

export const terms = [
  { termId: 'payment', topic: 'payment', statement: 'The rest a month after acceptance', paymentDays: 30 },
  { termId: 'price', topic: 'price', statement: 'Net, for all of it', price: money(agreed) },
] as const;

/** L149, L150, L270–L272: from the strategy, with a floor that is sealed for all but a few, to what both agree on. */
export const negotiates = async ({ accepts, refuses, told }: Telling, on: string): Promise<void> => {
  await accepts(rep, `${deal}/negotiations`, { negotiationId, quoteId: 'quote' });
  await told('NegotiationOpened', { negotiationId });
  const limits = { floor: money(floor), authorisedDiscountBp: 2_100, fallback: 'The first plant only' };
  await accepts(rep, `${negotiation}/strategies`, { objective: 'A contract for two years', ...limits });
  await accepts(managerOf(rep), `${negotiation}/strategies/approve`, { version: 1 });
  await refuses('BelowFloor', rep, `${negotiation}/terms`, { ...terms[1], termId: 'below', by: 'us', price: money(floor - 1) });
  await accepts(rep, `${negotiation}/rounds`, {
    ...{ heldOn: on, asks: [{ by: 'customer', topic: 'price', statement: 'A quarter off' }] },
    concessions: [{ by: 'us', topic: 'price', given: 'A fifth off', inReturn: 'Two years' }],
    outcome: 'Agreed on all of it',
  });
  for (const term of terms) {
    await accepts(rep, `${negotiation}/terms`, { by: 'customer', ...term });
    await accepts(rep, `${negotiation}/terms/agree`, { termId: term.termId });
  }
  await accepts(rep, `${negotiation}/conclude`, { outcome: 'agreed' });
  await told('NegotiationNoted', { negotiationId, progress: 'concluded' });
};

/** What is quoted now: the same at the price that was agreed on. */
const quoteAsAgreed = (validUntil: string) => ({
  ...{ quoteId: 'quote', currency: 'CNY', validUntil, solutionId: 'solution', solutionVersion: 1 },
  lines: [{ lineId: 'all', description: 'As agreed', quantity: '1', unitListPrice: money(list), unitNetPrice: money(agreed) }],
});

/** At the step whose turn it is, on the very content that was asked about. */
export const decides = async (
  { accepts, told }: Telling,
  as: string,
  approvalId: string,
  word: { readonly step: number; readonly decision: 'approved' | 'sentBack'; readonly comment?: string },
): Promise<void> => {
  await told('ApprovalStepStarted', { approvalId, step: word.step });
  const { subject } = (await told('ApprovalRequested', { approvalId }))['ask'] as ApprovalAsk;
  await accepts(as, `/v1/approvals/${approvalId}/decide`, { ...word, contentSha256: subject.contentSha256 });
};

/** L149, L188: the discount is not its owner's to give; it is sent back once, then allowed by two, and the quote goes out. */
export const isAllowed = async (telling: Telling, validUntil: string): Promise<void> => {
  const { accepts, refuses, told } = telling;
  const issue = { quoteId: 'quote', version: 2 };
  const asks = (approvalId: string, reason: string) =>
    accepts(rep, `${deal}/approvals`, { approvalId, type: 'discount', subjectId: 'quote', reason });
  await accepts(rep, `${deal}/quotes/revise`, quoteAsAgreed(validUntil));
  await refuses('DiscountNotAuthorised', rep, `${deal}/quotes/issue`, issue);
  await asks('today-discount', 'They asked for it');
  await decides(telling, managerOf(rep), 'today-discount', { step: 1, decision: 'sentBack', comment: 'What do they give?' });
  await told('DealApprovalNoted', { approvalId: 'today-discount' });
  await asks('today-discount-again', 'They sign for two years');
  await decides(telling, managerOf(rep), 'today-discount-again', { step: 1, decision: 'approved' });
  await decides(telling, 'sales-director', 'today-discount-again', { step: 2, decision: 'approved', comment: '两年合同,同意' });
  await told('DealApprovalNoted', { approvalId: 'today-discount-again' });
  await accepts(rep, `${deal}/quotes/issue`, issue);
};
