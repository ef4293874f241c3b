import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { ContractCommand } from '../domain/contract-command.ts';

/** Decides commands on contracts. */
export const CONTRACT_COMMANDS = Symbol('ContractCommands');

export class ContractMessage extends CommandMessage<ContractCommand> {}

@CommandHandler(ContractMessage)
export class ContractMessageHandler implements ICommandHandler<ContractMessage, CommandResult> {
  constructor(@Inject(CONTRACT_COMMANDS) private readonly handle: Handle<ContractCommand>) {}

  execute({ request }: ContractMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
