import { commandLineOf } from '../support/command-line.ts';
import { movableClock } from '../support/movable-clock.ts';
import { runningApp, type RunningApp } from '../support/running-app.ts';
import { signedInContract } from '../support/signed-in-contract.ts';
import { closingOf, paidInTwo, round, strategy } from '../support/story-contract.ts';
import { expected, money, quoteOf } from '../support/story-evidence.ts';
import { storyOf, withCompany } from '../support/story.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
const time = movableClock();
beforeAll(async () => {
  running = await withCompany(await runningApp({ config: { definitionsFile: signedInContract }, given: time.given }));
}, 120_000);
afterAll(() => running?.stop());

const story = storyOf(() => running);
const { deal, dealId, shown, told } = story;
const { approval, asked, approves, contract, negotiation, ...closing } = closingOf(story);

/** A fifth off: the manager and the director are asked, one after the other. */
const [day, net] = [60_000, 89_999 + 150_000];
const approvalId = 'discount';
const issue = { quoteId: 'quote', version: 1 };
const word = async (step: number) => ({ ...(await asked(approvalId, step)), decision: 'approved' });
const dueAt = async (step: number): Promise<string> => (await told('ApprovalStepStarted', { approvalId, step })).dueAt;
/** What waits for somebody, as their list of approvals shows it. */
const waiting = async (userId: string) => (await shown(userId, `/v1/approvals?waitingFor=me&opportunityId=${dealId}`)).body.items;
const asksOf = async (userId: string) => (await waiting(userId)).map((item: { readonly approvalId: string }) => item.approvalId);
/** The same by the command line, which asks for what the program shows by now. */
const { dealtrail } = commandLineOf(() => running);
/** What the clockwork did to the approval. */
const escalations = async () => (await story.history()).split('"ApprovalEscalated"').length - 1;

describe('a step that nobody decides within its time (L188)', () => {
  it('waits for those who are asked, and for nobody else until its time is over', async () => {
    await story.at('/v1/').accepts('rita', 'opportunities', { opportunityId: dealId, company: 'Acme', ...expected });
    await deal.accepts('rita', 'quotes', quoteOf(undefined, day));
    await deal.refuses('DiscountNotAuthorised', 'rita', 'quotes/issue', issue);
    await deal.accepts('rita', 'approvals', { approvalId, type: 'discount', subjectId: 'quote', reason: 'They sign for two years' });
    await approval(approvalId).refuses('NotAsked', 'dora', 'decide', await word(1));
    expect([await asksOf('mona'), await asksOf('dora'), await escalations()]).toEqual([[approvalId], [], 0]);
  });

  it('is escalated to those above once it is over, who may decide beside whoever was asked', async () => {
    const over = await dueAt(1);
    time.passes(over);
    const { to, overdueSince, dueAt: next } = await told('ApprovalEscalated', { approvalId, step: 1 });
    expect([to, overdueSince]).toEqual([['SALES_DIRECTOR'], over]);
    expect(next > over).toBe(true);
    expect([await asksOf('mona'), await asksOf('dora')]).toEqual([[approvalId], [approvalId]]);
    const [item] = await waiting('dora');
    const escalated = /Approvals that wait for you:[^]*discount[^]*1\/2 SALES_MANAGER, escalated to SALES_DIRECTOR/;
    expect((await dealtrail('dora', 'worklist')).out).toMatch(escalated);
    expect((await dealtrail('rita', 'worklist', '--overdue')).out).toMatch(/Approvals past their time:[^]*discount/);
    expect(item).toMatchObject({ overdue: true, mayDecideFor: ['dora'], steps: [{ escalation: { to: ['SALES_DIRECTOR'] } }, {}] });
  });

  it('is decided by those above, and no longer waits for whoever was late', async () => {
    expect(await approves('dora', approvalId, 1)).toEqual(['ApprovalStepDecided', 'ApprovalStepStarted']);
    await approval(approvalId).refuses('StepNotCurrent', 'mona', 'decide', await word(1));
    await approval(approvalId).refuses('SamePerson', 'dora', 'decide', await word(2));
    expect([await asksOf('mona'), await asksOf('dora'), await asksOf('max')]).toEqual([[], [], []]);
  });

  it('is escalated again at the next step, whose time is its own, and decided by the management', async () => {
    expect((await dueAt(2)) > (await dueAt(1))).toBe(true);
    time.passes(await dueAt(2));
    expect(await told('ApprovalEscalated', { approvalId, step: 2 })).toMatchObject({ to: ['MANAGEMENT'], overdueSince: await dueAt(2) });
    expect(await approves('max', approvalId, 2)).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
    expect(await escalations()).toBe(2);
    const form = (await shown('mona', `/v1/approvals/${approvalId}/form?lang=en`)).text;
    for (const onIt of ['dora', 'max', 'scalated', await dueAt(1)]) expect(form).toContain(onIt);
  });

  it('lets the deal go on, by what was decided instead', async () => {
    await told('DealApprovalNoted', { approvalId });
    expect(await deal.accepts('rita', 'quotes/issue', issue)).toEqual(['QuoteIssued']);
    for (const to of ['S3', 'S4', 'S5']) expect(await deal.accepts('rita', 'advance', { to })).toEqual(['OpportunityAdvanced']);
  });
});

