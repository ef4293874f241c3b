import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { AccountCommand, ContactCommand } from '../domain/account-command.ts';

/** Decides commands on accounts. */
export const ACCOUNT_COMMANDS = Symbol('AccountCommands');
/** Decides commands on contacts. */
export const CONTACT_COMMANDS = Symbol('ContactCommands');

export class AccountMessage extends CommandMessage<AccountCommand> {}
export class ContactMessage extends CommandMessage<ContactCommand> {}

@CommandHandler(AccountMessage)
export class AccountMessageHandler implements ICommandHandler<AccountMessage, CommandResult> {
  constructor(@Inject(ACCOUNT_COMMANDS) private readonly handle: Handle<AccountCommand>) {}

  execute({ request }: AccountMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}

@CommandHandler(ContactMessage)
export class ContactMessageHandler implements ICommandHandler<ContactMessage, CommandResult> {
  constructor(@Inject(CONTACT_COMMANDS) private readonly handle: Handle<ContactCommand>) {}

  execute({ request }: ContactMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
