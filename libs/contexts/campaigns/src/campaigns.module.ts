import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, type CommandSettings } from '#platform/nest';
import type { Directory } from '#rules';
import { marketingCommands } from './application/marketing.commands.ts';
import { CampaignsController, PartnersController, WebsitesController } from './http/marketing.controllers.ts';
import { MARKETING_COMMANDS, MarketingMessageHandler } from './http/marketing.messages.ts';

const commands = {
  provide: MARKETING_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, { clock }: CommandSettings) =>
    marketingCommands({ store, codec, directory, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, COMMAND_SETTINGS],
};

@Module({
  controllers: [CampaignsController, WebsitesController, PartnersController],
  providers: [commands, MarketingMessageHandler],
  exports: [commands],
})
export class CampaignsModule {}
