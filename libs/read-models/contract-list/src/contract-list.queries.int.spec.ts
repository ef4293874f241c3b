import { opportunityListProjection } from '#opportunity-list';
import { contractId, drafting, opening, sendingIt, told, type Step } from '../../../../test/support/known-contract.ts';
import { actor, directoryOf, readModels } from '../../../../test/support/read-models.ts';
import { commandsOf, dealOf, rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { contractListProjection } from './index.ts';
import { contractEntity, ListContracts, ListContractsHandler, ShowContract, ShowContractHandler, type ContractFilters } from './nest.ts';

const directory = directoryOf({ 'rep-1': 'north', 'rep-2': 'south' }, { north: 'mona', south: 'nils' });
const rep = (userId: string) => actor(userId, 'SALES_REP');
const manager = (userId: string) => actor(userId, 'SALES_MANAGER');
const lawyer = actor('lena', 'LEGAL');
const long = '2030-01-01T00:00:00.000Z';

const ledger = salesLedger();
let models: Awaited<ReturnType<typeof readModels>>;

/** The story of a contract, told of another one on another deal. */
const contract = async (id: string, deal: string, ownerId: string, steps: readonly Step[]) => {
  for (const { type, data, occurredAt } of told(...steps).events) {
    const owned = type === 'ContractOpened' ? { ownerId, owners: [ownerId] } : {};
    const renamed = { ...data, contractId: id, ...('opportunityId' in data && { opportunityId: deal }), ...owned };
    await ledger.record(`contract-${id}`, { type, data: renamed } as never, {
      caseId: `case-${deal}`,
      ...(occurredAt !== undefined && { occurredAt }),
    });
  }
};

beforeAll(async () => {
  for (const [deal, owner] of [
    ['a', 'rep-1'],
    ['b', 'rep-2'],
  ] as const)
    await dealOf(ledger, deal)(commandsOf(deal).open(owner));
  await contract('new', 'a', 'rep-1', [opening]);
  await contract('drafted', 'a', 'rep-1', [opening, drafting]);
  await contract('sent', 'b', 'rep-2', sendingIt);
  models = await readModels(ledger, [contractListProjection, opportunityListProjection], [contractEntity]);
  await models.settled();
});
afterAll(() => models.close());

const list = (who: ReturnType<typeof actor>, filters: ContractFilters = {}, limit = 200, cursor?: string, now = long) =>
  new ListContractsHandler(models.source, directory, () => now).execute(new ListContracts(who, filters, limit, cursor));
const ids = async (...asked: Parameters<typeof list>) => (await list(...asked)).items.map(({ contractId: id }) => id);
const show = (who: ReturnType<typeof actor>, id: string) =>
  new ShowContractHandler(models.source, directory, () => long).execute(new ShowContract(who, id));

describe('the list of contracts', () => {
  it('is read back as it was folded', async () =>
    expect(await models.source.getRepository(contractEntity).find({ order: { openedIndex: 'ASC' } })).toEqual(
      rowsOf(contractListProjection, ledger.events()),
    ));

  it('has those of deals in sight, in pages, what is to be signed first', async () => {
    expect(await ids(lawyer)).toEqual(['sent', 'new', 'drafted']);
    expect(await ids(rep('rep-1'))).toEqual(['new', 'drafted']);
    expect(await ids(manager('nils'))).toEqual(['sent']);
    const first = await list(lawyer, {}, 2);
    expect(await ids(lawyer, {}, 2, first.next!)).toEqual(['drafted']);
  });

  it('is filtered by what is waited for, owner, deal, status, and whether it is overdue', async () => {
    expect(await ids(lawyer, { awaiting: 'signature' })).toEqual(['sent']);
    expect(await ids(lawyer, { awaiting: 'review' })).toEqual(['drafted']);
    expect(await ids(lawyer, { awaiting: 'approval' })).toEqual(['drafted']);
    expect(await ids(lawyer, { ownerId: 'rep-1' })).toEqual(['new', 'drafted']);
    expect(await ids(lawyer, { opportunityId: 'b' })).toEqual(['sent']);
    expect(await ids(lawyer, { status: 'opened' })).toEqual(['new']);
    expect(await ids(lawyer, { overdue: true })).toEqual(['sent']);
    expect(await ids(lawyer, { overdue: true }, 200, undefined, '2026-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('is refused to whoever may see no deals', () => expect(list(actor('stranger'))).rejects.toMatchObject({ problem: { status: 403 } }));
});

describe('a contract', () => {
  it('is for whoever may see the deal', async () => {
    expect(await show(rep('rep-2'), 'sent')).toMatchObject({ status: 'sent', overdue: true });
    await expect(show(rep('rep-1'), 'sent')).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(show(lawyer, contractId)).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
