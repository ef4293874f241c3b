import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { DefinitionCommand } from '../domain/definition-command.ts';
import type { ChooseStandardProcess } from '../domain/standard.decider.ts';

/** Decide commands on definitions, and on which process is the standard one. */
export const DEFINITION_COMMANDS = Symbol('DefinitionCommands');
export const STANDARD_COMMANDS = Symbol('StandardCommands');

export class DefinitionMessage extends CommandMessage<DefinitionCommand> {}
export class StandardMessage extends CommandMessage<ChooseStandardProcess> {}

@CommandHandler(DefinitionMessage)
export class DefinitionMessageHandler implements ICommandHandler<DefinitionMessage, CommandResult> {
  constructor(@Inject(DEFINITION_COMMANDS) private readonly handle: Handle<DefinitionCommand>) {}

  execute({ request }: DefinitionMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}

@CommandHandler(StandardMessage)
export class StandardMessageHandler implements ICommandHandler<StandardMessage, CommandResult> {
  constructor(@Inject(STANDARD_COMMANDS) private readonly handle: Handle<ChooseStandardProcess>) {}

  execute({ request }: StandardMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
