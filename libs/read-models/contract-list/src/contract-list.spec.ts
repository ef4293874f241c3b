import type { ContractState } from '#contracts';
import {
  approving,
  agreeing,
  confirming,
  contractId,
  deviating,
  drafting,
  finance,
  hashOf,
  legal,
  noting,
  opening,
  recalling,
  reconciling,
  revising,
  seeking,
  sendingIt,
  sha,
  signedByBoth,
  signedByCustomer,
  told,
  voiding,
  type AskedOfContract,
  type Step,
} from '../../../../test/support/known-contract.ts';
import { rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { contractListProjection, isSignatureOverdue, type ContractRow } from './index.ts';

const folded = async (steps: readonly Step[]) => {
  const ledger = salesLedger();
  for (const { actor, occurredAt, type, data } of told(...steps).events)
    await ledger.record(`contract-${contractId}`, { type, data } as never, {
      ...{ caseId: 'case-o1', by: actor?.userId ?? 'rep1' },
      ...(occurredAt !== undefined && { occurredAt }),
    });
  return ledger.events();
};
const after = async (...steps: readonly Step[]): Promise<ContractRow> => {
  const rows = rowsOf(contractListProjection, await folded(steps));
  expect(rows).toHaveLength(1);
  return rows[0]!;
};
const whats = ({ missing }: ContractRow) => missing.map(({ what }) => what);

const legally: Step = (state: ContractState) => legal(hashOf(state));
const payable: Step = (state) => finance(hashOf(state));
const matched: Step = (state) => reconciling(hashOf(state));
const filing = (department: 'CONTRACT_ADMIN' | 'FINANCE'): AskedOfContract => ({
  type: 'FileSignedContract',
  data: { contractId, department, form: 'scan', documentId: 'both', documentSha256: sha('both signed') },
});

describe('the list of contracts', () => {
  it('shows a contract that was commissioned, with nothing on file', async () =>
    expect(await after(opening)).toMatchObject({
      ...{ contractId, status: 'opened', ownerId: 'rep1', contentSha256: null, versions: [], onFile: [], awaiting: [] },
      missing: [{ what: 'draft', because: 'missing', liftedBy: 'DraftContract' }],
    }));

  it('shows each version with its hash, and who wrote on it', async () => {
    const row = await after(opening, drafting, revising());
    expect(row.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(row.versions[1]?.contentSha256).toBe(row.contentSha256);
    expect(row).toMatchObject({ status: 'drafted', writers: ['rep1'], awaiting: ['review', 'approval'] });
  });

  it('gives a version another hash with a deviation', async () => {
    const [plain, deviated] = [await after(opening, drafting), await after(opening, drafting, deviating)];
    expect(deviated.contentSha256).not.toBe(plain.contentSha256);
    expect(deviated.versions).toMatchObject([{ version: 1, contentSha256: deviated.contentSha256 }]);
  });

  it('counts what is on file for the very content only (L151, L153, L156)', async () => {
    const reviewed = await after(opening, drafting, agreeing, legally, payable, matched);
    expect([reviewed.status, reviewed.onFile, whats(reviewed), reviewed.awaiting]).toEqual([
      'inReview',
      ['draft', 'legalReview', 'financeReview', 'reconciliation'],
      ['approval'],
      ['approval'],
    ]);
    const revised = await after(opening, drafting, agreeing, legally, payable, matched, revising());
    expect([revised.status, revised.onFile]).toEqual(['drafted', ['draft']]);
    expect(revised.missing[0]).toMatchObject({
      because: 'ofOtherContent',
      ofSha256: reviewed.contentSha256,
      currentSha256: revised.contentSha256,
    });
  });

  it('is approved once a grant is noted, and not by a refusal (L154)', async () => {
    expect(await after(...approving)).toMatchObject({ status: 'approved', missing: [], awaiting: [] });
    const refused = await after(opening, drafting, agreeing, legally, payable, matched, seeking(), (state) => noting(state, 'rejected'));
    expect([refused.status, whats(refused)]).toEqual(['inReview', expect.arrayContaining(['approval'])]);
  });

  it('waits for signatures while it is with the customer, and is overdue when that takes too long (L155, L162)', async () => {
    const sent = await after(...sendingIt);
    expect(sent).toMatchObject({ status: 'sent', awaiting: ['signature'], signDueAt: expect.any(String) });
    const [inTime, late] = [sent.signDueAt!, new Date(Date.parse(sent.signDueAt!) + 1).toISOString()];
    expect([isSignatureOverdue(sent, inTime), isSignatureOverdue(sent, late)]).toEqual([false, true]);
    expect(await after(...sendingIt, recalling)).toMatchObject({ status: 'approved', sentAt: null, signDueAt: null });
    const signed = await after(...signedByCustomer);
    expect([signed.status, signed.awaiting, isSignatureOverdue(signed, late)]).toEqual(['signedByCustomer', ['signature'], false]);
  });

  it('shows which signatures are confirmed, and when both are', async () => {
    expect((await after(...signedByCustomer, confirming('customer'))).signatures).toMatchObject([{ party: 'customer', confirmed: true }]);
    const row = await after(...signedByBoth);
    expect(row).toMatchObject({ status: 'fullySigned', signedOn: '2026-06-01', awaiting: [] });
    expect(JSON.stringify(row)).not.toContain('p-customer');
  });

  it('is filed once it was handed in at each department, and archived then (L164, L276)', async () => {
    expect(await after(...signedByBoth, filing('FINANCE'))).toMatchObject({ status: 'fullySigned' });
    const all = [...signedByBoth, filing('FINANCE'), filing('CONTRACT_ADMIN')];
    expect(await after(...all)).toMatchObject({ status: 'filed', filings: [{ department: 'FINANCE' }, { department: 'CONTRACT_ADMIN' }] });
    const archive: AskedOfContract = {
      type: 'ArchiveContract',
      data: { contractId, documentSha256: sha('both signed'), shelf: undefined },
    };
    expect(await after(...all, archive)).toMatchObject({ status: 'archived', archivedAt: expect.any(String) });
  });

  it('shows that it came to nothing, and why', async () => {
    expect(await after(opening, drafting, voiding)).toMatchObject({
      ...{ status: 'void', endedBecause: 'quoteRevised', missing: [], awaiting: [] },
    });
    const cancel: AskedOfContract = { type: 'CancelContract', data: { contractId, reason: 'no budget' } };
    expect(await after(opening, drafting, cancel)).toMatchObject({ status: 'cancelled', endedBecause: 'no budget' });
  });

  it('is folded to the same when rows are kept between events', async () => {
    const events = await folded([...signedByBoth, filing('FINANCE'), filing('CONTRACT_ADMIN')]);
    const { evolve } = contractListProjection.projection;
    let row: ContractRow | undefined;
    for (const event of events) row = JSON.parse(JSON.stringify(evolve(row, event as never))) as ContractRow;
    expect([row]).toEqual(rowsOf(contractListProjection, events));
  });
});
