import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { ApprovalCommand } from '../domain/approval-command.ts';

/** Decides commands on approvals. */
export const APPROVAL_COMMANDS = Symbol('ApprovalCommands');

export class ApprovalMessage extends CommandMessage<ApprovalCommand> {}

@CommandHandler(ApprovalMessage)
export class ApprovalMessageHandler implements ICommandHandler<ApprovalMessage, CommandResult> {
  constructor(@Inject(APPROVAL_COMMANDS) private readonly handle: Handle<ApprovalCommand>) {}

  execute({ request }: ApprovalMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
