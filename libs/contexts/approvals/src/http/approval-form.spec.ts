import type { ApprovalEvent } from '#event-contracts';
import { foldAll } from '#eventsourcing/testing';
import {
  approvalId,
  approvalUnderTest,
  asked,
  askOf,
  contentSha256,
  matrix,
  someone,
  type AskedOfApproval,
} from '../../../../../test/support/approval-story.ts';
import { isApproval } from '../domain/approval.state.ts';
import { approvalForm } from './approval-form.ts';

const commands: readonly AskedOfApproval[] = [
  {
    type: 'OpenApproval',
    data: {
      approvalId,
      ask: askOf({ reason: '<b>three</b> sites', measures: { amount: { minor: 8_050, currency: 'CNY' }, documentDiscountBp: 2_000 } }),
    },
  },
  {
    type: 'DecideApprovalStep',
    data: { approvalId, step: 1, decision: 'approved', contentSha256, comment: 'It pays' },
    known: { ...someone('mona', 'SALES_MANAGER'), through: 'dan' },
  },
];

const folded = (after = commands.length) => {
  const events: (ApprovalEvent & { occurredAt: string })[] = [];
  for (const command of commands.slice(0, after)) {
    const decision = approvalUnderTest.decide(command, foldAll(approvalUnderTest, events));
    if (decision.kind === 'accepted') events.push(...decision.events.map((event) => ({ ...event, occurredAt: asked })));
  }
  const state = foldAll(approvalUnderTest, events);
  if (!isApproval(state)) throw new Error('it was not opened');
  return state;
};

describe('the form of an approval (L149, L188)', () => {
  it.each([
    ['zh', ['审批单', '销售经理审批', '特殊折扣', '代 mona']],
    ['en', ['Approval form', 'Sales manager', 'Special discount', 'for mona']],
  ] as const)('tells in %s what was asked, on which content, by which matrix, and each step with its times', (language, words) => {
    const page = approvalForm(folded(), language);
    for (const word of [...words, contentSha256, matrix.name, asked, 'dan', 'It pays', '80.50 CNY', '20.00 %'])
      expect(page).toContain(word);
  });
  it.each([
    ['zh', '未到'],
    ['en', 'not yet'],
  ] as const)('tells in %s which step is still to come', (language, notYet) => expect(approvalForm(folded(1), language)).toContain(notYet));
  it('shows what people wrote as text', () => {
    const page = approvalForm(folded(), 'en');
    expect(page).not.toContain('<b>');
    expect(page).toContain('&#60;b&#62;three');
  });
});
