import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { leadListProjection } from './index.ts';
import { leadEntity, ListLeads, ListLeadsHandler, ShowLead, ShowLeadHandler, type LeadFilters, type ListedLead } from './nest.ts';

const rep = actor('rep-1', 'SALES_REP');
const manager = actor('boss', 'SALES_MANAGER');
const marketing = actor('marketing', 'MARKETING');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north', 'rep-3': 'south' }, { north: 'boss' });
const owners = { a: 'rep-1', b: 'rep-2', c: 'rep-3', d: undefined, e: 'rep-1' } as const;

const vault = testVault();
const ledger = salesLedger(vault);
let models: Awaited<ReturnType<typeof readModels>>;

beforeAll(async () => {
  for (const [id, owner] of Object.entries(owners)) {
    const { capture, assign, disqualify } = commandsOf(id);
    const deal = dealOf(ledger, id);
    await deal(capture(id === 'a' ? '100% Café_1' : `Company ${id}`), { occurredAt: '2026-01-01T00:00:00.000Z' });
    if (owner) await deal(assign(owner));
    if (id === 'e') await deal(disqualify());
  }
  await dealOf(ledger, 'x')(commandsOf('x').capture());
  models = await readModels(ledger, [leadListProjection], [leadEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (who: typeof rep, filters: LeadFilters = {}, limit = 200, cursor?: string) =>
  new ListLeadsHandler(models.source, directory).execute(new ListLeads(who, filters, limit, cursor));
const show = (who: typeof rep, id: string) => new ShowLeadHandler(models.source, directory, vault).execute(new ShowLead(who, id));
const ids = ({ items }: { items: readonly ListedLead[] }) => items.map(({ leadId }) => leadId);

describe('the list of leads', () => {
  it('is read back as it was folded', async () => {
    const folded = rowsOf(leadListProjection, ledger.events());
    expect(await models.source.getRepository(leadEntity).find({ order: { capturedIndex: 'ASC' } })).toEqual(folded);
  });

  it('shows each what is theirs or nobody’s, a manager what is the team’s, others nothing', async () => {
    expect(ids(await list(rep))).toEqual(['x', 'e', 'd', 'a']);
    expect(ids(await list(manager))).toEqual(['x', 'e', 'd', 'b', 'a']);
    expect(ids(await list(marketing))).toEqual(['x', 'e', 'd', 'c', 'b', 'a']);
    await expect(list(actor('service', 'SERVICE'))).rejects.toMatchObject({ problem: { status: 403 } });
  });

  it('is filtered by owner, status, source and a part of the company’s name', async () => {
    expect(ids(await list(marketing, { ownerId: 'rep-1' }))).toEqual(['e', 'a']);
    expect(ids(await list(marketing, { status: 'disqualified' }))).toEqual(['e']);
    expect(ids(await list(marketing, { source: 'referral' }))).toEqual([]);
    expect(ids(await list(marketing, { company: 'COMPANY B' }))).toEqual(['b']);
    expect(ids(await list(marketing, { company: '% café_' }))).toEqual(['a']);
    expect(ids(await list(marketing, { company: '%' }))).toEqual(['a']);
    expect(ids(await list(rep, { ownerId: 'rep-2' }))).toEqual([]);
  });

  it('comes in pages without gaps, though all were captured at the same time', async () => {
    const first = await list(marketing, {}, 2);
    const second = await list(marketing, {}, 2, first.next!);
    const third = await list(marketing, {}, 2, second.next!);
    expect([first, second, third].map(ids)).toEqual([
      ['x', 'e'],
      ['d', 'c'],
      ['b', 'a'],
    ]);
    expect(third.next).toBeNull();
  });

  it('tells nothing of the people behind the leads', async () => {
    expect(JSON.stringify(await list(marketing))).not.toMatch(/Li Lei|1234|ciphertext/);
  });
});

describe('a lead', () => {
  it('shows its contact to those who may see it, and that it was erased', async () => {
    expect(await show(rep, 'a')).toMatchObject({
      leadId: 'a',
      contact: { state: 'open', contactName: 'Li Lei', phone: '+86 10 1234', email: null },
    });
    expect((await show(actor('analyst', 'ANALYST'), 'a')).contact).toEqual({
      state: 'withheld',
      contactName: null,
      email: null,
      phone: null,
    });
    await vault.erase('person-contact-c');
    expect((await show(marketing, 'c')).contact).toEqual({ state: 'erased', contactName: null, email: null, phone: null });
  });

  it('is denied to those whose lead it is not, and unknown where there is none', async () => {
    await expect(show(rep, 'b')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show(marketing, 'zz')).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
