import { catalogue, eventCodec, type AnyEvent } from '#event-contracts';
import { readerOf } from '../../../../../test/support/read-models.ts';
import { salesLedger, testVault } from '../../../../../test/support/sales-ledger.ts';
import { everybody, heldRoles } from '../index.ts';

const office = () => {
  const vault = testVault();
  const ledger = salesLedger(vault);
  const reads: number[] = [];
  const reader = readerOf(ledger);
  const read = (from: number, limit: number) => {
    reads.push(from);
    return reader.read(from, limit);
  };
  const of = (userId: string, event: AnyEvent) => ledger.record(`user-${userId}`, event);
  const registered = (userId: string) => of(userId, { type: 'UserRegistered', data: { userId } });
  const granted = (userId: string, role: 'SALES_REP' | 'LEGAL') => of(userId, { type: 'RoleGranted', data: { userId, role } });
  return { ledger, of, registered, granted, reads, held: heldRoles(everybody({ read }, eventCodec<AnyEvent>(catalogue, vault))) };
};

describe('roles that somebody holds', () => {
  it('are none before anyone is granted one', async () => expect(await office().held()).toEqual(new Set()));
  it('are those of all active users, whatever else the ledger tells', async () => {
    const { ledger, of, registered, granted, held } = office();
    await registered('ada');
    await granted('ada', 'SALES_REP');
    await ledger.record('team-north', { type: 'TeamFormed', data: { teamId: 'north', name: 'North' } });
    await of('ada', { type: 'CommandHadNoEffect', data: { command: 'GrantRole' } });
    await registered('bea');
    await granted('bea', 'LEGAL');
    expect(await held()).toEqual(new Set(['SALES_REP', 'LEGAL']));
  });
  it('are no more what was revoked, or is left to someone who may not act', async () => {
    const { of, registered, granted, held, reads } = office();
    await registered('ada');
    await granted('ada', 'SALES_REP');
    await registered('bea');
    await granted('bea', 'LEGAL');
    await held();
    await of('ada', { type: 'RoleRevoked', data: { userId: 'ada', role: 'SALES_REP' } });
    await of('bea', { type: 'UserDeactivated', data: { userId: 'bea' } });
    expect(await held()).toEqual(new Set());
    await of('bea', { type: 'UserReactivated', data: { userId: 'bea' } });
    expect(await held()).toEqual(new Set(['LEGAL']));
    expect(reads).toEqual([0, 4, 6]);
    await of('bea', { type: 'UserLeft', data: { userId: 'bea', on: '2026-06-30' } });
    expect(await held()).toEqual(new Set());
  });
});
