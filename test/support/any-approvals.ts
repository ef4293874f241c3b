import fc from 'fast-check';
import { approvalUnderTest, asked, askOf, contentSha256, otherSha256, someone, type AskedOfApproval } from './approval-story.ts';
import { interleaved } from './interleaved.ts';
import type { SalesLedger } from './sales-ledger.ts';
import { worked } from './worked.ts';

type Step = readonly [approvalId: string, command: AskedOfApproval];

/** When the first step of an approval is due that was asked for then. */
const firstDue = '2026-06-02T08:00:00.000Z';

const people = [
  someone('mona', 'SALES_MANAGER'),
  someone('dora', 'SALES_DIRECTOR'),
  { ...someone('dora', 'SALES_DIRECTOR'), through: 'dan' },
  someone('zoe'),
];
const step = fc.constantFrom(1, 2);

/** Whatever may befall an approval; sensible things are likelier. */
const later = (approvalId: string): fc.Arbitrary<AskedOfApproval> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(
          step,
          fc.constantFrom(...people),
          fc.constantFrom('approved', 'approved', 'approved', 'rejected', 'sentBack'),
          fc.option(fc.constant('seen'), { nil: undefined }),
        )
        .map(([at, known, decision, comment]): AskedOfApproval => ({
          type: 'DecideApprovalStep',
          data: { approvalId, step: at, decision, contentSha256, comment },
          known,
        })),
    },
    {
      weight: 2,
      arbitrary: step.map((at): AskedOfApproval => ({
        type: 'AddApprovalSigner',
        data: { approvalId, step: at, signerId: 'zoe', reason: 'knows the customer' },
        known: people[at - 1]!,
      })),
    },
    {
      weight: 2,
      arbitrary: fc.constant<AskedOfApproval>({
        type: 'EscalateApproval',
        data: { approvalId, step: 1, dueAt: firstDue },
        known: { at: firstDue, now: firstDue },
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('less', undefined)
        .map((reason): AskedOfApproval => ({ type: 'RecallApproval', data: { approvalId, reason }, known: someone('rep1') })),
    },
    {
      weight: 1,
      arbitrary: fc.constant<AskedOfApproval>({
        type: 'VoidApproval',
        data: { approvalId, because: 'contentChanged', approvedSha256: contentSha256, currentSha256: otherSha256 },
      }),
    },
  );

const life = (approvalId: string): fc.Arbitrary<readonly Step[]> =>
  fc.array(later(approvalId), { maxLength: 8 }).map((commands) => {
    const open: AskedOfApproval = { type: 'OpenApproval', data: { approvalId, ask: { ...askOf(), approvalId }, barred: ['author'] } };
    return [open, ...commands].map((command) => [approvalId, command] as const);
  });

/** Approvals with whatever befalls them, interleaved. */
export const anyApprovals = (): fc.Arbitrary<readonly Step[]> => interleaved(['a1', 'a2', 'a3'].map(life));

/** The ledger that it leaves behind: of the approvals, two are asked for in one deal. */
export const playedApprovals = (steps: readonly Step[]): Promise<SalesLedger> =>
  worked(steps, {
    decider: approvalUnderTest,
    stream: (id) => `approval-${id}`,
    circumstances: ({ known }, id) => ({ caseId: id === 'a3' ? 'case-o2' : 'case-o1', occurredAt: known?.at ?? asked }),
  });
