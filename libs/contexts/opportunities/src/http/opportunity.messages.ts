import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';

/** Decides commands on opportunities. */
export const OPPORTUNITY_COMMANDS = Symbol('OpportunityCommands');

export class OpportunityMessage extends CommandMessage<OpportunityCommand> {}

@CommandHandler(OpportunityMessage)
export class OpportunityMessageHandler implements ICommandHandler<OpportunityMessage, CommandResult> {
  constructor(@Inject(OPPORTUNITY_COMMANDS) private readonly handle: Handle<OpportunityCommand>) {}

  execute({ request }: OpportunityMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
