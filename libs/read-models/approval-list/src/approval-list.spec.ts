import fc from 'fast-check';
import { approvalOf } from '../../../../test/support/approval-ledger.ts';
import {
  approvalId,
  asked,
  askOf,
  contentSha256,
  matrix,
  otherSha256,
  someone,
  type AskedOfApproval,
} from '../../../../test/support/approval-story.ts';
import { actor } from '../../../../test/support/read-models.ts';
import { rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { approvalListProjection, isAsked, isOverdue, type ApprovalRow, type Authority } from './index.ts';

const open: AskedOfApproval = { type: 'OpenApproval', data: { approvalId, ask: askOf(), barred: ['author'] } };
const decide = (
  step: number,
  who: AskedOfApproval['known'],
  decision: 'approved' | 'rejected' | 'sentBack' = 'approved',
): AskedOfApproval => ({
  type: 'DecideApprovalStep',
  data: { approvalId, step, decision, contentSha256, comment: 'seen' },
  ...(who && { known: who }),
});
const mona = someone('mona', 'SALES_MANAGER');
const dora = someone('dora', 'SALES_DIRECTOR');
const due = '2026-06-02T08:00:00.000Z';
const escalated: AskedOfApproval = { type: 'EscalateApproval', data: { approvalId, step: 1, dueAt: due }, known: { at: due, now: due } };
const signed: AskedOfApproval = {
  type: 'AddApprovalSigner',
  data: { approvalId, step: 1, signerId: 'zoe', reason: 'knows the customer' },
  ...(mona && { known: mona }),
};

const events = async (...commands: readonly AskedOfApproval[]) => {
  const ledger = salesLedger();
  await approvalOf(ledger, approvalId, 'case-o1')(...commands);
  return ledger.events();
};
const after = async (...commands: readonly AskedOfApproval[]): Promise<ApprovalRow> => {
  const rows = rowsOf(approvalListProjection, await events(...commands));
  expect(rows).toHaveLength(1);
  return rows[0]!;
};

describe('the list of approvals (L149, L154, L188)', () => {
  it('shows what is asked for, of which content, by whom, and the way that it goes', async () =>
    expect(await after(open)).toMatchObject({
      ...{ caseId: 'case-o1', approvalId, opportunityId: 'o1', type: 'discount', status: 'waiting', ownerId: 'rep1', requestedBy: 'rep1' },
      ...{ subjectKind: 'quote', subjectId: 'q1', subjectVersion: 1, contentSha256, matrix: matrix.name, dueAt: due, requestedAt: asked },
      barred: ['author', 'rep1'],
      steps: [
        { step: 1, roles: ['SALES_MANAGER'], startedAt: asked, dueAt: due, decidedAt: null, decisions: [], escalation: null },
        { step: 2, roles: ['SALES_DIRECTOR'], startedAt: null, dueAt: null },
      ],
    }));

  it('shows who decided when, and whose turn it is then', async () => {
    const { steps, tookPart, status } = await after(open, decide(1, { ...mona, through: 'dan' }));
    expect([status, tookPart]).toEqual(['waiting', ['dan', 'mona']]);
    expect(steps[0]).toMatchObject({
      decidedAt: asked,
      decisions: [{ role: 'SALES_MANAGER', userId: 'dan', onBehalfOf: 'mona', decision: 'approved', comment: 'seen', decidedAt: asked }],
    });
    expect(steps[1]).toMatchObject({ startedAt: asked, decidedAt: null });
  });

  it('leaves a step open that waits for a signer who was added', async () => {
    const [step] = (await after(open, signed, decide(1, mona))).steps;
    expect(step).toMatchObject({ decidedAt: null, signers: [{ signerId: 'zoe', addedBy: 'mona' }] });
    expect((await after(open, signed, decide(1, mona), decide(1, someone('zoe')))).steps[0]).toMatchObject({ decidedAt: asked });
  });

  it('shows that a step went to those above when its time was over', async () => {
    const row = await after(open, escalated);
    expect(row.steps[0]).toMatchObject({ escalation: { to: ['SALES_DIRECTOR'], overdueSince: due, dueAt: '2026-06-03T08:00:00.000Z' } });
    expect(row.dueAt).toBe(due);
  });

  it.each([
    ['granted', [decide(1, mona), decide(2, dora)], null],
    ['rejected', [decide(1, mona, 'rejected')], null],
    ['sentBack', [decide(1, mona, 'sentBack')], null],
    ['recalled', [{ type: 'RecallApproval', data: { approvalId, reason: 'less' }, known: someone('rep1') }], 'less'],
    [
      'voided',
      [
        {
          type: 'VoidApproval',
          data: { approvalId, because: 'contentChanged', approvedSha256: contentSha256, currentSha256: otherSha256 },
        },
      ],
      'contentChanged',
    ],
  ] as [ApprovalRow['status'], AskedOfApproval[], string | null][])('shows how it ended: %s', async (status, commands, endedBecause) => {
    const row = await after(open, ...commands);
    expect(row).toMatchObject({ status, endedBecause, endedAt: asked, dueAt: null });
    expect(row.currentSha256).toBe(status === 'voided' ? otherSha256 : null);
  });

  it('is folded to the same in whatever batches', async () => {
    const all = await events(open, signed, decide(1, mona), decide(1, someone('zoe')), decide(2, dora));
    const whole = rowsOf(approvalListProjection, all);
    const { key, evolve } = approvalListProjection.projection;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }), (kept) => {
        let row: ApprovalRow | undefined;
        all.forEach((event, at) => {
          if (kept[at] && row) row = JSON.parse(JSON.stringify(row)) as ApprovalRow;
          expect(key(event as never)).toEqual(['case-o1', approvalId]);
          row = evolve(row, event as never);
        });
        expect([row]).toEqual(whole);
      }),
    );
  });
});

