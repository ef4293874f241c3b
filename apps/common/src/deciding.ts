import type { INestApplicationContext } from '@nestjs/common';
import type { CommandHandler } from '#eventsourcing';
import type { ApprovalCommand } from '#approvals';
import { APPROVAL_COMMANDS } from '#approvals/nest';
import type { ContractCommand } from '#contracts';
import { CONTRACT_COMMANDS } from '#contracts/nest';
import type { DefinitionCommand } from '#definitions';
import { DEFINITION_COMMANDS } from '#definitions/nest';
import type { LeadCommand } from '#leads';
import { LEAD_COMMANDS } from '#leads/nest';
import type { NegotiationCommand } from '#negotiations';
import { NEGOTIATION_COMMANDS } from '#negotiations/nest';
import type { OpportunityCommand } from '#opportunities';
import { OPPORTUNITY_COMMANDS } from '#opportunities/nest';
import { definitionHandlers, type DeadlineHandlers } from '#processes';

/** Who decides on the streams of each category, of those too in which nothing is ever due. */
export interface DecidingHandlers extends DeadlineHandlers {
  readonly negotiation: CommandHandler<NegotiationCommand>;
}

/** What decides the commands that processes and deadlines give. */
export const handlersOf = (app: Pick<INestApplicationContext, 'get'>): DecidingHandlers => ({
  lead: app.get<CommandHandler<LeadCommand>>(LEAD_COMMANDS),
  approval: app.get<CommandHandler<ApprovalCommand>>(APPROVAL_COMMANDS),
  opportunity: app.get<CommandHandler<OpportunityCommand>>(OPPORTUNITY_COMMANDS),
  contract: app.get<CommandHandler<ContractCommand>>(CONTRACT_COMMANDS),
  negotiation: app.get<CommandHandler<NegotiationCommand>>(NEGOTIATION_COMMANDS),
  ...definitionHandlers(app.get<CommandHandler<DefinitionCommand>>(DEFINITION_COMMANDS)),
});
