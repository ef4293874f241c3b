import { money, today } from './deal.ts';
import { agreed, decides, terms } from './negotiation.ts';
import type { Telling } from './telling.ts';

const { rep, opportunityId, contractId } = today;
const deal = `/v1/opportunities/${opportunityId}`;
const contract = `/v1/contracts/${contractId}`;
const down = 6_000_000;

const textWith = (liability: string, sha256: string) => ({
  template: { documentId: 'standard-contract', version: '3' },
  document: { documentId: 'contract', sha256 },
  instalments: [
    { instalmentId: 'down', amount: money(down), paymentDays: 0, condition: 'On signing' },
    { instalmentId: 'rest', amount: money(agreed - down), paymentDays: 30, condition: 'After acceptance' },
  ],
  ...{ terms, delivery: 'Within eight weeks' },
  clauses: [{ clauseId: 'liability', title: 'Liability', text: liability }],
});

/** L151–L154, L273: drafted for what the quote says, sent back by legal, reviewed, held against what was agreed on, and approved by three. */
export const isDrawnUp = async (telling: Telling): Promise<void> => {
  const { accepts, refuses, told, bytes } = telling;
  /** By its hash, which is another one after that. */
  const contentIn = async (type: string) => ({ contentSha256: (await told(type, { contractId }))['contentSha256'] });
  await accepts(rep, `${deal}/contracts`, { contractId, quoteId: 'quote' });
  await told('NegotiatedTermsNoted', { contractId });
  await accepts(rep, `${contract}/draft`, textWith('Up to the price', await bytes(rep, 'Contract 合同, up to the price')));
  await accepts(rep, `${contract}/legal-review/request`, {});
  const findings = [{ findingId: 'f1', clauseId: 'liability', statement: 'They ask for more', severity: 'blocking' }];
  const drafted = await contentIn('ContractDrafted');
  await accepts('legal', `${contract}/legal-review`, { ...drafted, result: 'changesNeeded', findings });
  const revised = textWith('Up to twice the price', await bytes(rep, 'Contract 合同, up to twice the price'));
  await accepts(rep, `${contract}/revise`, { ...revised, reason: 'As legal found' });
  const deviation = { clauseId: 'liability', standard: 'Up to the price', reason: 'Their rules of purchase' };
  await accepts(rep, `${contract}/deviations`, deviation);
  const content = await contentIn('ContractClauseDeviationRecorded');
  await refuses('ContractNotReady', rep, `${contract}/send`, content);
  for (const [as, review] of Object.entries({ legal: 'legal-review', finance: 'finance-review' }))
    await accepts(as, `${contract}/${review}`, { ...content, result: 'accepted', findings: [] });
  await accepts('contracts', `${contract}/reconcile`, content);
  await accepts(rep, `${contract}/approvals`, { approvalId: 'today-contract-approval', type: 'contract', reason: 'As agreed' });
  for (const as of ['legal', 'finance', 'sales-director'])
    await decides(telling, as, 'today-contract-approval', { step: 1, decision: 'approved' });
  await told('ContractNoted', { progress: 'approved' });
  await accepts(rep, `${contract}/send`, content);
  await told('ContractNoted', { progress: 'sent' });
  await accepts(rep, `${deal}/advance`, { to: 'S6' });
};

/** L162–L165, L274–L279: signed by both and confirmed by others than who sells, handed in, archived, and won. */
export const isSignedAndWon = async (telling: Telling, signedOn: string): Promise<void> => {
  const { accepts, refuses, told, bytes } = telling;
  const { contentSha256 } = await told('ContractSentToCustomer', { contractId });
  await accepts(rep, `${contract}/tracking`, { step: 'beingSealed' });
  for (const [party, signatoryName] of Object.entries({ customer: '王敏', company: 'Dana Roth' })) {
    const documentSha256 = await bytes(rep, `Contract 合同, signed by the ${party}`);
    const signature = { party, documentId: `signed-by-${party}`, documentSha256, signatoryId: `signatory-${party}`, signatoryName };
    await accepts(rep, `${contract}/signatures`, { ...signature, contentSha256, signedOn });
    await accepts('contracts', `${contract}/signatures/confirm`, { party, documentSha256 });
    if (party === 'customer') await refuses('ContractNotSigned', rep, `${deal}/win`, {});
  }
  await told('ContractNoted', { progress: 'signed' });
  const documentSha256 = await bytes(rep, 'Contract 合同, scan of both signatures');
  for (const [as, department] of Object.entries({ contracts: 'CONTRACT_ADMIN', finance: 'FINANCE' })) {
    await accepts(as, `${contract}/filings`, { department, form: 'scan', documentId: 'scan', documentSha256 });
    await told('ContractNoted', { progress: 'filed', department });
  }
  await accepts('contracts', `${contract}/archive`, { documentSha256, shelf: 'A/1' });
  await accepts(rep, `${deal}/win`, {});
};