describe('whether somebody is asked', () => {
  const authority = (principalId: string, roles: readonly string[], more: Partial<Authority> = {}): Authority => ({
    ...{ principalId, persons: [principalId], acting: actor(principalId, ...roles) },
    heldSince: Object.fromEntries(roles.map((role) => [role, '2026-01-01T00:00:00.000Z'])),
    ...more,
  });
  const manager = authority('mona', ['SALES_MANAGER']);
  const director = authority('dora', ['SALES_DIRECTOR']);

  it('goes by whose turn it is', async () => {
    const first = await after(open);
    expect([isAsked(first, manager), isAsked(first, director)]).toEqual([true, false]);
    const second = await after(open, decide(1, mona));
    expect([isAsked(second, manager), isAsked(second, director)]).toEqual([false, true]);
    const ended = await after(open, decide(1, mona), decide(2, dora));
    expect([isAsked(ended, manager), isAsked(ended, director)]).toEqual([false, false]);
  });
  it('is so for those above once the time of the step is over, and still for those of the step', async () => {
    const row = await after(open, escalated);
    expect([isAsked(row, manager), isAsked(row, director)]).toEqual([true, true]);
  });
  it('is so for a signer who was added by name, until they signed', async () => {
    expect(isAsked(await after(open, signed), authority('zoe', []))).toBe(true);
    expect(isAsked(await after(open, signed, decide(1, someone('zoe'))), authority('zoe', []))).toBe(false);
  });
  it.each([
    ['for who owns the deal, asked or wrote it', authority('author', ['SALES_MANAGER'])],
    ['in the name of one of them', authority('author', ['SALES_MANAGER'], { persons: ['dan', 'author'] })],
    ['through one of them', authority('mona', ['SALES_MANAGER'], { persons: ['rep1', 'mona'] })],
    ['by a role held since later', authority('mona', ['SALES_MANAGER'], { heldSince: { SALES_MANAGER: due } })],
    ['by a role of which nobody knows since when', authority('mona', ['SALES_MANAGER'], { heldSince: {} })],
  ])('is not so %s', async (_, who) => expect(isAsked(await after(open), who)).toBe(false));
  it('is not so for who has had a word already, unless the matrix lets them', async () => {
    const both = authority('mona', ['SALES_MANAGER', 'SALES_DIRECTOR']);
    const row = await after(open, decide(1, mona));
    expect(isAsked(row, both)).toBe(false);
    expect(isAsked({ ...row, samePersonMay: true }, both)).toBe(true);
  });
  it('is overdue when the time of the current step is over', async () => {
    const row = await after(open);
    expect([isOverdue(row, due), isOverdue(row, '2026-06-02T08:00:00.001Z')]).toEqual([false, true]);
    expect(isOverdue(await after(open, decide(1, mona, 'rejected')), '2026-12-01T00:00:00.000Z')).toBe(false);
  });
});
