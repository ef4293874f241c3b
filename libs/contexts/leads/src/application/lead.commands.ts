import {
  commandHandler,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type LeadEvent } from '#event-contracts';
import { denialFor, type Directory } from '#rules';
import type { InformedLeadCommand, LeadCommand } from '../domain/lead-command.ts';
import { assigneeOf, lead, type Lead } from '../domain/lead.decider.ts';

export const leadStream = (leadId: string): StreamId => `lead-${leadId}`;

/** A lead starts a case, which its opportunity joins. */
export const caseOfLead = (leadId: string): CaseId => `case-${leadId}`;

export interface LeadPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly clock?: Clock;
}

const informed = async (directory: Directory, command: LeadCommand): Promise<InformedLeadCommand> =>
  command.type === 'AssignLead' ? { ...command, data: { ...command.data, assignee: await directory.standing(command.data.to) } } : command;

/** A lead that belongs to nobody yet is taken up under the authority over whom it is assigned to. */
const subjectOf = (command: InformedLeadCommand, state: Lead): string | null =>
  assigneeOf(state) ?? (command.type === 'AssignLead' ? command.data.to : null);

/** Decides commands on leads, with authority checked against the lead's assignee. */
export const leadCommands = ({ store, codec, directory, clock }: LeadPorts): CommandHandler<LeadCommand> => {
  const handle = commandHandler<Lead, InformedLeadCommand, LeadEvent>({
    store,
    codec: codecOf<LeadEvent>(codec),
    decider: lead,
    exists: ({ status }) => status !== 'unknown',
    creates: ['CaptureLead'],
    authorize: ({ command, actor }, state) => denialFor(directory, command.type, actor, subjectOf(command, state)),
    ...(clock && { clock }),
  });
  return async (request: CommandRequest<LeadCommand>) => handle({ ...request, command: await informed(directory, request.command) });
};
