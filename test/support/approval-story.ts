import type { Decider } from '#eventsourcing';
import type { ApprovalAsk, ApprovalEvent, Role } from '#event-contracts';
import { approval, type ApprovalCommand, type ApprovalKnown, type ApprovalRefusal, type ApprovalState } from '#approvals';
import { defaultCalendar, standardApprovalMatrix } from '#rules';
import { allowance } from './known.ts';

/** A command on an approval as a test gives it; what it does not say is looked up as {@link knownOf} has it. */
export type AskedOfApproval = ApprovalCommand & { readonly known?: Partial<ApprovalKnown> };

const long = '2026-01-01T00:00:00.000Z';
/** Monday, 1 June 2026, when what is asked for here was asked for. */
export const asked = '2026-06-01T08:00:00.000Z';

export const matrix: NonNullable<ApprovalKnown['matrix']> = { name: allowance.matrix?.name ?? '', contents: standardApprovalMatrix };

/** Somebody with roles, held for long. */
export const someone = (userId: string, ...roles: readonly Role[]): Partial<ApprovalKnown> => ({
  ...{ userId, roles },
  heldSince: Object.fromEntries(roles.map((role) => [role, long])),
});

export const knownOf: ApprovalKnown = {
  ...{ userId: 'mona', roles: ['SALES_MANAGER'], heldSince: { SALES_MANAGER: long } },
  ...{ dealOwners: [], at: asked, now: asked, calendar: defaultCalendar, matrix, named: 'active' },
};

/** The decider of approvals, given commands that say only what matters to the test. */
export const approvalUnderTest: Decider<ApprovalState, AskedOfApproval, ApprovalEvent, ApprovalRefusal> = {
  ...approval,
  decide: (command, state) => approval.decide({ ...command, known: { ...knownOf, ...command.known } }, state),
};

export const approvalId = 'a1';
export const contentSha256 = 'a'.repeat(64);
export const otherSha256 = 'b'.repeat(64);

/** A fifth off a quote of `rep1`. */
export const askOf = (more: Partial<ApprovalAsk> = {}): ApprovalAsk => ({
  ...{ approvalId, type: 'discount', opportunityId: 'o1', ownerId: 'rep1', requestedBy: 'rep1', reason: 'Three sites' },
  subject: { kind: 'quote', id: 'q1', version: 1, contentSha256 },
  measures: { lineDiscountBp: 2_000, documentDiscountBp: 2_000, dealDiscountBp: 2_000 },
  ...more,
});
