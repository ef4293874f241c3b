import { openKept, type AnyEvent } from '#event-contracts';
import { rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { accountListProjection, contactListProjection } from './index.ts';

const told = async (...events: readonly (readonly [stream: string, event: AnyEvent])[]) => {
  const vault = testVault();
  const ledger = salesLedger(vault);
  for (const [stream, event] of events) await ledger.record(stream, event);
  return { accounts: rowsOf(accountListProjection, ledger.events()), contacts: rowsOf(contactListProjection, ledger.events()), vault };
};

const ofAcme = (event: AnyEvent) => ['account-acme', event] as const;
const registered = ofAcme({ type: 'AccountRegistered', data: { accountId: 'acme', name: 'Acme', ownerId: 'rep-1' } });

describe('the list of accounts', () => {
  it('shows a company as it stands now', async () => {
    const { accounts } = await told(
      registered,
      ofAcme({
        type: 'AccountUpdated',
        data: {
          accountId: 'acme',
          changes: [
            { field: 'employees', from: null, to: 120 },
            { field: 'ownerId', from: 'rep-1', to: 'rep-2' },
          ],
        },
      }),
      ofAcme({ type: 'CustomerSegmentAssigned', data: { accountId: 'acme', from: null, to: 'sme' } }),
    );
    expect(accounts).toEqual([
      expect.objectContaining({
        origin: 'governed',
        name: 'Acme',
        employees: 120,
        ownerId: 'rep-2',
        segment: 'sme',
        claims: null,
        revision: 2,
      }),
    ]);
  });

  it('tells what another system claims from what is ours', async () => {
    const { accounts } = await told(
      ofAcme({
        type: 'AccountImported',
        data: {
          accountId: 'acme',
          name: 'ACME',
          sector: 'retail',
          location: 'Kenya',
          source: 'crm',
          sourceFileHash: 'a'.repeat(64),
          row: 1,
        },
      }),
    );
    expect(accounts).toEqual([
      expect.objectContaining({
        ...{ origin: 'imported', industry: 'retail', ownerId: null, segment: null },
        claims: { source: 'crm', location: 'Kenya', revenue: null, subsidiaryOf: null, yearEstablished: null },
      }),
    ]);
  });

  it('keeps who is at a company sealed, and where they went', async () => {
    const ofLi = (type: 'ContactRegistered' | 'ContactUpdated', data: object) =>
      ['contact-li', { type, data: { contactId: 'li', ...data } } as AnyEvent] as const;
    const { contacts, vault } = await told(
      ofLi('ContactRegistered', { accountId: 'acme', name: 'Li Lei' }),
      ofLi('ContactUpdated', { accountId: 'betatech', phone: '+86 10 1234' }),
    );
    expect(contacts).toMatchObject([{ contactId: 'li', accountId: 'betatech', registeredIndex: 0 }]);
    expect(JSON.stringify(contacts)).not.toMatch(/Li Lei|1234/);
    expect((await openKept(vault, contacts[0]!.sealed)).fields).toEqual({ name: 'Li Lei', phone: '+86 10 1234' });
  });
});
