import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { NegotiationCommand } from '../domain/negotiation-command.ts';

/** Decides commands on negotiations. */
export const NEGOTIATION_COMMANDS = Symbol('NegotiationCommands');

export class NegotiationMessage extends CommandMessage<NegotiationCommand> {}

@CommandHandler(NegotiationMessage)
export class NegotiationMessageHandler implements ICommandHandler<NegotiationMessage, CommandResult> {
  constructor(@Inject(NEGOTIATION_COMMANDS) private readonly handle: Handle<NegotiationCommand>) {}

  execute({ request }: NegotiationMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
