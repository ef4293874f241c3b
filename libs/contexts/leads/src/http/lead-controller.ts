import type { Type } from '@nestjs/common';
import { commandController, type CommandRouteOf } from '#platform/nest';
import { caseOfLead, leadStream } from '../application/lead.commands.ts';
import type { LeadCommand } from '../domain/lead-command.ts';
import { LeadMessage } from './lead.messages.ts';

/** One chapter of the work on a lead over HTTP: `POST /v1/leads/{id}/{path}`. */
export const leadController = <T extends LeadCommand['type']>(
  name: string,
  tag: string,
  routes: Readonly<Record<T, CommandRouteOf>>,
): Type<object> =>
  commandController<LeadCommand, T>({
    ...{ name, tag, base: 'v1/leads', id: 'leadId' },
    Message: LeadMessage,
    streamOf: leadStream,
    caseOf: caseOfLead,
    routes,
  });
