import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { LeadCommand } from '../domain/lead-command.ts';

/** Decides commands on leads. */
export const LEAD_COMMANDS = Symbol('LeadCommands');

export class LeadMessage extends CommandMessage<LeadCommand> {}

@CommandHandler(LeadMessage)
export class LeadMessageHandler implements ICommandHandler<LeadMessage, CommandResult> {
  constructor(@Inject(LEAD_COMMANDS) private readonly handle: Handle<LeadCommand>) {}

  execute({ request }: LeadMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
