import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, type CommandSettings } from '#platform/nest';
import type { Directory } from '#rules';
import { accountCommands, contactCommands } from './application/account.commands.ts';
import { AccountsController } from './http/accounts.controller.ts';
import { ACCOUNT_COMMANDS, AccountMessageHandler, CONTACT_COMMANDS, ContactMessageHandler } from './http/accounts.messages.ts';
import { ContactsController } from './http/contacts.controller.ts';

const inject = [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS];

const commands = [
  {
    provide: ACCOUNT_COMMANDS,
    useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, { clock }: CommandSettings) =>
      accountCommands({ store, codec, directory, clock }),
    inject,
  },
  {
    provide: CONTACT_COMMANDS,
    useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, { clock }: CommandSettings) =>
      contactCommands({ store, codec, directory, clock }),
    inject,
  },
];

@Module({
  controllers: [AccountsController, ContactsController],
  providers: [...commands, AccountMessageHandler, ContactMessageHandler],
  exports: commands,
})
export class AccountsModule {}
