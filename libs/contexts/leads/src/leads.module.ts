import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, RULEBOOK, WORKLOAD, type CommandSettings } from '#platform/nest';
import type { Directory, Rulebook, Workload } from '#rules';
import { leadCommands } from './application/lead.commands.ts';
import { LEAD_COMMANDS, LeadMessageHandler } from './http/lead.messages.ts';
import { LeadHandoverController } from './http/handover.controller.ts';
import { LeadIntakeController } from './http/intake.controller.ts';
import { LeadNurtureController } from './http/nurture.controller.ts';
import { LeadQualificationController } from './http/qualification.controller.ts';
import { LeadsController } from './http/leads.controller.ts';

const commands = {
  provide: LEAD_COMMANDS,
  useFactory: (
    store: EventStore,
    codec: Codec<AnyEvent>,
    directory: Directory,
    rulebook: Rulebook,
    workload: Workload,
    { clock, digest }: CommandSettings,
  ) => leadCommands({ store, codec, directory, rulebook, workload, digest, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, RULEBOOK, WORKLOAD, COMMAND_SETTINGS],
};

@Module({
  controllers: [LeadsController, LeadIntakeController, LeadNurtureController, LeadHandoverController, LeadQualificationController],
  providers: [commands, LeadMessageHandler],
  exports: [commands],
})
export class LeadsModule {}
