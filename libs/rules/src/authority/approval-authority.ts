import type { Role } from '#event-contracts';

/** What is done at the steps of an approval. Who is asked at which, the matrix says; the approval itself lets nobody decide on their own. */
export const approvalActions = ['DecideApprovalStep', 'AddApprovalSigner', 'RecallApproval'] as const;
/** What follows from events by itself (L188). */
export const approvalFollowing = ['OpenApproval', 'EscalateApproval', 'VoidApproval', 'NoteDealApproval'] as const;

/** Who only looks on, connects or administers allows nothing. */
const bystanders: readonly Role[] = ['COMPLIANCE', 'ANALYST', 'AUDITOR', 'INTEGRATION', 'ADMIN', 'PARTNER'];

/** How far: a sales manager decides on deals of the own team, everyone else whom the matrix may name on all (default, not policy). */
export const approvalReachOf = (role: Role): 'team' | 'all' | undefined => {
  if (bystanders.includes(role)) return undefined;
  return role === 'SALES_MANAGER' ? 'team' : 'all';
};
