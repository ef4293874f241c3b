import { randomBytes, randomUUID } from 'node:crypto';
import type { ContractTerm } from '#event-contracts';
import type { LedgerEvent } from '#eventsourcing';
import type { Answer, RunningApp } from './running-app.ts';
import { until } from './until.ts';

export const cny = (minor: number) => ({ minor, currency: 'CNY' });
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const today = new Date().toISOString().slice(0, 10);

/** It was done; leaving just these events, where any are named. */
export const accepted = (answer: Answer, ...events: readonly string[]): Answer => {
  expect({ status: answer.status, outcome: answer.body?.outcome, text: answer.text }).toMatchObject({ outcome: 'accepted' });
  if (events.length > 0) expect(answer.body.events).toEqual(events);
  return answer;
};
/** It was decided against, for this reason, in the form that all refusals have, and in words. */
export const refused = (answer: Answer, reason: string): Answer => {
  const { status, headers, body, text } = answer;
  expect({ status, contentType: headers.get('content-type'), text, ...body }).toMatchObject({
    ...{ status: 409, contentType: expect.stringMatching(/^application\/problem\+json/) },
    ...{ type: 'urn:dealtrail:problem:refused', reason, detail: expect.any(String) },
  });
  return answer;
};
/** Their roles do not allow it. */
export const denied = (answer: Answer): Answer => {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 403 });
  return answer;
};

/** Somebody, for themself or in the name of another. */
export interface As {
  readonly as: string;
  readonly onBehalfOf?: string;
}

/** What processes carry from one stream to another comes a moment later. */
export const arrives = async ({ app }: RunningApp, stream: string, type: string, more: (data: never) => boolean = () => true) => {
  const { store, codec } = app.keeping;
  const events = async () => (await store.read(stream)).map((each) => codec.decode(each)) as unknown as readonly LedgerEvent[];
  const found = async () => (await events()).findLast((event) => event.type === type && more(event.data as never));
  expect({ type, arrived: await until(async () => (await found()) !== undefined, 30_000, 50) }).toEqual({ type, arrived: true });
  return (await found())!;
};

export const line = (lineId: string, list: number, net: number, more: object = {}) => ({
  ...{ lineId, description: lineId, quantity: '1', unitListPrice: cny(list), unitNetPrice: cny(net) },
  ...more,
});

/** A deal of somebody, over HTTP, as whoever tries something on it. */
export const dealOf = async (running: RunningApp, owner: string) => {
  const id = `deal-${randomUUID()}`;
  const send = (path: string, body: object, { as, onBehalfOf }: As) =>
    running.post(path, body, { as, ...(onBehalfOf !== undefined && { headers: { 'on-behalf-of': onBehalfOf } }) });
  const opening = { opportunityId: id, name: 'Acme', company: 'Acme', expectedAmount: cny(100_000), expectedSigningDate: tomorrow };
  accepted(await running.post('/v1/opportunities', opening, { as: owner }));
  const on = (path: string, body: object, who: As = { as: owner }) => send(`/v1/opportunities/${id}/${path}`, body, who);
  const quote = (quoteId: string, lines: readonly object[]) => ({ quoteId, currency: 'CNY', validUntil: tomorrow, lines });
  const issue = (quoteId: string, version = 1) => on('quotes/issue', { quoteId, version });
  return {
    id,
    on,
    issue,
    drafts: async (quoteId: string, ...lines: readonly object[]) => accepted(await on('quotes', quote(quoteId, lines))),
    revises: async (quoteId: string, ...lines: readonly object[]) => accepted(await on('quotes/revise', quote(quoteId, lines))),
    /** Asks for what the quote needs, and waits until there is something to decide on; gives the hash of what was asked for. */
    seeks: async (approvalId: string, quoteId = 'q1'): Promise<string> => {
      accepted(await on('approvals', { approvalId, type: 'discount', subjectId: quoteId, reason: 'Three sites in one contract' }));
      const { data } = await arrives(running, `approval-${approvalId}`, 'ApprovalRequested');
      return (data as { readonly ask: { readonly subject: { readonly contentSha256: string } } }).ask.subject.contentSha256;
    },
    decides: (approvalId: string, step: number, contentSha256: string, who: As, more: object = {}) =>
      send(`/v1/approvals/${approvalId}/decide`, { step, decision: 'approved', contentSha256, ...more }, who),
    noted: (approvalId: string, outcome: string) =>
      arrives(
        running,
        `opportunity-${id}`,
        'DealApprovalNoted',
        ({ note }: { readonly note: { readonly approvalId: string; readonly outcome: string } }) =>
          note.approvalId === approvalId && note.outcome === outcome,
      ),
  };
};
export type AttemptedDeal = Awaited<ReturnType<typeof dealOf>>;

/** Bytes that the server received. */
export const received = async (running: RunningApp, as: string): Promise<string> => {
  const sent = await running.send('/v1/documents', randomBytes(100), { as, headers: { 'content-type': 'application/pdf' } });
  return sent.body.sha256 as string;
};

/** What is agreed on at the table; the customer pays all of it after so many days. */
const agreed = (paymentDays: number): readonly ContractTerm[] => [
  { termId: 't1', topic: 'payment', statement: 'after acceptance', paymentDays },
  { termId: 't2', topic: 'price', statement: 'all of it', price: cny(100_000) },
];

