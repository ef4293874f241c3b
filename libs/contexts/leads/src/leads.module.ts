import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, type CommandSettings } from '#platform/nest';
import type { Directory } from '#rules';
import { leadCommands } from './application/lead.commands.ts';
import { LEAD_COMMANDS, LeadMessageHandler } from './http/lead.messages.ts';
import { LeadsController } from './http/leads.controller.ts';

const commands = {
  provide: LEAD_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, { clock }: CommandSettings) =>
    leadCommands({ store, codec, directory, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS],
};

@Module({ controllers: [LeadsController], providers: [commands, LeadMessageHandler], exports: [commands] })
export class LeadsModule {}
