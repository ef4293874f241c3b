import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, RULEBOOK, type CommandSettings } from '#platform/nest';
import type { Directory, Rulebook } from '#rules';
import { opportunityCommands } from './application/opportunity.commands.ts';
import { DiscoveryController } from './http/discovery.controller.ts';
import { OpportunitiesController } from './http/opportunities.controller.ts';
import { OPPORTUNITY_COMMANDS, OpportunityMessageHandler } from './http/opportunity.messages.ts';

const commands = {
  provide: OPPORTUNITY_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, rulebook: Rulebook, { clock }: CommandSettings) =>
    opportunityCommands({ store, codec, directory, rulebook, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, RULEBOOK, COMMAND_SETTINGS],
};

@Module({
  controllers: [OpportunitiesController, DiscoveryController],
  providers: [commands, OpportunityMessageHandler],
  exports: [commands],
})
export class OpportunitiesModule {}
