import { Module } from '@nestjs/common';
import type { Codec, EventStore, KeyVault } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, KEY_VAULT, type CommandSettings } from '#platform/nest';
import type { Directory } from '#rules';
import { negotiationCommands } from './application/negotiation.commands.ts';
import { NEGOTIATION_COMMANDS, NegotiationMessageHandler } from './http/negotiation.messages.ts';
import { NegotiationsController } from './http/negotiations.controller.ts';

const commands = {
  provide: NEGOTIATION_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, vault: KeyVault, { clock, digest }: CommandSettings) =>
    negotiationCommands({ store, codec, directory, vault, digest, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, KEY_VAULT, COMMAND_SETTINGS],
};

@Module({ controllers: [NegotiationsController], providers: [commands, NegotiationMessageHandler], exports: [commands] })
export class NegotiationsModule {}
