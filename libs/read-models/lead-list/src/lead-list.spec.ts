import { openKept } from '#event-contracts';
import { commandsOf, dealOf, rowsOf, salesLedger, testVault, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { leadListProjection } from './index.ts';

const { capture, enrich, assign, contact, qualify, disqualify, convert } = commandsOf('a');

const story = async (...commands: DealCommand[]) => {
  const vault = testVault();
  const ledger = salesLedger(vault);
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  const [row] = rowsOf(leadListProjection, ledger.events());
  return { row: row!, vault };
};

describe('the list of leads', () => {
  it('shows a lead as it stands now', async () => {
    const { row } = await story(capture(), enrich('Betatech'), assign('rep-1'), contact(), contact(), qualify('SQL'));
    expect(row).toMatchObject({ status: 'open', level: 'SQL', company: 'Betatech', ownerId: 'rep-1', contacts: 2, revision: 5 });
    expect(row.firstContactedAt).toBe('2026-01-05T11:00:00.000Z');
    expect(row.lastContactedAt).toBe('2026-01-05T12:00:00.000Z');
  });

  it('keeps when each level was first reached', async () => {
    const { row } = await story(capture(), qualify('MQL'), qualify('SQL'), qualify('prospect'));
    expect([row.mqlAt, row.sqlAt, row.prospectAt]).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-05T10:00:00.000Z',
      '2026-01-05T11:00:00.000Z',
    ]);
  });

  it('counts no refusal as a change: the revision stays', async () => {
    const { row } = await story(capture(), convert());
    expect(row).toMatchObject({ status: 'open', revision: 0 });
  });

  it('ends converted, with the opportunity, or disqualified, with the reason', async () => {
    const converted = await story(capture(), assign('rep-1'), qualify('SQL'), convert());
    expect(converted.row).toMatchObject({ status: 'converted', opportunityId: 'a', convertedAt: '2026-01-05T11:00:00.000Z' });
    const disqualified = await story(capture(), disqualify());
    expect(disqualified.row).toMatchObject({ status: 'disqualified', disqualificationReason: 'noBudget' });
  });

  it('holds the contact only sealed, the later details over the earlier ones when opened', async () => {
    const { row, vault } = await story(capture(), enrich('Betatech'));
    expect(JSON.stringify(row)).not.toMatch(/Li Lei|li@example|1234/);
    expect((await openKept(vault, row.sealed)).fields).toEqual({ contactName: 'Li Lei', phone: '+86 10 1234', email: 'li@example.com' });
  });
});
