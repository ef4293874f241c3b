import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import {
  CODEC,
  COMMAND_SETTINGS,
  DIRECTORY,
  EVENT_STORE,
  HELD_ROLES,
  RULEBOOK,
  type CommandSettings,
  type HeldRoles,
} from '#platform/nest';
import { definitionVocabularies, type Directory } from '#rules';
import { definitionCommands } from './application/definition.commands.ts';
import type { FreshRulebook } from './application/rulebook.ts';
import { standardCommands } from './application/standard.commands.ts';
import { DEFINITION_COMMANDS, DefinitionMessageHandler, STANDARD_COMMANDS, StandardMessageHandler } from './http/definition.messages.ts';
import { DefinitionsController } from './http/definitions.controller.ts';

const commands = {
  provide: DEFINITION_COMMANDS,
  useFactory: (
    store: EventStore,
    codec: Codec<AnyEvent>,
    rulebook: FreshRulebook,
    directory: Directory,
    heldRoles: HeldRoles,
    { clock }: CommandSettings,
  ) => definitionCommands({ store, codec, rulebook, directory, heldRoles, vocabularies: definitionVocabularies, clock }),
  inject: [EVENT_STORE, CODEC, RULEBOOK, DIRECTORY, HELD_ROLES, COMMAND_SETTINGS],
};

const standards = {
  provide: STANDARD_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, rulebook: FreshRulebook, directory: Directory, { clock }: CommandSettings) =>
    standardCommands({ store, codec, rulebook, directory, clock }),
  inject: [EVENT_STORE, CODEC, RULEBOOK, DIRECTORY, COMMAND_SETTINGS],
};

@Module({
  controllers: [DefinitionsController],
  providers: [commands, standards, DefinitionMessageHandler, StandardMessageHandler],
  exports: [commands],
})
export class DefinitionsModule {}
