import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandHandler as Handle, CommandResult } from '#eventsourcing';
import { CommandMessage } from '#platform/nest';
import type { MarketingCommand } from '../domain/marketing.decider.ts';

/** Decides commands on campaigns, sites and partners. */
export const MARKETING_COMMANDS = Symbol('MarketingCommands');

export class MarketingMessage extends CommandMessage<MarketingCommand> {}

@CommandHandler(MarketingMessage)
export class MarketingMessageHandler implements ICommandHandler<MarketingMessage, CommandResult> {
  constructor(@Inject(MARKETING_COMMANDS) private readonly handle: Handle<MarketingCommand>) {}

  execute({ request }: MarketingMessage): Promise<CommandResult> {
    return this.handle(request);
  }
}
