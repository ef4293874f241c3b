import { deadline } from './deadline.ts';

/** L188: each step of an approval is decided in time, or those above may decide too. The next step has a time of its own, in the place of this one's. */
export const approvalStep = deadline({
  name: 'approval-step',
  version: 1,
  of: 'approval',
  starts: {
    ApprovalStepStarted: ({ data: { approvalId, step, dueAt } }) => ({
      subject: approvalId,
      dueAt,
      command: { type: 'EscalateApproval', data: { approvalId, step, dueAt } },
    }),
  },
  ends: ['ApprovalGranted', 'ApprovalRejected', 'ApprovalSentBack', 'ApprovalRecalled', 'ApprovalVoided', 'ApprovalStepStarted'],
  effects: ['ApprovalEscalated'],
});
