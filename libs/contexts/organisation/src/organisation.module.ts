import { Module } from '@nestjs/common';
import type { Codec, EventStore, KeyVault } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, KEY_VAULT, type CommandSettings } from '#platform/nest';
import type { FreshDirectory } from './application/directory.ts';
import { personCommands, teamCommands, userCommands } from './application/organisation.commands.ts';
import {
  PERSON_COMMANDS,
  PersonMessageHandler,
  TEAM_COMMANDS,
  TeamMessageHandler,
  USER_COMMANDS,
  UserMessageHandler,
} from './http/organisation.messages.ts';
import { PersonsController } from './http/persons.controller.ts';
import { TeamsController } from './http/teams.controller.ts';
import { UsersController } from './http/users.controller.ts';

const users = {
  provide: USER_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: FreshDirectory, { clock }: CommandSettings) =>
    userCommands({ store, codec, directory, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS],
};

const teams = {
  provide: TEAM_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: FreshDirectory, { clock }: CommandSettings) =>
    teamCommands({ store, codec, directory, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS],
};

const persons = {
  provide: PERSON_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: FreshDirectory, vault: KeyVault, { clock }: CommandSettings) =>
    personCommands({ store, codec, directory, vault, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, KEY_VAULT, COMMAND_SETTINGS],
};

@Module({
  controllers: [UsersController, TeamsController, PersonsController],
  providers: [users, teams, persons, UserMessageHandler, TeamMessageHandler, PersonMessageHandler],
  exports: [users, teams, persons],
})
export class OrganisationModule {}
