import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What others are to allow, what they said, what is not so any more; what is taken of the company (L149, L188). */
export const approvalKinds = kindsOf<OpportunityEvent>()({
  approvalsSought: ['DealApprovalSought', 'approvalId'],
  approvalsNoted: ['DealApprovalNoted', 'approvalId'],
  approvalsOverturned: ['DealApprovalOverturned', 'approvalId'],
  resourceRequests: ['ResourceRequested', 'resourceId'],
  resourcesEngaged: ['ResourceEngaged', 'resourceId'],
  resourcesReleased: ['ResourceReleased', 'resourceId'],
  resourceWithdrawals: ['ResourceRequestWithdrawn', 'resourceId'],
});
