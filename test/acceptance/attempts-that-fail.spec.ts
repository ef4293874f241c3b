import { sha256Hex } from '#event-contracts';
import { accepted, arrives, contractOf, dealOf, denied, line, received, refused, sentContractOf } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { grantTogether, runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { signedInContract } from '../support/signed-in-contract.ts';
import { until } from '../support/until.ts';

// What must not be possible, whoever tries. Reading the floor of a negotiation on any way is tried in negotiation-secrecy.spec.ts.

let running: RunningApp;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const delegates = (from: string, to: string, role: string) =>
  running.post(`/v1/users/${from}/delegations`, { delegationId: `${from}-to-${to}`, to, roles: [role], until: inDays(10) }, { as: from });

/** Owns deals, and holds besides every role that might decide on them. */
const owner = 'ria';

beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp({ config: { definitionsFile: signedInContract } })), {
    [owner]: ['SALES_REP', 'SALES_MANAGER', 'CONTRACT_ADMIN'],
    ...{ dora: 'SALES_DIRECTOR', dirk: 'SALES_DIRECTOR', dina: 'SALES_DIRECTOR' },
    ...{ nia: [], lena: 'LEGAL', pia: 'PRESALES', fred: 'FINANCE', max: 'MANAGEMENT' },
  });
  accepted(await running.post(`/v1/users/${owner}/team`, { teamId: 'north' }, { as: 'operator' }));
}, 180_000);
afterAll(() => running?.stop());

/** A deal whose first quote gives away a quarter, which a manager and a director have to allow, and which was asked for. */
const asked = async (as = owner) => {
  const deal = await dealOf(running, as);
  await deal.drafts('q1', line('seats', 100_000, 74_000));
  const approvalId = `approval-of-${deal.id}`;
  const sha256 = await deal.seeks(approvalId);
  return {
    deal,
    approvalId,
    sha256,
    decides: (step: number, who: Parameters<typeof deal.decides>[3], more: object = {}) =>
      deal.decides(approvalId, step, sha256, who, more),
  };
};

describe('approving one’s own deal fails (L149, L188)', () => {
  it('directly, whatever roles one holds', async () => {
    const { decides } = await asked();
    expect(refused(await decides(1, { as: owner }), 'SelfApproval').body.facts).toEqual({ userIds: [owner] });
  });
  it('as the delegate of whoever may', async () => {
    accepted(await delegates('mona', owner, 'SALES_MANAGER'));
    const { decides } = await asked();
    expect(refused(await decides(1, { as: owner, onBehalfOf: 'mona' }), 'SelfApproval').body.facts).toEqual({ userIds: [owner] });
  });
  it('through a delegate of one’s own', async () => {
    accepted(await delegates(owner, 'rolf', 'SALES_MANAGER'));
    const { decides } = await asked();
    expect(refused(await decides(1, { as: 'rolf', onBehalfOf: owner }), 'SelfApproval').body.facts).toEqual({ userIds: [owner] });
  });
  it('by a role granted after it was asked for, to oneself or to a friend', async () => {
    const { decides } = await asked('rita');
    accepted(await decides(1, { as: 'mona' }));
    await grantTogether(running, 'rita', 'SALES_DIRECTOR');
    await grantTogether(running, 'nia', 'SALES_DIRECTOR');
    refused(await decides(2, { as: 'rita' }), 'SelfApproval');
    expect(refused(await decides(2, { as: 'nia' }), 'RoleHeldTooLate').body.facts).toMatchObject({ role: 'SALES_DIRECTOR' });
    accepted(await decides(2, { as: 'dora' }));
    accepted(await running.post('/v1/users/rita/roles/revoke', { role: 'SALES_DIRECTOR' }, { as: 'operator' }));
  });
  it('by a date before there was anything to decide', async () => {
    const { decides } = await asked();
    const earlier = { occurredAt: new Date(Date.now() - 3_600_000).toISOString() };
    refused(await decides(1, { as: 'mona' }, earlier), 'DecidedBeforeStart');
    accepted(await decides(1, { as: 'mona' }));
    refused(await decides(2, { as: 'dora' }, earlier), 'DecidedBeforeStart');
  });
});