const negotiated = async (running: RunningApp, { id, on }: AttemptedDeal, owner: string, terms: readonly ContractTerm[]): Promise<void> => {
  const negotiationId = `n-${id}`;
  const at = (path: string, body: object, as = owner) => running.post(`/v1/negotiations/${negotiationId}/${path}`, body, { as });
  accepted(await on('negotiations', { negotiationId }));
  await arrives(running, `negotiation-${negotiationId}`, 'NegotiationOpened');
  accepted(await at('strategies', { objective: 'A year', floor: cny(1), authorisedDiscountBp: 9_000, fallback: 'Fewer seats' }));
  accepted(await at('strategies/approve', { version: 1 }, 'mona'));
  accepted(await at('rounds', { heldOn: today, asks: [], concessions: [], outcome: 'Agreed' }));
  for (const term of terms) {
    accepted(await at('terms', { ...term, by: 'customer' }));
    accepted(await at('terms/agree', { termId: term.termId }));
  }
  accepted(await at('conclude', { outcome: 'agreed' }));
  await arrives(
    running,
    `opportunity-${id}`,
    'NegotiationNoted',
    ({ progress }: { readonly progress: string }) => progress === 'concluded',
  );
};

/** A contract of a deal at list price, drafted as it was negotiated, with nothing said of it yet by anybody else. */
export const contractOf = async (running: RunningApp, owner: string, { paymentDays = 30 } = {}) => {
  const deal = await dealOf(running, owner);
  const terms = agreed(paymentDays);
  const contractId = `contract-of-${deal.id}`;
  const stream = `contract-${contractId}`;
  const on = (path: string, body: object, { as, onBehalfOf }: As = { as: owner }) =>
    running.post(`/v1/contracts/${contractId}/${path}`, body, {
      as,
      ...(onBehalfOf !== undefined && { headers: { 'on-behalf-of': onBehalfOf } }),
    });
  await deal.drafts('q1', line('seats', 100_000, 100_000));
  accepted(await deal.issue('q1'));
  await negotiated(running, deal, owner, terms);
  for (const to of ['S3', 'S4', 'S5']) accepted(await deal.on('advance', { to }));
  accepted(await deal.on('contracts', { contractId, quoteId: 'q1' }));
  await arrives(running, stream, 'NegotiatedTermsNoted');

  const document = { documentId: 'd1', sha256: await received(running, owner) };
  /** All but a cent is paid at once; the last cent after as many days as were agreed on. */
  const text = (cents = 1) => ({
    ...{ template: { documentId: 'standard', version: '3' }, document, delivery: 'within eight weeks', terms },
    instalments: [
      { instalmentId: 'i1', amount: cny(100_000 - cents), paymentDays: 0, condition: 'on signing' },
      { instalmentId: 'i2', amount: cny(cents), paymentDays, condition: 'on acceptance' },
    ],
    clauses: [{ clauseId: 'c1', title: 'Liability', text: 'up to the price' }],
  });
  accepted(await on('draft', text()));

  const hash = async (): Promise<string> => {
    const { store, codec } = running.app.keeping;
    const events = (await store.read(stream)).map((each) => codec.decode(each)) as unknown as readonly LedgerEvent[];
    const last = events.findLast(({ type }) => ['ContractDrafted', 'ContractRevised', 'ContractClauseDeviationRecorded'].includes(type));
    return (last!.data as { readonly contentSha256: string }).contentSha256;
  };
  const review = async (of: 'legal' | 'finance', as: string) =>
    accepted(await on(`${of}-review`, { contentSha256: await hash(), result: 'accepted', findings: [] }, { as }));
  const approvalId = `approval-of-${contractId}`;
  const decide = async (as: string, step = 1) => deal.decides(approvalId, step, await hash(), { as });
  /** Everything that legal, finance and contract administration have to say of it. */
  const reviewed = async () => {
    await review('legal', 'lena');
    await review('finance', 'fred');
    accepted(await on('reconcile', { contentSha256: await hash() }, { as: 'contracts' }));
  };
  const sought = async () => {
    accepted(await on('approvals', { approvalId, type: 'contract', reason: 'As agreed' }));
    await arrives(running, `approval-${approvalId}`, 'ApprovalRequested');
  };
  const granted = async () => {
    await sought();
    for (const as of ['dora', 'lena', 'fred']) accepted(await decide(as));
    await arrives(running, stream, 'ContractApprovalNoted');
  };
  const sends = async () => on('send', { contentSha256: await hash() });
  const signs = async (party: 'customer' | 'company', documentSha256: string) =>
    on('signatures', {
      ...{ party, documentId: `s-${party}`, documentSha256, contentSha256: await hash() },
      ...{ signedOn: today, signatoryId: `p-${party}`, signatoryName: 'Li Gong' },
    });
  return { deal, contractId, stream, on, text, hash, review, reviewed, approvalId, decide, sought, granted, sends, signs };
};
export type AttemptedContract = Awaited<ReturnType<typeof contractOf>>;

/** As {@link contractOf}, approved by everybody and with the customer. */
export const sentContractOf = async (running: RunningApp, owner: string): Promise<AttemptedContract> => {
  const contract = await contractOf(running, owner);
  await contract.reviewed();
  await contract.granted();
  accepted(await contract.sends());
  return contract;
};
