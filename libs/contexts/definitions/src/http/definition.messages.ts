import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { DefinitionCommand } from '../domain/definition-command.ts';

/** Decides commands on definitions. */
export const DEFINITION_COMMANDS = Symbol('DefinitionCommands');

export class DefinitionMessage extends CommandMessage<DefinitionCommand> {}

@CommandHandler(DefinitionMessage)
export class DefinitionMessageHandler implements ICommandHandler<DefinitionMessage, CommandResult> {
  constructor(@Inject(DEFINITION_COMMANDS) private readonly handle: Handle<DefinitionCommand>) {}

  execute({ request }: DefinitionMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
