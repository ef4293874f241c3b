import { Id, Line, OneOf, open } from '#event-contracts';
import type { SeekApproval } from '../domain/approvals.ts';
import { dealApprovalTypes } from '../domain/matters.ts';
import { dealController } from './deal-controller.ts';

export const DealApprovalsController = dealController<SeekApproval['type']>('DealApprovals', 'deals: approvals', {
  SeekApproval: {
    path: 'approvals',
    summary:
      'Others are asked to allow a discount, terms, a time to pay or a large resource, or to review a solution; what it measures is reckoned by the server (L127, L149, L156, L188).',
    body: { type: open(OneOf(...dealApprovalTypes)), subjectId: open(Id), reason: open(Line) },
    makes: { approvalId: 'approval' },
  },
});
