import { randomBytes, randomUUID } from 'node:crypto';
import type { ContractCommand } from '#contracts';
import { CONTRACT_COMMANDS } from '#contracts/nest';
import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { CommandHandler, LedgerEvent } from '#eventsourcing';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { signedInContract } from '../support/signed-in-contract.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  const members = { lena: 'LEGAL', fred: 'FINANCE' } as const;
  running = await withMembers(await withStaff(await runningApp({ config: { definitionsFile: signedInContract } })), members);
}, 120_000);
afterAll(() => running?.stop());

const money = (minor: number) => ({ minor, currency: 'CNY' });
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const today = new Date().toISOString().slice(0, 10);

describe('a deal from its contract to the win (L151–L165, L273–L279)', () => {
  const [deal, contract] = [`deal-${randomUUID()}`, `contract-${randomUUID()}`];
  const onDeal = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
  const on = (path: string, body: object, as = 'rita') => running.post(`/v1/contracts/${contract}/${path}`, body, { as });
  const received = async () => {
    const sent = await running.send('/v1/documents', randomBytes(100), { as: 'rita', headers: { 'content-type': 'application/pdf' } });
    return sent.body.sha256 as string;
  };
  const events = async (stream: string) => {
    const { store, codec } = running.app.keeping;
    return (await store.read(stream)).map((stored) => codec.decode(stored)) as unknown as LedgerEvent[];
  };
  const lastOf = async (stream: string, type: string) => (await events(stream)).findLast((event) => event.type === type);
  /** What the processes have to carry across first. */
  const arrives = async (stream: string, type: string, data: object = {}) =>
    expect(
      await until(async () => {
        const found = (await events(stream)).filter((event) => event.type === type);
        return found.some((event) =>
          Object.entries(data).every(([member, value]) => (event.data as Record<string, unknown>)[member] === value),
        );
      }),
    ).toBe(true);
  const noted = (progress: string) => arrives(`opportunity-${deal}`, 'ContractNoted', { contractId: contract, progress });
  /** A moment later, the list of contracts shows it so. */
  const listed = async (shown: object, as = 'rita') => {
    let body: Answer['body'];
    await until(async () => {
      ({ body } = await running.get(`/v1/contracts/${contract}`, { as }));
      return Object.entries(shown).every(([member, value]) => JSON.stringify(body?.[member]) === JSON.stringify(value));
    });
    expect(body).toMatchObject(shown);
    return body;
  };
  const awaiting = async (what: string, as = 'rita') =>
    (await running.get(`/v1/contracts?awaiting=${what}&opportunityId=${deal}`, { as })).body.items.map(
      ({ contractId }: { contractId: string }) => contractId,
    );
  const hash = async () => {
    const drafted = (await events(`contract-${contract}`)).findLast(({ type }) => ['ContractDrafted', 'ContractRevised'].includes(type));
    return (drafted?.data as { contentSha256: string }).contentSha256;
  };
  /** What a process would say to the contract. */
  const told = async (command: ContractCommand) => {
    const handle = running.app.app.get<CommandHandler<ContractCommand>>(CONTRACT_COMMANDS);
    const [opened] = await events(`contract-${contract}`);
    const { stream, caseId, policyVersion, processVersion } = opened!;
    const actor = { userId: 'dealtrail-process', rolesAtThatTime: ['PROCESS'], userRevision: -1, channel: 'process' as const };
    const commandId = randomUUID();
    const request = { stream, caseId, command, commandId, bodyDigest: 'd', actor, correlationId: commandId, causationId: commandId };
    expect(await handle({ ...request, policyVersion, processVersion })).toMatchObject({ answer: { kind: 'accepted' } });
  };
  const terms = [{ termId: 't1', topic: 'payment' as const, statement: '30 days', paymentDays: 30 }];
  const text = async () => ({
    template: { documentId: 'standard-contract', version: '3' },
    document: { documentId: 'd1', sha256: await received() },
    instalments: [
      { instalmentId: 'i1', amount: money(90_000), paymentDays: 0, condition: 'on signing' },
      { instalmentId: 'i2', amount: money(9_999), paymentDays: 30, condition: 'on acceptance' },
    ],
    delivery: 'within eight weeks',
    clauses: [{ clauseId: 'c1', title: 'Liability', text: 'up to the price' }],
    terms,
  });
  const source = { eventId: randomUUID(), stream: 'negotiation-n1', revision: 4 };

  it('is commissioned for a quote that was issued, in the case of the deal', async () => {
    const opening = { opportunityId: deal, name: 'Acme', company: 'Acme', expectedAmount: money(100_000), expectedSigningDate: tomorrow };
    accepted(await running.post('/v1/opportunities', opening, { as: 'rita' }));
    const lines = [{ lineId: 'l1', description: 'seats', quantity: '3', unitListPrice: money(33_333) }];
    accepted(await onDeal('quotes', { quoteId: 'q1', currency: 'CNY', validUntil: tomorrow, lines }));
    refused(await onDeal('contracts', { contractId: contract, quoteId: 'q1' }), 'QuoteNotIssued');
    accepted(await onDeal('quotes/issue', { quoteId: 'q1', version: 1 }));
    for (const to of ['S3', 'S4', 'S5']) accepted(await onDeal('advance', { to }));
    refused(
      await onDeal('signatures', { contractId: contract, party: 'customer', signedOn: today, amount: money(1), signatoryId: 'p' }),
      'ContractGoverned',
    );
    accepted(await onDeal('contracts', { contractId: contract, quoteId: 'q1' }));
    await arrives(`contract-${contract}`, 'ContractOpened');
    const [opened] = await events(`contract-${contract}`);
    expect(opened).toMatchObject({ caseId: `case-${deal}`, data: { amount: money(99_999), ownerId: 'rita' } });
  });

  it('is drafted, reviewed by others, and not sent before all of it', async () => {
    const draft = await text();
    const short = draft.instalments.map((instalment) => ({ ...instalment, amount: money(instalment.amount.minor - 1) }));
    refused(await on('draft', { ...draft, instalments: short }), 'InstalmentsDiffer');
    refused(
      await on('draft', { ...draft, document: { documentId: 'd1', sha256: sha256Hex(Buffer.from('never sent')) } }),
      'BytesNotReceived',
    );
    accepted(await on('draft', draft));
    accepted(await on('legal-review/request', {}));
    const review = { contentSha256: await hash(), result: 'accepted', findings: [] };
    expect(await on('legal-review', review)).toMatchObject({ status: 403 });
    accepted(await on('legal-review', review, 'lena'));
    accepted(await on('finance-review', review, 'fred'));
    const answer = refused(await on('send', { contentSha256: await hash() }), 'ContractNotReady');
    expect(answer.body.facts.missing.map(({ what }: { what: string }) => what)).toEqual(['reconciliation', 'approval']);
    refused(await onDeal('advance', { to: 'S6' }), 'GateNotPassed');
    const shown = await listed({ status: 'inReview', onFile: ['draft', 'legalReview', 'financeReview'], awaiting: ['review', 'approval'] });
    expect(shown.missing.map(({ what }: { what: string }) => what)).toEqual(['reconciliation', 'approval']);
    expect(shown).toMatchObject({ ownerId: 'rita', amountMinor: 99_999, versions: [{ version: 1, contentSha256: await hash() }] });
    expect([await awaiting('review', 'lena'), await awaiting('signature')]).toEqual([[contract], []]);
    expect(await running.get(`/v1/contracts/${contract}`, { as: 'rolf' })).toMatchObject({ status: 403 });
  });

  it('is approved as it stands, and sent', async () => {
    const termsSha256 = sha256Hex(canonicalBytes(terms));
    await told({ type: 'NoteNegotiatedTerms', data: { contractId: contract, negotiationId: 'n1', terms, termsSha256, source } });
    refused(await on('reconcile', { contentSha256: await hash() }), 'OwnWork');
    accepted(await on('reconcile', { contentSha256: await hash() }, 'contracts'));
    accepted(await on('approvals', { approvalId: 'a1', type: 'contract', reason: 'as agreed' }));
    const sought = await lastOf(`contract-${contract}`, 'ContractApprovalSought');
    const { ask } = sought!.data as {
      ask: { type: 'contract'; subject: { kind: 'contract'; id: string; version: number; contentSha256: string } };
    };
    const note = { approvalId: 'a1', type: ask.type, outcome: 'granted' as const, subject: ask.subject, matrix: 'M@1', source };
    await told({
      type: 'NoteContractApproval',
      data: { contractId: contract, approvalId: 'a1', note, deciders: ['dora', 'lena', 'fred'] },
    });
    accepted(await on('send', { contentSha256: await hash() }));
    await noted('sent');
    await listed({ status: 'sent', missing: [], awaiting: ['signature'], overdue: false });
    expect(await awaiting('signature')).toEqual([contract]);
    accepted(await onDeal('advance', { to: 'S6' }));
    refused(await onDeal('win', {}), 'ContractNotSigned');
  });

  it('is signed by the customer, then by the company, each by bytes, and confirmed by others than the owner (L163)', async () => {
    const signing = async (party: string, documentSha256: string) =>
      on('signatures', {
        party,
        documentId: `s-${party}`,
        documentSha256,
        contentSha256: await hash(),
        signedOn: today,
        signatoryId: `p-${party}`,
        signatoryName: 'Li Gong',
      });
    accepted(await on('tracking', { step: 'internalApproval' }));
    refused(await signing('customer', sha256Hex(Buffer.from('never sent'))), 'BytesNotReceived');
    const [customer, company] = [await received(), await received()];
    accepted(await signing('customer', customer));
    refused(await on('recall', { reason: 'more' }), 'CustomerHasSigned');
    expect(await on('signatures/confirm', { party: 'customer', documentSha256: customer })).toMatchObject({ status: 403 });
    accepted(await on('signatures/confirm', { party: 'customer', documentSha256: customer }, 'contracts'));
    refused(await onDeal('win', {}), 'ContractNotSigned');
    accepted(await signing('company', company));
    accepted(await on('signatures/confirm', { party: 'company', documentSha256: company }, 'lena'));
    await noted('signed');
  });

  it('is filed with both departments, won for the amount of the contract, and archived (L164, L165, L276)', async () => {
    const documentSha256 = await received();
    refused(await onDeal('win', {}), 'GateNotPassed');
    for (const department of ['CONTRACT_ADMIN', 'FINANCE'])
      accepted(await on('filings', { department, form: 'scan', documentId: 'both', documentSha256 }));
    const isFiled = async () => (await onDeal('win', {})).body?.outcome === 'accepted';
    expect(await until(isFiled)).toBe(true);
    expect(await lastOf(`opportunity-${deal}`, 'OpportunityWon')).toMatchObject({
      data: { contractId: contract, amount: money(99_999), stage: 'S6' },
    });
    accepted(await on('archive', { documentSha256, shelf: '2026/1' }, 'contracts'));
    await noted('archived');
    const { text: shown } = await running.get(`/v1/contracts/${contract}`, { as: 'rita' });
    expect(shown).not.toContain('Li Gong');
    await listed({ status: 'archived', signedOn: today, awaiting: [] });
  });
});
