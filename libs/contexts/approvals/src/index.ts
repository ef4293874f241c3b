export * from './application/approval.commands.ts';
export type { Known as ApprovalKnown } from './domain/approval-command.ts';
export type {
  AddApprovalSigner,
  ApprovalCommand,
  DecideApprovalStep,
  EscalateApproval,
  InformedApprovalCommand,
  OpenApproval,
  RecallApproval,
  VoidApproval,
} from './domain/approval-command.ts';
export * from './domain/approval.decider.ts';
export type * from './domain/approval.state.ts';
