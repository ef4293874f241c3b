import { Id, Line, OneOf, open } from '#event-contracts';
import { dealApprovalTypes, type SeekApproval } from '../domain/approvals.ts';
import { dealController } from './deal-controller.ts';

export const DealApprovalsController = dealController<SeekApproval['type']>('DealApprovals', 'deals: approvals', {
  SeekApproval: {
    path: 'approvals',
    summary:
      'Others are asked to allow a discount, terms or a large proof of concept; what it measures is reckoned by the server (L149, L188).',
    body: { type: open(OneOf(...dealApprovalTypes)), subjectId: open(Id), reason: open(Line) },
    makes: { approvalId: 'approval' },
  },
});
