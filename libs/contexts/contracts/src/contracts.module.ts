import { Module } from '@nestjs/common';
import { documentOnFile, type Codec, type DocumentStore, type EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, DOCUMENT_STORE, EVENT_STORE, RULEBOOK, type CommandSettings } from '#platform/nest';
import type { Directory, Rulebook } from '#rules';
import { contractCommands } from './application/contract.commands.ts';
import { CONTRACT_COMMANDS, ContractMessageHandler } from './http/contract.messages.ts';
import { ContractSigningController } from './http/contract-signing.controller.ts';
import { ContractsController } from './http/contracts.controller.ts';

const commands = {
  provide: CONTRACT_COMMANDS,
  useFactory: (
    store: EventStore,
    codec: Codec<AnyEvent>,
    directory: Directory,
    rulebook: Rulebook,
    documents: DocumentStore,
    { clock, digest }: CommandSettings,
  ) => contractCommands({ store, codec, directory, rulebook, documents: documentOnFile(documents), digest, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, RULEBOOK, DOCUMENT_STORE, COMMAND_SETTINGS],
};

@Module({
  controllers: [ContractsController, ContractSigningController],
  providers: [commands, ContractMessageHandler],
  exports: [commands],
})
export class ContractsModule {}
