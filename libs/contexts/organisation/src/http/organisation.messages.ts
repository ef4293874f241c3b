import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { PersonCommand, TeamCommand, UserCommand } from '../domain/organisation-command.ts';

/** Decide commands on users, teams and persons. */
export const USER_COMMANDS = Symbol('UserCommands');
export const TEAM_COMMANDS = Symbol('TeamCommands');
export const PERSON_COMMANDS = Symbol('PersonCommands');

export class UserMessage extends CommandMessage<UserCommand> {}
export class TeamMessage extends CommandMessage<TeamCommand> {}
export class PersonMessage extends CommandMessage<PersonCommand> {}

@CommandHandler(UserMessage)
export class UserMessageHandler implements ICommandHandler<UserMessage, CommandResult> {
  constructor(@Inject(USER_COMMANDS) private readonly handle: Handle<UserCommand>) {}

  execute({ request }: UserMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}

@CommandHandler(TeamMessage)
export class TeamMessageHandler implements ICommandHandler<TeamMessage, CommandResult> {
  constructor(@Inject(TEAM_COMMANDS) private readonly handle: Handle<TeamCommand>) {}

  execute({ request }: TeamMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}

@CommandHandler(PersonMessage)
export class PersonMessageHandler implements ICommandHandler<PersonMessage, CommandResult> {
  constructor(@Inject(PERSON_COMMANDS) private readonly handle: Handle<PersonCommand>) {}

  execute({ request }: PersonMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
