import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, type CommandSettings } from '#platform/nest';
import type { Directory } from '#rules';
import { referenceCommands } from './application/reference.commands.ts';
import { REFERENCE_COMMANDS, ReferenceMessageHandler } from './http/reference.messages.ts';

const commands = {
  provide: REFERENCE_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, { clock }: CommandSettings) =>
    referenceCommands({ store, codec, directory, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS],
};

@Module({ providers: [commands, ReferenceMessageHandler], exports: [commands] })
export class ImportsModule {}