describe('a discount in pieces is seen as a whole (L188)', () => {
  it('over two quotes: the same product at a lower list price', async () => {
    const deal = await dealOf(running, 'rolf');
    await deal.drafts('q1', line('here', 100_000, 100_000, { productId: 'seat' }));
    accepted(await deal.issue('q1'));
    await deal.drafts('q2', line('there', 70_000, 70_000, { productId: 'seat' }));
    expect(refused(await deal.issue('q2'), 'DiscountNotAuthorised').body.facts.measures).toMatchObject({
      documentDiscountBp: 0,
      dealDiscountBp: 1_500,
    });
  });
  it.each([
    ['an item without a list price', line('gift', 0, 0)],
    ['an item that is all discount', line('gift', 10, 0)],
  ])('as a gift: %s', async (_, gift) => {
    const deal = await dealOf(running, 'rolf');
    await deal.drafts('q1', line('seats', 1_000_000, 1_000_000), gift);
    expect(refused(await deal.issue('q1'), 'DiscountNotAuthorised').body.facts.measures).toMatchObject({ lineDiscountBp: 10_000 });
  });
  it('as time to pay, for the last cent only: the management is asked, too (L156)', async () => {
    const contract = await contractOf(running, 'rita', { paymentDays: 120 });
    await contract.reviewed();
    await contract.sought();
    for (const as of ['dora', 'lena', 'fred']) accepted(await contract.decide(as));
    expect(refused(await contract.sends(), 'ContractNotReady').body.facts.missing).toEqual([
      { what: 'approval', because: 'pending', approvalId: contract.approvalId },
    ]);
    accepted(await contract.decide('max', 2));
    expect(await until(async () => (await contract.sends()).status < 300)).toBe(true);
  });
});

describe('terms that nobody allowed keep a quote in the house (L149, L156)', () => {
  const quote = (more: object) => ({
    ...{ quoteId: 'q1', currency: 'CNY', validUntil: inDays(1).slice(0, 10), lines: [line('seats', 100_000, 100_000)] },
    ...more,
  });
  it.each([
    ['paymentTerms', 'PaymentTermsNotApproved', { paymentDays: 60 }, { paymentDays: 61 }, ['dora', 'fred']],
    ['nonStandardTerms', 'TermsNotApproved', { terms: 'No cap' }, { terms: 'No cap, ever' }, ['dora', 'lena']],
  ] as const)('%s: before they are approved, and after they changed', async (type, reason, terms, others, deciders) => {
    const deal = await dealOf(running, 'rolf');
    accepted(await deal.on('quotes', quote(terms)));
    expect(refused(await deal.issue('q1'), reason).body.liftedBy).toEqual(['SeekApproval']);
    const approvalId = `${type}-of-${deal.id}`;
    accepted(await deal.on('approvals', { approvalId, type, subjectId: 'q1', reason: 'The customer’s rules' }));
    await arrives(running, `approval-${approvalId}`, 'ApprovalRequested');
    const { facts: asked } = refused(await deal.issue('q1'), reason).body;
    expect(asked).toMatchObject({ approvalId, standing: 'pending' });
    for (const [at, as] of deciders.entries()) accepted(await deal.decides(approvalId, at + 1, asked.currentSha256, { as }));
    await deal.noted(approvalId, 'granted');
    accepted(await deal.on('quotes/revise', quote(others)));
    const { facts } = refused(await deal.issue('q1', 2), reason).body;
    expect(facts).toMatchObject({ approvalId, standing: 'overturned', approvedSha256: asked.currentSha256 });
    expect(facts.currentSha256).not.toBe(asked.currentSha256);
  });
});

