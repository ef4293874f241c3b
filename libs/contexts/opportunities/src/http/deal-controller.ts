import type { Type } from '@nestjs/common';
import { commandController, type CommandRouteOf } from '#platform/nest';
import { caseOfOpportunity, opportunityStream } from '../application/opportunity.commands.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';
import { OpportunityMessage } from './opportunity.messages.ts';

/** One chapter of a deal's work over HTTP: `POST /v1/opportunities/{id}/{path}`. */
export const dealController = <T extends OpportunityCommand['type']>(
  name: string,
  tag: string,
  routes: Readonly<Record<T, CommandRouteOf>>,
): Type<object> =>
  commandController<OpportunityCommand, T>({
    ...{ name, tag, base: 'v1/opportunities', id: 'opportunityId' },
    Message: OpportunityMessage,
    streamOf: opportunityStream,
    caseOf: caseOfOpportunity,
    routes,
  });
