import { randomUUID } from 'node:crypto';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { dora: 'SALES_DIRECTOR' });
}, 120_000);
afterAll(() => running?.stop());

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const money = (minor: number) => ({ minor, currency: 'CNY' });

/** What processes carry from one stream to another comes a moment later. */
const soon = async (holds: () => Promise<boolean>): Promise<void> => expect(await until(holds, 30_000, 50)).toBe(true);

describe('a discount beyond its owner’s authority (L149, L188)', () => {
  const deal = `deal-${randomUUID()}`;
  const approvalId = `approval-of-${deal}`;
  const on = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
  const at = (path: string, body: object, as: string, id = approvalId) => running.post(`/v1/approvals/${id}/${path}`, body, { as });
  const quote = (minor: number) => ({
    ...{ quoteId: 'q1', currency: 'CNY', validUntil: tomorrow },
    lines: [{ lineId: 'seats', description: 'Seats', quantity: '10', unitListPrice: money(100_000), unitNetPrice: money(minor) }],
  });
  const issue = (version: number) => on('quotes/issue', { quoteId: 'q1', version });
  const seek = (id: string) =>
    on('approvals', { approvalId: id, type: 'discount', subjectId: 'q1', reason: 'Three sites in one contract' });
  const decide = (step: number, contentSha256: string, as: string, more: object = {}) =>
    at('decide', { step, decision: 'approved', contentSha256, ...more }, as);
  /** What the server says the quote's hash is, as its refusal shows it. */
  const hashOf = async (version: number): Promise<string> => (await issue(version)).body.facts.currentSha256 as string;
  /** Until processes have carried it over, the stream is not there. */
  const opened = (id: string) => soon(async () => (await running.get(`/v1/approvals/${id}/form`, { as: 'mona' })).status === 200);
  const worklist = async (as: string, query: string) =>
    ((await running.get(`/v1/approvals?${query}&opportunityId=${deal}`, { as })).body.items as Answer['body'][]) ?? [];
  /** A moment later, the list has it. */
  const listed = (as: string, query: string, ids: readonly string[]) =>
    soon(async () => JSON.stringify((await worklist(as, query)).map(({ approvalId: id }) => id as string)) === JSON.stringify(ids));
  const form = async (lang: string, as = 'mona') => running.get(`/v1/approvals/${approvalId}/form?lang=${lang}`, { as });

  it('is not given: the quote is refused, and who lifts it is named', async () => {
    const opening = { opportunityId: deal, name: 'Acme', company: 'Acme', expectedAmount: money(800_000), expectedSigningDate: tomorrow };
    accepted(await running.post('/v1/opportunities', opening, { as: 'rita' }));
    accepted(await on('quotes', quote(80_000)));
    const answer = refused(await issue(1), 'DiscountNotAuthorised');
    expect(answer.body).toMatchObject({
      liftedBy: ['SeekApproval'],
      facts: { measures: { lineDiscountBp: 2_000, documentDiscountBp: 2_000, dealDiscountBp: 2_000 } },
    });
  });

  it('is asked for, and opens an approval in the deal’s case, which its owner cannot decide', async () => {
    accepted(await seek(approvalId));
    await opened(approvalId);
    refused(await issue(1), 'DiscountNotAuthorised');
    const hash = await hashOf(1);
    refused(await decide(1, hash, 'rita'), 'SelfApproval');
    expect(await decide(1, hash, 'sven')).toMatchObject({ status: 403 });
    refused(await decide(2, hash, 'dora'), 'StepNotCurrent');
    await listed('mona', 'waitingFor=me', [approvalId]);
    for (const other of ['rita', 'dora', 'sven']) expect(await worklist(other, 'waitingFor=me')).toEqual([]);
    expect(await worklist('mona', 'waitingFor=me')).toMatchObject([
      {
        ...{ subjectKind: 'quote', subjectId: 'q1', contentSha256: hash, measures: { documentDiscountBp: 2_000 }, mayDecideFor: ['mona'] },
        ...{ status: 'waiting', overdue: false, steps: [{ startedAt: expect.any(String) }, { startedAt: null }] },
      },
    ]);
    const other = refused(await decide(1, 'f'.repeat(64), 'mona'), 'ContentDiffers');
    expect(other.body.facts).toEqual({ askedSha256: hash, decidedSha256: 'f'.repeat(64) });
    refused(await decide(1, hash, 'mona', { occurredAt: '2026-01-01T00:00:00.000Z' }), 'DecidedBeforeStart');
  });

  it('is decided by manager and director, one after the other, and the quote goes out', async () => {
    const hash = await hashOf(1);
    accepted(await decide(1, hash, 'mona', { comment: 'The volume bears it' }));
    await listed('dora', 'waitingFor=me', [approvalId]);
    await listed('mona', 'waitingFor=me', []);
    const granted = accepted(await decide(2, hash, 'dora'));
    expect(granted.body.events).toEqual(['ApprovalStepDecided', 'ApprovalGranted']);
    await soon(async () => (await issue(1)).status < 300);
    const history = await running.get(`/v1/deals/${deal}/history?limit=100`, { as: 'compliance' });
    for (const type of ['DealApprovalSought', 'ApprovalGranted', 'DealApprovalNoted']) expect(history.text).toContain(type);
  });

  it('is on record as a form, in both languages, for those who may read the deal', async () => {
    const late = refused(await decide(1, 'f'.repeat(64), 'mona'), 'ApprovalEnded');
    expect(late.body.facts).toEqual({ as: 'granted' });
    expect(await form('zh')).toMatchObject({ status: 200, text: expect.stringContaining('审批单') });
    const page = await form('en');
    expect(page.headers.get('content-type')).toContain('text/html');
    for (const word of ['granted', 'mona', 'dora', 'The volume bears it', 'APPROVAL-MATRIX@1#']) expect(page.text).toContain(word);
    expect(await form('en', 'rolf')).toMatchObject({ status: 403 });
    expect(await running.get(`/v1/approvals/${approvalId}`, { as: 'rolf' })).toMatchObject({ status: 403 });
    const shown = await running.get(`/v1/approvals/${approvalId}`, { as: 'rita' });
    expect(shown.headers.get('etag')).toBe(`"${shown.body.revision}"`);
    expect(shown.body).toMatchObject({
      status: 'granted',
      steps: [{ decisions: [{ userId: 'mona' }] }, { decisions: [{ userId: 'dora' }] }],
    });
    expect(await running.get('/v1/approvals/none/form', { as: 'mona' })).toMatchObject({ status: 404 });
  });

  it('counts for that content only: a cent less, and the quote is refused with both hashes', async () => {
    const revised = accepted(await on('quotes/revise', quote(79_999)));
    expect(revised.body.events).toEqual(['QuoteRevised', 'DealApprovalOverturned']);
    const { facts } = refused(await issue(2), 'DiscountNotAuthorised').body;
    expect(facts).toMatchObject({ standing: 'overturned', approvalId });
    expect(facts.approvedSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.currentSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.currentSha256).not.toBe(facts.approvedSha256);
    await soon(async () => (await form('en')).text.includes('voided'));
    expect((await form('en')).text).toContain(facts.currentSha256);
  });

  it('is sent back, asked for again, and recalled by whoever asked', async () => {
    const hash = await hashOf(2);
    const [second, third] = [`${approvalId}-2`, `${approvalId}-3`];
    accepted(await seek(second));
    await opened(second);
    accepted(await at('decide', { step: 1, decision: 'sentBack', contentSha256: hash, comment: 'Why a cent?' }, 'mona', second));
    await soon(async () => (await issue(2)).body.facts.standing === 'sentBack');
    await listed('rita', 'sentBack=me', [second]);
    accepted(await seek(third));
    await opened(third);
    await listed('rita', 'sentBack=me', []);
    refused(await at('recall', {}, 'mona', third), 'NotTheRequester');
    accepted(await at('recall', { reason: 'We ask for less' }, 'rita', third));
    await soon(async () => (await issue(2)).body.facts.standing === 'recalled');
  });
});
