import { openKept } from '#event-contracts';
import { commandsOf, dealOf, rowsOf, salesLedger, testVault, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { opportunityListProjection, userTeamsProjection } from './index.ts';

const { open, advance, regress, revise, propose, sign, win, lose, reopen, reassign, abandon, importDeal, adopt } = commandsOf('a');

const story = async (...commands: DealCommand[]) => {
  const vault = testVault();
  const ledger = salesLedger(vault);
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  const [row] = rowsOf(opportunityListProjection, ledger.events());
  return { row: row!, vault };
};

const toSigning = [open(), advance('S3'), advance('S4'), advance('S5'), advance('S6')];

describe('the list of opportunities', () => {
  it('shows a deal as it stands now', async () => {
    const { row } = await story(open(), advance('S3'), revise(120_000, 'commit'), advance('S4'), regress('S3'), reassign('rep-2'));
    expect(row).toMatchObject({ status: 'open', stage: 'S3', amountMinor: 120_000, category: 'commit', ownerId: 'rep-2', revision: 5 });
  });

  it('shows proposals and signatures, and a price floor only sealed', async () => {
    const { row, vault } = await story(...toSigning, propose('p1', 95_000), propose('p2', 90_000), sign('customer'));
    expect(row.proposals).toMatchObject([
      { proposalId: 'p1', version: 1, amount: { minor: 95_000 } },
      { proposalId: 'p2', version: 2, amount: { minor: 90_000 } },
    ]);
    expect(row.signatures).toMatchObject([{ party: 'customer', signedOn: '2026-05-01' }]);
    expect(JSON.stringify({ ...row, sealed: [] })).not.toMatch(/47500|45000|Meimei/);
    expect((await openKept(vault, row.sealed)).fields).toEqual({
      priceFloor: { minor: 45_000, currency: 'CNY' },
      signatoryName: 'Han Meimei',
    });
  });

  it('shows a deal that was let go, until it is taken up again', async () => {
    const { row } = await story(open(), abandon());
    expect(row).toMatchObject({
      status: 'abandoned',
      probability: 0,
      abandonReason: 'customerPostponed',
      lossReason: null,
      closedOn: '2026-01-05',
    });
    expect((await story(open(), abandon(), reopen())).row).toMatchObject({ status: 'open', abandonReason: null, closedOn: null });
  });

  it('shows an adopted deal as ours, with what was claimed of it beside', async () => {
    const { row } = await story(importDeal(), adopt('rep-2'));
    expect(row).toMatchObject({ origin: 'governed', status: 'open', stage: 'S2', ownerId: 'rep-2', company: 'Acme', probability: 10 });
    expect(row.claims).toMatchObject({ stage: 'Engaging', account: 'Kestrel' });
  });

  it('shows the documents whose bytes are here, and who is on the team', async () => {
    const ledger = salesLedger();
    await dealOf(ledger, 'a')(open());
    const [opportunityId, stream, given] = ['a', 'opportunity-a', { caseId: 'case-a' }];
    const document = { documentId: 'd1', kind: 'quote', sha256: 'a'.repeat(64), size: 7, mediaType: 'application/pdf' } as const;
    await ledger.record(stream, { type: 'DocumentReceived', data: { opportunityId, ...document } }, given);
    await ledger.record(stream, { type: 'DocumentClaimed', data: { opportunityId, documentId: 'd2', kind: 'quote' } }, given);
    for (const userId of ['pia', 'paul', 'pia'])
      await ledger.record(stream, { type: 'DealTeamMemberAdded', data: { opportunityId, userId, role: 'PRESALES' } }, given);
    await ledger.record(stream, { type: 'DealTeamMemberRemoved', data: { opportunityId, userId: 'paul' } }, given);
    const [row] = rowsOf(opportunityListProjection, ledger.events());
    expect(row).toMatchObject({ memberIds: ['pia'], documents: [{ ...document, title: null }] });
  });

  it('has the revision of whatever happened last, and shows nothing of what is sealed in it', async () => {
    const ledger = salesLedger();
    await dealOf(ledger, 'a')(open());
    const stakeholder = { opportunityId: 'a', stakeholderId: 's1', contactId: 'c1', roles: [], influence: 1, name: 'Li Lei' };
    const last = await ledger.record('opportunity-a', { type: 'StakeholderIdentified', data: stakeholder }, { caseId: 'case-a' });
    const [row] = rowsOf(opportunityListProjection, ledger.events());
    expect(row).toMatchObject({ revision: 1, updatedAt: last.occurredAt, sealed: [] });
  });

  it('shows a win with the contract’s amount, and goes on to the hand-over', async () => {
    const { row } = await story(...toSigning, sign('customer'), sign('company'), win(), advance('S7'));
    expect(row).toMatchObject({ status: 'won', stage: 'S7', probability: 100, closedMinor: 90_000, contractId: 'contract-a' });
  });

  it('forgets a loss when the deal is reopened', async () => {
    const lost = await story(open(), lose('competitor'));
    expect(lost.row).toMatchObject({ status: 'lost', probability: 0, lossReason: 'competitor', closedOn: '2026-01-05' });
    const reopened = await story(open(), lose('competitor'), reopen());
    expect(reopened.row).toMatchObject({ status: 'open', probability: 10, lossReason: null, closedOn: null });
  });

  it('shows of an imported deal what its source claims, and nothing else', async () => {
    const ledger = salesLedger();
    const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: 'x', businessTime: 'unknown' as const };
    await ledger.record('opportunity-x', {
      type: 'OpportunityImported',
      data: { ...provenance, externalId: '1C1I7A6R', claimedStage: 'Won' },
    });
    await ledger.record('opportunity-x', { type: 'OutcomeImported', data: { ...provenance, claimed: 'won' } });
    expect(rowsOf(opportunityListProjection, ledger.events())).toMatchObject([
      {
        origin: 'imported',
        status: 'won',
        stage: null,
        ownerId: null,
        closedMinor: null,
        closedOn: null,
        signatures: [],
        claims: { stage: 'Won', agent: null },
      },
    ]);
  });
});

describe('the teams of a user', () => {
  it('are known for every ledger index', async () => {
    const ledger = salesLedger();
    await ledger.record('user-u', { type: 'UserRegistered', data: { userId: 'u' } });
    await ledger.record('user-u', { type: 'TeamJoined', data: { userId: 'u', from: null, to: 'north' } });
    await ledger.record('user-u', { type: 'TeamJoined', data: { userId: 'u', from: 'north', to: 'south' } });
    await ledger.record('user-u', { type: 'TeamLeft', data: { userId: 'u', from: 'south' } });
    expect(rowsOf(userTeamsProjection, ledger.events())).toEqual([
      {
        caseId: 'user-u',
        userId: 'u',
        teamId: null,
        memberships: [
          { teamId: 'north', fromIndex: 1 },
          { teamId: 'south', fromIndex: 2 },
          { teamId: null, fromIndex: 3 },
        ],
      },
    ]);
  });
});
