import {
  commandHandler,
  systemClock,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type LeadEvent } from '#event-contracts';
import { denialFor, firstContactDueAt, type Directory } from '#rules';
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

/** L232: the time to contact a lead runs from when it was assigned, which is therefore given from here on. */
const informed = async (
  { directory, clock = systemClock }: LeadPorts,
  request: CommandRequest<LeadCommand>,
): Promise<CommandRequest<InformedLeadCommand>> => {
  const { command, occurredAt = clock() } = request;
  if (command.type !== 'AssignLead') return { ...request, command };
  const facts = { assignee: await directory.standing(command.data.to), contactDueAt: firstContactDueAt(occurredAt) };
  return { ...request, occurredAt, command: { ...command, data: { ...command.data, ...facts } } };
};

/** A lead that belongs to nobody yet is taken up under the authority over whom it is assigned to. */
const subjectOf = (command: InformedLeadCommand, state: Lead): string | null =>
  assigneeOf(state) ?? (command.type === 'AssignLead' ? command.data.to : null);

/** Decides commands on leads, with authority checked against the lead's assignee. */
export const leadCommands = (ports: LeadPorts): CommandHandler<LeadCommand> => {
  const { store, codec, directory, clock } = ports;
  const handle = commandHandler<Lead, InformedLeadCommand, LeadEvent>({
    store,
    codec: codecOf<LeadEvent>(codec),
    decider: lead,
    exists: ({ status }) => status !== 'unknown',
    creates: ['CaptureLead'],
    authorize: ({ command, actor }, state) => denialFor(directory, command.type, actor, subjectOf(command, state)),
    ...(clock && { clock }),
  });
  return async (request) => handle(await informed(ports, request));
};