describe('people of the company in pieces are seen as a whole (L188)', () => {
  it('over several requests, proofs of concept among them', async () => {
    const deal = await dealOf(running, 'rolf');
    const wanted = (resourceId: string, personDays: number) =>
      deal.on('resources', { resourceId, resource: 'presales', purpose: 'A pilot', effort: { personDays } });
    accepted(await wanted('r1', 15));
    accepted(await deal.on('resources/engage', { resourceId: 'r1' }));
    accepted(await wanted('r2', 6));
    const { facts } = refused(await deal.on('resources/engage', { resourceId: 'r2' }), 'ResourceNotApproved').body;
    expect(facts).toMatchObject({ resourceId: 'r2', measures: { personDays: 21 }, limit: 20 });
    const poc = { pocId: 'p1', scope: 'A pilot', successCriteria: [{ criterionId: 'c', text: 'It runs' }], effort: { personDays: 6 } };
    accepted(await deal.on('pocs', poc));
    refused(await deal.on('start-poc', { pocId: 'p1' }), 'ResourceNotApproved');
    const approvalId = `resource-of-${deal.id}`;
    accepted(await deal.on('approvals', { approvalId, type: 'resource', subjectId: 'r2', reason: 'A pilot' }));
    await arrives(running, `approval-${approvalId}`, 'ApprovalRequested');
    refused(await deal.decides(approvalId, 1, facts.currentSha256, { as: 'rolf' }), 'SelfApproval');
    accepted(await deal.decides(approvalId, 1, facts.currentSha256, { as: 'pia' }));
    accepted(await deal.decides(approvalId, 2, facts.currentSha256, { as: 'dora' }));
    await deal.noted(approvalId, 'granted');
    accepted(await deal.on('resources/engage', { resourceId: 'r2' }));
  });
});

