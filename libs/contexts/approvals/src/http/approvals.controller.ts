import { approvals } from '#event-contracts';
import { bodyOf, commandController } from '#platform/nest';
import { approvalStream, caseOfApproval } from '../application/approval.commands.ts';
import type { AddApprovalSigner, ApprovalCommand, DecideApprovalStep, RecallApproval } from '../domain/approval-command.ts';
import { ApprovalMessage } from './approval.messages.ts';

const { ApprovalStepDecided, ApprovalSignerAdded, ApprovalRecalled } = approvals;
const { step, decision, comment, contentSha256 } = ApprovalStepDecided.fields;
const { reason } = ApprovalRecalled.fields;

type Taken = DecideApprovalStep | AddApprovalSigner | RecallApproval;

export const ApprovalsController = commandController<ApprovalCommand, Taken['type']>({
  ...{ name: 'Approvals', tag: 'approvals', base: 'v1/approvals', id: 'approvalId', Message: ApprovalMessage },
  streamOf: approvalStream,
  caseOf: caseOfApproval,
  routes: {
    DecideApprovalStep: {
      path: 'decide',
      summary: 'Someone who is asked approves, rejects or sends back this very content (L149, L154, L188).',
      body: { step, decision, comment, contentSha256 },
    },
    AddApprovalSigner: {
      path: 'signers',
      summary: 'One more person has to approve at the step whose turn it is (L154).',
      body: bodyOf(ApprovalSignerAdded.fields, 'approvalId', 'addedBy'),
    },
    RecallApproval: {
      path: 'recall',
      summary: 'Whoever asked for it takes it back.',
      body: { reason },
    },
  },
});
