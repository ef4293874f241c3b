import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { ReferenceCommand } from '../domain/reference-command.ts';

/** Decides commands on imported master data. */
export const REFERENCE_COMMANDS = Symbol('ReferenceCommands');

export class ReferenceMessage extends CommandMessage<ReferenceCommand> {}

@CommandHandler(ReferenceMessage)
export class ReferenceMessageHandler implements ICommandHandler<ReferenceMessage, CommandResult> {
  constructor(@Inject(REFERENCE_COMMANDS) private readonly handle: Handle<ReferenceCommand>) {}

  execute({ request }: ReferenceMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
