import type { Role } from '#event-contracts';
import { opportunityListProjection } from '#opportunity-list';
import type { DelegationFacts } from '#rules';
import { approvalOf } from '../../../../test/support/approval-ledger.ts';
import { askOf, contentSha256, someone, type AskedOfApproval } from '../../../../test/support/approval-story.ts';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { approvalListProjection } from './index.ts';
import { approvalEntity, ListApprovals, ListApprovalsHandler, ShowApproval, ShowApprovalHandler, type ApprovalFilters } from './nest.ts';

const now = '2026-06-03T08:00:00.000Z';
const long = '2026-01-01T00:00:00.000Z';
const roles: Readonly<Record<string, readonly Role[]>> = {
  'rep-1': ['SALES_REP'],
  'rep-2': ['SALES_REP'],
  mona: ['SALES_MANAGER'],
  nils: ['SALES_MANAGER'],
  dora: ['SALES_DIRECTOR'],
  dan: ['SERVICE'],
  zoe: ['SALES_REP'],
};
const delegated: readonly DelegationFacts[] = [
  { delegationId: 'd1', by: 'mona', to: 'dan', roles: ['SALES_MANAGER'], from: long, until: '2026-12-31T00:00:00.000Z' },
];
const people = directoryOf({ 'rep-1': 'north', 'rep-2': 'south' }, { north: 'mona', south: 'nils' });
const directory = {
  ...people,
  user: async (userId: string) => {
    const held = roles[userId] ?? [];
    const heldSince = Object.fromEntries(held.map((role) => [role, long]));
    return { ...{ userId, active: true, teamId: null, userRevision: 1 }, ...(await people.user(userId)), roles: held, heldSince };
  },
  delegationsTo: async (userId: string) => delegated.filter(({ to }) => to === userId),
};
const as = (userId: string) => actor(userId, ...(roles[userId] ?? []));

const owners = { a: 'rep-1', b: 'rep-2' } as const;
const ledger = salesLedger();
let models: Awaited<ReturnType<typeof readModels>>;

/** Of a fifth off a quote of the deal. */
const opened = (approvalId: string, deal: 'a' | 'b', subjectId: string): AskedOfApproval => {
  const ownerId = owners[deal];
  const subject = { kind: 'quote', id: subjectId, version: 1, contentSha256 } as const;
  return {
    type: 'OpenApproval',
    data: { approvalId, ask: askOf({ approvalId, opportunityId: deal, ownerId, requestedBy: ownerId, subject }) },
  };
};
const decided = (approvalId: string, who: string, decision: 'approved' | 'sentBack', step = 1): AskedOfApproval => ({
  type: 'DecideApprovalStep',
  data: { approvalId, step, decision, contentSha256 },
  known: someone(who, ...(roles[who] ?? [])),
});

beforeAll(async () => {
  for (const deal of ['a', 'b'] as const) await dealOf(ledger, deal)(commandsOf(deal).open(owners[deal]));
  const approval =
    (approvalId: string, deal: 'a' | 'b', subjectId: string) =>
    async (...commands: readonly AskedOfApproval[]) =>
      approvalOf(ledger, approvalId, `case-${deal}`)(opened(approvalId, deal, subjectId), ...commands);
  await approval('first', 'a', 'q1')();
  await approval('second', 'a', 'q2')(decided('second', 'mona', 'approved'));
  await approval(
    'third',
    'b',
    'q',
  )({
    type: 'AddApprovalSigner',
    data: { approvalId: 'third', step: 1, signerId: 'zoe', reason: 'knows them' },
    known: someone('nils', 'SALES_MANAGER'),
  });
  await approval('back', 'a', 'q3')(decided('back', 'mona', 'sentBack'));
  await approval('again', 'a', 'q4')(decided('again', 'mona', 'sentBack'));
  await approval('anew', 'a', 'q4')();
  models = await readModels(ledger, [approvalListProjection, opportunityListProjection], [approvalEntity]);
  await models.settled();
});
afterAll(() => models.close());

