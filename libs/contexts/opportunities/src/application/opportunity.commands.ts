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
import { codecOf, type AnyEvent, type OpportunityEvent } from '#event-contracts';
import { denialFor, processNamed, type Directory, type ProcessDefinition } from '#rules';
import type { InformedOpportunityCommand, OpportunityCommand } from '../domain/opportunity-command.ts';
import { opportunity, ownerOf } from '../domain/opportunity.decider.ts';
import type { Opportunity } from '../domain/opportunity.state.ts';

export const opportunityStream = (opportunityId: string): StreamId => `opportunity-${opportunityId}`;

/** The case of a deal that was opened without a lead, or imported; a deal that comes from a lead joins the lead's case. */
export const caseOfOpportunity = (opportunityId: string): CaseId => `case-${opportunityId}`;

export interface OpportunityPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly clock?: Clock;
}

const definitionFor = (processVersion: string): ProcessDefinition => {
  const definition = processNamed(processVersion);
  if (!definition) throw new Error(`the process ${processVersion} was never published`);
  return definition;
};

type ByTheBook = Extract<OpportunityCommand, { type: 'OpenOpportunity' | 'AdvanceOpportunity' | 'RegressOpportunity' | 'WinOpportunity' }>;

const byTheBook: readonly string[] = ['OpenOpportunity', 'AdvanceOpportunity', 'RegressOpportunity', 'WinOpportunity'];
const isByTheBook = (command: OpportunityCommand): command is ByTheBook => byTheBook.includes(command.type);

/** Adds what the decider needs to know: the process that the request names, or whether a user is active. */
const informed = async (
  directory: Directory,
  { command, processVersion }: CommandRequest<OpportunityCommand>,
): Promise<InformedOpportunityCommand> => {
  if (isByTheBook(command)) {
    return { type: command.type, data: { ...command.data, definition: definitionFor(processVersion) } } as InformedOpportunityCommand;
  }
  if (command.type !== 'ReassignOpportunity') return command;
  return { ...command, data: { ...command.data, assignee: await directory.standing(command.data.to) } };
};

/** A deal is opened under the authority over whom it is to belong to. A deal that is only claimed belongs to nobody, and everyone is told so by the refusal. */
const subjectOf = ({ command, actor }: CommandRequest<InformedOpportunityCommand>, state: Opportunity): string | null => {
  if (state.status === 'imported') return actor.userId;
  return ownerOf(state) ?? (command.type === 'OpenOpportunity' ? command.data.ownerId : null);
};

/** Decides commands on opportunities, with authority checked against the deal's owner. The request's `processVersion` names the process that applies. */
export const opportunityCommands = ({ store, codec, directory, clock }: OpportunityPorts): CommandHandler<OpportunityCommand> => {
  const handle = commandHandler<Opportunity, InformedOpportunityCommand, OpportunityEvent>({
    store,
    codec: codecOf<OpportunityEvent>(codec),
    decider: opportunity,
    exists: ({ status }) => status !== 'unknown',
    creates: ['OpenOpportunity', 'ImportOpportunity'],
    authorize: (request, state) => denialFor(directory, request.command.type, request.actor, subjectOf(request, state)),
    ...(clock && { clock }),
  });
  return async (request) => handle({ ...request, command: await informed(directory, request) });
};