describe('one cent changed after the approval (L188)', () => {
  it('keeps a quote in the house, and shows both hashes', async () => {
    const { deal, approvalId, sha256, decides } = await asked();
    accepted(await decides(1, { as: 'mona' }));
    accepted(await decides(2, { as: 'dora' }));
    await deal.noted(approvalId, 'granted');
    await deal.revises('q1', line('seats', 100_000, 73_999));
    const { facts } = refused(await deal.issue('q1', 2), 'DiscountNotAuthorised').body;
    expect(facts).toMatchObject({
      approvalId,
      standing: 'overturned',
      approvedSha256: sha256,
      currentSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(facts.currentSha256).not.toBe(sha256);
    await deal.noted(approvalId, 'voided');
    refused(await decides(2, { as: 'dirk' }), 'ApprovalEnded');
  });
  it('keeps a contract in the house, and shows both hashes', async () => {
    const contract = await contractOf(running, 'rita');
    await contract.reviewed();
    await contract.granted();
    const approved = await contract.hash();
    accepted(await contract.on('revise', { ...contract.text(2), reason: 'A cent later' }));
    const current = await contract.hash();
    const { facts } = refused(await contract.sends(), 'ContractNotReady').body;
    expect(current).not.toBe(approved);
    expect(facts.contentSha256).toBe(current);
    for (const what of ['legalReview', 'financeReview', 'reconciliation', 'approval'])
      expect(facts.missing).toContainEqual(
        expect.objectContaining({ what, because: 'ofOtherContent', ofSha256: approved, currentSha256: current }),
      );
    const { facts: named } = refused(await contract.on('send', { contentSha256: approved }), 'ContentDiffers').body;
    expect(named).toEqual({ contentSha256: approved, currentSha256: current });
  });
});

describe('a contract that is not as everybody saw it stays in the house (L151, L155, L275)', () => {
  it('without a legal review', async () => {
    const contract = await contractOf(running, 'rita');
    await contract.review('finance', 'fred');
    accepted(await contract.on('reconcile', { contentSha256: await contract.hash() }, { as: 'contracts' }));
    await contract.granted();
    expect(refused(await contract.sends(), 'ContractNotReady').body.facts.missing).toEqual([{ what: 'legalReview', because: 'missing' }]);
  });
  it('with a deviation that nobody allowed', async () => {
    const contract = await contractOf(running, 'rita');
    await contract.reviewed();
    await contract.granted();
    const deviation = { deviationId: 'v1', clauseId: 'c1', standard: 'up to half the price', reason: 'Their rules' };
    accepted(await contract.on('deviations', deviation));
    const { missing } = refused(await contract.sends(), 'ContractNotReady').body.facts;
    expect(missing.map(({ what, because }: { what: string; because: string }) => [what, because])).toEqual(
      ['legalReview', 'financeReview', 'reconciliation', 'approval'].map((what) => [what, 'ofOtherContent']),
    );
  });
});

describe('a signature (L160, L163)', () => {
  it('is nothing without bytes on the server', async () => {
    const contract = await sentContractOf(running, 'rita');
    refused(await contract.signs('customer', sha256Hex(Buffer.from('never sent'))), 'BytesNotReceived');
  });
  it('is not confirmed by the owner of the deal, for themself, for another or through another', async () => {
    const contract = await sentContractOf(running, owner);
    const documentSha256 = await received(running, owner);
    accepted(await contract.signs('customer', documentSha256));
    const confirms = (as: string, onBehalfOf?: string) =>
      contract.on('signatures/confirm', { party: 'customer', documentSha256 }, { as, ...(onBehalfOf !== undefined && { onBehalfOf }) });
    refused(await confirms(owner), 'OwnDeal');
    accepted(await delegates('contracts', owner, 'CONTRACT_ADMIN'));
    refused(await confirms(owner, 'contracts'), 'OwnDeal');
    accepted(await delegates(owner, 'nia', 'CONTRACT_ADMIN'));
    refused(await confirms('nia', owner), 'OwnDeal');
  });
  it('of one party wins nothing', async () => {
    const contract = await sentContractOf(running, 'rita');
    const documentSha256 = await received(running, 'rita');
    accepted(await contract.signs('customer', documentSha256));
    accepted(await contract.on('signatures/confirm', { party: 'customer', documentSha256 }, { as: 'contracts' }));
    expect(refused(await contract.deal.on('win', {}), 'ContractNotSigned').body.facts).toMatchObject({ contractId: contract.contractId });
    refused(
      await contract.deal.on('signatures', {
        contractId: contract.contractId,
        party: 'company',
        signedOn: '2026-01-01',
        amount: { minor: 1, currency: 'CNY' },
        signatoryId: 'p',
      }),
      'ContractGoverned',
    );
  });
});

describe('authority that is lent or over', () => {
  it('is not passed on by who was lent it', async () => {
    accepted(await delegates('sven', 'rolf', 'SALES_MANAGER'));
    const passedOn = { delegationId: 'passed-on', to: 'nia', roles: ['SALES_MANAGER'], until: inDays(5) };
    denied(await running.post('/v1/users/sven/delegations', passedOn, { as: 'rolf', headers: { 'on-behalf-of': 'sven' } }));
    denied(await running.post('/v1/users/rolf/delegations', passedOn, { as: 'rolf', headers: { 'on-behalf-of': 'sven' } }));
    refused(await running.post('/v1/users/rolf/delegations', passedOn, { as: 'rolf' }), 'RolesNotHeld');
  });
  it('decides on nothing that was open when its holder was deactivated, or left', async () => {
    const { decides } = await asked();
    accepted(await decides(1, { as: 'mona' }));
    accepted(await delegates('dirk', 'nia', 'SALES_DIRECTOR'));
    accepted(await running.post('/v1/users/dirk/deactivate', {}, { as: 'operator' }));
    const leaving = { on: new Date().toISOString().slice(0, 10), successorId: 'dora' };
    accepted(await running.post('/v1/users/dina/leaving', leaving, { as: 'operator' }));
    denied(await decides(2, { as: 'dirk' }));
    denied(await decides(2, { as: 'dina' }));
    denied(await decides(2, { as: 'nia', onBehalfOf: 'dirk' }));
    accepted(await decides(2, { as: 'dora' }));
  });
});

describe('a role', () => {
  const loses = (id: string) => running.post(`/v1/opportunities/${id}/lose`, { reason: 'price' }, { as: 'mona' });
  it('works from its grant on, not after its revocation, and what was done meanwhile stays done', async () => {
    const [before, meanwhile, after] = [await dealOf(running, 'rita'), await dealOf(running, 'rita'), await dealOf(running, 'rita')];
    const revoke = () => running.post('/v1/users/mona/roles/revoke', { role: 'SALES_MANAGER' }, { as: 'operator' });
    accepted(await revoke());
    denied(await loses(before.id));
    await grantTogether(running, 'mona', 'SALES_MANAGER');
    const lost = accepted(await loses(meanwhile.id));
    accepted(await revoke());
    denied(await loses(after.id));
    const backwards = { reason: 'price', occurredAt: new Date(Date.now() - 60_000).toISOString() };
    denied(await running.post(`/v1/opportunities/${after.id}/lose`, backwards, { as: 'mona' }));
    const headers = { 'dealtrail-after': lost.body.position as string };
    const history = await running.get(`/v1/opportunities/${meanwhile.id}`, { as: 'compliance', headers });
    expect(history.body).toMatchObject({ status: 'lost' });
  });
});
