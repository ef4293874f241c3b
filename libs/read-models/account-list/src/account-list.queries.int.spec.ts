import type { AnyEvent } from '#event-contracts';
import { opportunityListProjection } from '#opportunity-list';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { accountListProjection, contactListProjection } from './index.ts';
import {
  accountEntity,
  contactEntity,
  ListAccounts,
  ListAccountsHandler,
  ShowAccount,
  ShowAccountHandler,
  type AccountFilters,
  type ListedAccount,
} from './nest.ts';

const rep = actor('rep-1', 'SALES_REP');
const manager = actor('boss', 'SALES_MANAGER');
const marketing = actor('marketing', 'MARKETING');
const analyst = actor('analyst', 'ANALYST');
const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'north', 'rep-3': 'south' }, { north: 'boss' });

const vault = testVault();
const ledger = salesLedger(vault);
let models: Awaited<ReturnType<typeof readModels>>;

const told = (stream: string, event: AnyEvent) => ledger.record(stream, event);
const registered = (accountId: string, ownerId: string, more: object = {}) =>
  told(`account-${accountId}`, { type: 'AccountRegistered', data: { accountId, name: `Company ${accountId}`, ownerId, ...more } });
const provenance = (row: number) => ({ source: 'crm', sourceFileHash: 'a'.repeat(64), row });

/** A governed deal of an account, opened as the decider would. */
const opened = async (id: string, accountId: string, ownerId: string, minor: number): Promise<void> => {
  const command = commandsOf(id).open(ownerId, minor);
  const withAccount: object = { ...command, data: { ...command.data, accountId }, known: { accountOnFile: true } };
  await dealOf(ledger, id)(withAccount as typeof command);
};

beforeAll(async () => {
  await registered('a', 'rep-1', { name: '100% Café', industry: 'retail', segment: 'sme', territory: 'north' });
  await registered('b', 'rep-2');
  await registered('c', 'rep-3');
  await told('account-old', {
    type: 'AccountImported',
    data: { ...provenance(1), accountId: 'old', name: 'Old Ltd', sector: 'retail', location: 'Kenya' },
  });
  await told('contact-li', {
    type: 'ContactRegistered',
    data: { contactId: 'li', accountId: 'a', name: 'Li Lei', jobTitle: 'Buyer' },
  });
  await opened('one', 'a', 'rep-1', 100);
  await opened('two', 'a', 'rep-1', 50);
  await opened('three', 'a', 'rep-3', 7);
  await told('opportunity-claimed', {
    type: 'OpportunityImported',
    data: {
      ...provenance(2),
      opportunityId: 'claimed',
      externalId: 'x1',
      claimedStage: 'Won',
      accountId: 'old',
      businessTime: 'unknown',
    } as never,
  });
  await told('opportunity-claimed', {
    type: 'OutcomeImported',
    data: {
      ...provenance(2),
      opportunityId: 'claimed',
      claimed: 'won',
      value: { minor: 900, currency: 'USD' },
      businessTime: 'unknown',
    } as never,
  });
  models = await readModels(
    ledger,
    [accountListProjection, contactListProjection, opportunityListProjection],
    [accountEntity, contactEntity],
  );
  await models.settled();
});
afterAll(() => models.close());

const list = (who: typeof rep, filters: AccountFilters = {}, limit = 200, cursor?: string) =>
  new ListAccountsHandler(models.source, directory).execute(new ListAccounts(who, filters, limit, cursor));
const show = (who: typeof rep, id: string) => new ShowAccountHandler(models.source, directory, vault).execute(new ShowAccount(who, id));
const ids = ({ items }: { items: readonly ListedAccount[] }) => items.map(({ accountId }) => accountId);
const sum = (deals: number, minor: string) => ({ origin: 'governed', status: 'open', currency: 'CNY', deals, minor });

describe('the list of accounts', () => {
  it('is read back as it was folded', async () => {
    const read = await models.source.getRepository(accountEntity).find({ order: { registeredIndex: 'ASC' } });
    expect(read).toEqual(rowsOf(accountListProjection, ledger.events()));
    expect(await models.source.getRepository(contactEntity).find()).toEqual(rowsOf(contactListProjection, ledger.events()));
  });

  it('shows each what is theirs or nobody’s, a manager what is the team’s, others nothing', async () => {
    expect(ids(await list(rep))).toEqual(['old', 'a']);
    expect(ids(await list(manager))).toEqual(['old', 'b', 'a']);
    expect(ids(await list(analyst))).toEqual(['old', 'c', 'b', 'a']);
    await expect(list(actor('partner', 'PARTNER'))).rejects.toMatchObject({ problem: { status: 403 } });
  });

  it('is filtered by origin, owner, segment, industry, territory and a part of the name', async () => {
    expect(ids(await list(analyst, { origin: 'imported' }))).toEqual(['old']);
    expect(ids(await list(analyst, { ownerId: 'rep-3' }))).toEqual(['c']);
    expect(ids(await list(analyst, { industry: 'retail' }))).toEqual(['old', 'a']);
    expect(ids(await list(analyst, { segment: 'sme', territory: 'north' }))).toEqual(['a']);
    expect(ids(await list(analyst, { name: '% café' }))).toEqual(['a']);
  });

  it('comes in pages without gaps', async () => {
    const first = await list(analyst, {}, 3);
    const second = await list(analyst, {}, 3, first.next!);
    expect([ids(first), ids(second), second.next]).toEqual([['old', 'c', 'b'], ['a'], null]);
  });

  it('sums the deals that the reader may see, and claims by themselves', async () => {
    const sumsFor = async (who: typeof rep) => Object.fromEntries((await list(who)).items.map(({ accountId, sums }) => [accountId, sums]));
    const claimed = { origin: 'imported', status: 'won', currency: 'USD', deals: 1, minor: '900' };
    expect(await sumsFor(rep)).toEqual({ a: [sum(2, '150')], old: [claimed] });
    expect(await sumsFor(analyst)).toEqual({ a: [sum(3, '157')], b: [], c: [], old: [claimed] });
    expect(await sumsFor(marketing)).toEqual({ a: null, b: null, c: null, old: null });
  });
});

describe('an account', () => {
  it('shows the deals there that the reader may see', async () => {
    expect((await show(rep, 'a')).deals).toMatchObject([
      { opportunityId: 'two', minor: 50, status: 'open', origin: 'governed' },
      { opportunityId: 'one', minor: 100 },
    ]);
    expect(await show(marketing, 'a')).toMatchObject({ deals: null, sums: null });
    expect((await show(rep, 'old')).deals).toMatchObject([{ opportunityId: 'claimed', origin: 'imported', status: 'won', minor: 900 }]);
  });

  it('shows who is there to those who may see it, and that they were erased', async () => {
    const li = { contactId: 'li', email: null, phone: null };
    expect((await show(rep, 'a')).contacts).toEqual([{ ...li, state: 'open', name: 'Li Lei', jobTitle: 'Buyer' }]);
    expect((await show(analyst, 'a')).contacts).toEqual([{ ...li, state: 'withheld', name: null, jobTitle: null }]);
    await vault.erase('person-li');
    expect((await show(rep, 'a')).contacts).toEqual([{ ...li, state: 'erased', name: null, jobTitle: null }]);
  });

  it('is refused to others, and unknown when there is none', async () => {
    await expect(show(rep, 'c')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show(analyst, 'none')).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