describe('a signature that the customer does not give in time (L162)', () => {
  const terms = [
    { termId: 'payment', topic: 'payment', statement: 'The rest a month after delivery', paymentDays: 30 },
    { termId: 'price', topic: 'price', statement: 'As quoted', price: money(net) },
  ] as const;
  const overdue = async () => (await shown('rita', `/v1/contracts?overdue=true&opportunityId=${dealId}`)).body.items;

  it('is waited for from the sending on', async () => {
    await closing.entersNegotiation();
    await negotiation.accepts('rita', 'strategies', strategy);
    await negotiation.accepts('mona', 'strategies/approve', { version: 1 });
    await negotiation.accepts('rita', 'rounds', round('Two years', 'The price of the quote'));
    for (const term of terms) await closing.agreesOn('customer', term);
    await negotiation.accepts('rita', 'conclude', { outcome: 'agreed' });
    await closing.commissions();
    await contract.accepts('rita', 'draft', await closing.textOf({ terms, instalments: paidInTwo(net, 50_000, 30) }));
    await closing.isReviewed();
    await contract.accepts('rita', 'approvals', { approvalId: 'contract', type: 'contract', reason: 'As agreed' });
    for (const userId of ['dora', 'lena', 'fred']) await approves(userId, 'contract', 1);
    await closing.noted('approved');
    await contract.accepts('rita', 'send', { contentSha256: await closing.contentSha256() });
    await closing.noted('sent');
    expect(await overdue()).toEqual([]);
    const { out } = await dealtrail('rita', 'worklist');
    expect(out).toMatch(/Contracts that wait for a signature:[^]*contract +deal-\S+ +Acme +rita +sent +2,399.99 CNY/);
    expect(out).not.toContain('past their time');
  });

  it('is overdue in the contract’s own stream once its time is over, and on the list of what is', async () => {
    const { signDueAt } = await told('ContractSentToCustomer');
    time.passes(signDueAt);
    expect(await told('ContractSignatureOverdue')).toMatchObject({ contractId: 'contract', signDueAt });
    expect(await overdue()).toMatchObject([{ contractId: 'contract', status: 'sent', overdue: true, awaiting: ['signature'], signDueAt }]);
    expect((await dealtrail('rita', 'worklist')).out).toMatch(/Contracts past their time:[^]*contract +deal-/);
  });

  it('counts all the same when it comes, and the deal is won', async () => {
    for (const party of ['customer', 'company'] as const) {
      await closing.signs(party);
      await closing.confirms(party);
    }
    await closing.noted('signed');
    expect(await overdue()).toEqual([]);
    const filed = { form: 'scan', documentId: 'scan', documentSha256: await story.bytes('rita', 'Scan of both signatures') };
    for (const department of ['CONTRACT_ADMIN', 'FINANCE']) await contract.accepts('rita', 'filings', { department, ...filed });
    await told('ContractNoted', { progress: 'filed', department: 'FINANCE' });
    await deal.accepts('rita', 'advance', { to: 'S6' });
    expect(await deal.accepts('rita', 'win', {})).toEqual(['OpportunityWon']);
  });

  it('leaves nothing that the clockwork still has to do', async () => {
    expect(await until(async () => (await running.app.deadlines.status()).overdue === 0)).toBe(true);
    expect(await escalations()).toBe(2);
  });
});
