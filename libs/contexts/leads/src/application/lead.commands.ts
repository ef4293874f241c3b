import {
  aggregateRepository,
  andThen,
  commandHandler,
  type Awaitable,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type Instant,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type DefinitionKind, type LeadEvent } from '#event-contracts';
import {
  defaultCalendar,
  denialFor,
  publishedProcess,
  type Definition,
  type Directory,
  type ProcessDefinition,
  type Rulebook,
  type Workload,
  personsOf,
  principalOf,
} from '#rules';
import type { Known } from '../domain/chapter.ts';
import type { InformedLeadCommand, LeadCommand } from '../domain/lead-command.ts';
import { assigneeOf, lead } from '../domain/lead.decider.ts';
import type { Lead } from '../domain/lead.state.ts';
import { contactKeysOf, othersFor } from './looking-up.ts';

export const leadStream = (leadId: string): StreamId => `lead-${leadId}`;

/** A lead starts a case, which its opportunity joins. */
export const caseOfLead = (leadId: string): CaseId => `case-${leadId}`;

export interface LeadPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly rulebook: Rulebook;
  readonly workload: Workload;
  /** Keyed digest of bytes: what tells persons apart without naming them. */
  readonly digest: (bytes: Buffer) => string;
  readonly clock?: Clock;
}

type Asked = CommandRequest<LeadCommand>;
type Pinning = { readonly definition: ProcessDefinition; readonly processInForce: boolean };

/** What the lead is pinned to since its first event; for one that is captured, what it asks for, or the company's standard process. */
const pinningOf = (rulebook: Rulebook, request: Asked, state: Lead, now: Instant): Awaitable<Pinning> =>
  state.status === 'unknown'
    ? pinningOfNew(rulebook, request, now)
    : andThen(publishedProcess(rulebook, state.facts.processVersion), (definition) => ({ definition, processInForce: true }));

const pinningOfNew = async (rulebook: Rulebook, { command, processVersion }: Asked, now: Instant): Promise<Pinning> => {
  const asked = command.type === 'CaptureLead' ? command.data.process : undefined;
  const inForce = await rulebook.processInForce({ id: asked }, now);
  return {
    definition: inForce ?? (await publishedProcess(rulebook, processVersion)),
    processInForce: inForce !== undefined || asked === undefined,
  };
};

const aggregates = ({ store, codec }: Pick<LeadPorts, 'store' | 'codec'>) =>
  aggregateRepository<Lead, LeadEvent>(store, codecOf<LeadEvent>(codec), lead);

/** The company's rules for leads go by this id. */
const standard = 'standard';

const inForce = <K extends DefinitionKind>(rulebook: Rulebook, kind: K, id: string, at: Instant): Awaitable<Definition<K>> =>
  andThen(rulebook.inForce(kind, id, at), (found) => {
    if (!found) throw new Error(`no ${kind} ${id} is in force`);
    return found;
  });

/** Adds what the decider is to know: who asks, when, under which process and rules, and what it needs of others. */
const informing = (ports: LeadPorts) => {
  const { rulebook, directory, workload, digest } = ports;
  const others = aggregates(ports);
  const readLead = (leadId: string) => others.refresh(leadStream(leadId));
  return async (request: Asked, state: Lead, now: Instant): Promise<CommandRequest<InformedLeadCommand>> => {
    const { command, actor, occurredAt: at = now } = request;
    const [pinning, assignmentRules, { contents: limits }, scoringModel, bantForm, { contents: calendar }] = await Promise.all([
      pinningOf(rulebook, request, state, now),
      inForce(rulebook, 'assignmentRules', standard, now),
      inForce(rulebook, 'leadRules', standard, now),
      inForce(rulebook, 'scoringModel', standard, now),
      inForce(rulebook, 'qualificationForm', 'BANT', now),
      inForce(rulebook, 'calendar', defaultCalendar.id, now),
    ]);
    const known: Known = {
      userId: principalOf(actor),
      persons: personsOf(actor),
      roles: actor.rolesAtThatTime,
      at,
      now,
      definition: pinning.definition,
      processInForce: pinning.processInForce,
      assignmentRules,
      limits,
      scoringModel,
      bantForm,
      calendar,
      contactKeys: contactKeysOf(command, digest),
      ...(await othersFor(command, state, assignmentRules, { directory, workload, readLead })),
    };
    return { ...request, processVersion: pinning.definition.processVersion, command: { ...command, known } };
  };
};

/** A lead that belongs to nobody yet is taken up under the authority over whom it is assigned to. */
const subjectOf = ({ command }: Asked, state: Lead): string | null =>
  assigneeOf(state) ?? (command.type === 'AssignLead' ? command.data.to : null);

/** Decides commands on leads, with authority checked against the lead's assignee. */
export const leadCommands = (ports: LeadPorts): CommandHandler<LeadCommand> => {
  const { store, codec, directory, clock } = ports;
  return commandHandler<Lead, InformedLeadCommand, LeadEvent, LeadCommand>({
    store,
    codec: codecOf<LeadEvent>(codec),
    decider: lead,
    exists: ({ status }) => status !== 'unknown',
    creates: ['CaptureLead'],
    authorize: (request, state) => denialFor(directory, request.command.type, request.actor, subjectOf(request, state)),
    inform: informing(ports),
    ...(clock && { clock }),
  });
};