const any: ApprovalFilters = { waitingForMe: false, sentBackToMe: false };
const list = (who: ReturnType<typeof actor>, filters: Partial<ApprovalFilters> = {}, limit = 200, cursor?: string) =>
  new ListApprovalsHandler(models.source, directory, () => now).execute(new ListApprovals(who, { ...any, ...filters }, limit, cursor));
const ids = async (...asked: Parameters<typeof list>) => (await list(...asked)).items.map(({ approvalId }) => approvalId);
const waiting = (userId: string) => ids(as(userId), { waitingForMe: true });
const show = (who: ReturnType<typeof actor>, approvalId: string) =>
  new ShowApprovalHandler(models.source, directory, () => now).execute(new ShowApproval(who, approvalId));

describe('the list of approvals', () => {
  it('is read back as it was folded', async () =>
    expect(await models.source.getRepository(approvalEntity).find({ order: { requestedIndex: 'ASC' } })).toEqual(
      rowsOf(approvalListProjection, ledger.events()),
    ));

  it('has those that wait for somebody: by role and team, by name, and in nobody’s own matter', async () => {
    expect(await waiting('mona')).toEqual(['first', 'anew']);
    expect(await waiting('nils')).toEqual(['third']);
    expect(await waiting('dora')).toEqual(['second']);
    expect(await waiting('zoe')).toEqual(['third']);
    expect(await waiting('rep-1')).toEqual([]);
  });

  it('has those that a colleague delegated, and says in whose name', async () => {
    const { items } = await list(as('dan'), { waitingForMe: true });
    expect(items.map(({ approvalId, mayDecideFor }) => [approvalId, mayDecideFor])).toEqual([
      ['first', ['mona']],
      ['anew', ['mona']],
    ]);
    const inHerName = { ...actor('dan', 'SALES_MANAGER'), onBehalfOf: 'mona' };
    expect(await ids(inHerName, { waitingForMe: true })).toEqual(['first', 'anew']);
  });

  it('has those that were sent back to whoever asked, until they ask again', async () => {
    expect(await ids(as('rep-1'), { sentBackToMe: true })).toEqual(['back']);
    expect(await ids(as('rep-2'), { sentBackToMe: true })).toEqual([]);
    expect(await ids(as('mona'), { sentBackToMe: true })).toEqual([]);
  });

  it('has those of deals in sight, by status and deal, in pages, what is due first', async () => {
    expect(await ids(as('rep-1'))).toEqual(['first', 'second', 'anew', 'back', 'again']);
    expect(await ids(as('rep-2'))).toEqual(['third']);
    expect(await ids(as('dora'), { status: 'sentBack' })).toEqual(['back', 'again']);
    expect(await ids(as('dora'), { opportunityId: 'b' })).toEqual(['third']);
    const first = await list(as('rep-1'), {}, 3);
    expect(await ids(as('rep-1'), {}, 3, first.next!)).toEqual(['back', 'again']);
  });

  it('is refused to whoever may neither see nor decide any', () =>
    expect(list(actor('stranger'))).rejects.toMatchObject({ problem: { status: 403 } }));
});

describe('an approval', () => {
  it('says whether its time is over, and whether the reader may decide', async () =>
    expect(await show(as('mona'), 'first')).toMatchObject({ overdue: true, mayDecideFor: ['mona'], contentSha256, revision: 1 }));
  it('is for whoever may see the deal, took part, or may decide', async () => {
    expect(await show(as('zoe'), 'third')).toMatchObject({ mayDecideFor: ['zoe'] });
    expect(await show(as('rep-1'), 'second')).toMatchObject({ mayDecideFor: [] });
    await expect(show(as('rep-2'), 'second')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show(as('zoe'), 'first')).rejects.toMatchObject({ problem: { status: 403 } });
  });
  it('is unknown when there is none', () => expect(show(as('dora'), 'none')).rejects.toMatchObject({ problem: { status: 404 } }));
});
