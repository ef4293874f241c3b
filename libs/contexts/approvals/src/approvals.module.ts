import { Module } from '@nestjs/common';
import type { Codec, EventStore } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { CODEC, COMMAND_SETTINGS, DIRECTORY, EVENT_STORE, RULEBOOK, type CommandSettings } from '#platform/nest';
import type { Directory, Rulebook } from '#rules';
import { approvalCommands } from './application/approval.commands.ts';
import { APPROVAL_FORMS, approvalForms } from './application/approval-forms.ts';
import { ApprovalFormController } from './http/approval-form.controller.ts';
import { APPROVAL_COMMANDS, ApprovalMessageHandler } from './http/approval.messages.ts';
import { ApprovalsController } from './http/approvals.controller.ts';

const commands = {
  provide: APPROVAL_COMMANDS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory, rulebook: Rulebook, { clock }: CommandSettings) =>
    approvalCommands({ store, codec, directory, rulebook, clock }),
  inject: [EVENT_STORE, CODEC, DIRECTORY, RULEBOOK, COMMAND_SETTINGS],
};

const forms = {
  provide: APPROVAL_FORMS,
  useFactory: (store: EventStore, codec: Codec<AnyEvent>, directory: Directory) => approvalForms({ store, codec, directory }),
  inject: [EVENT_STORE, CODEC, DIRECTORY],
};

@Module({
  controllers: [ApprovalsController, ApprovalFormController],
  providers: [commands, forms, ApprovalMessageHandler],
  exports: [commands],
})
export class ApprovalsModule {}
