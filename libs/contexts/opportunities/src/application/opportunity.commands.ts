import {
  commandHandler,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type DocumentOnFile,
  type EventStore,
  type Instant,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type OpportunityEvent } from '#event-contracts';
import { denialFor, present, type Directory, type ProcessDefinition, type Rulebook } from '#rules';
import type { Known } from '../domain/chapter.ts';
import type { InformedOpportunityCommand, OpportunityCommand } from '../domain/opportunity-command.ts';
import { membersOf, opportunity, ownerOf } from '../domain/opportunity.decider.ts';
import type { Opportunity } from '../domain/opportunity.state.ts';

export const opportunityStream = (opportunityId: string): StreamId => `opportunity-${opportunityId}`;

/** The case of a deal that was opened without a lead, or imported; a deal that comes from a lead joins the lead's case. */
export const caseOfOpportunity = (opportunityId: string): CaseId => `case-${opportunityId}`;

export interface OpportunityPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly rulebook: Rulebook;
  readonly documents: DocumentOnFile;
  readonly clock?: Clock;
}

type Asked = CommandRequest<OpportunityCommand>;
type Opening = CommandRequest<Extract<OpportunityCommand, { type: 'OpenOpportunity' }>>;

const named = async (rulebook: Rulebook, name: string): Promise<ProcessDefinition> => {
  const definition = await rulebook.process(name);
  if (!definition) throw new Error(`the process ${name} was never published`);
  return definition;
};

type Rules = Pick<Known, 'definition' | 'from' | 'processNotInForce'>;

/** A deal that begins its case is pinned to the process it asks for, or the standard one, as in force now; one that comes from a lead, to what the lead is under. Either to the variant of its segment (L97). */
const rulesOfOpening = async (rulebook: Rulebook, { command: { data }, processVersion }: Opening, now: Instant): Promise<Rules> => {
  const { leadId, process, segment } = data;
  if (leadId !== undefined) {
    const pinned = await named(rulebook, processVersion);
    const variant = segment && (await rulebook.processInForce({ id: pinned.variant?.of ?? pinned.id, segment }, now));
    return { definition: variant ?? pinned, from: pinned.processVersion };
  }
  const base = await rulebook.processInForce({ id: process }, now);
  const definition = segment ? await rulebook.processInForce({ id: process, segment }, now) : base;
  if (base && definition) return { definition, from: base.processVersion };
  return { definition: await named(rulebook, processVersion), ...present({ processNotInForce: process }) };
};

/** What the deal is pinned to, or will be. */
const rulesOf = async (rulebook: Rulebook, request: Asked, state: Opportunity, now: Instant): Promise<Rules> => {
  if ('facts' in state) return { definition: await named(rulebook, state.facts.processVersion) };
  if (request.command.type === 'OpenOpportunity') return rulesOfOpening(rulebook, { ...request, command: request.command }, now);
  return { definition: await named(rulebook, request.processVersion) };
};

/** What a command names that is not of the deal: a user, the bytes of a document. */
const lookedUp = async (
  { directory, documents }: Pick<OpportunityPorts, 'directory' | 'documents'>,
  command: OpportunityCommand,
): Promise<Pick<Known, 'named' | 'namedRoles' | 'stored'>> => {
  switch (command.type) {
    case 'ReassignOpportunity':
      return { named: await directory.standing(command.data.to) };
    case 'AddDealTeamMember': {
      const { userId } = command.data;
      return { named: await directory.standing(userId), namedRoles: (await directory.user(userId))?.roles ?? [] };
    }
    case 'AttachDocument':
      return present({ stored: await documents(command.data.sha256) });
    default:
      return {};
  }
};

/** Adds what the decider is to know: who asks, when, the process that the deal is pinned to, what is known of whom and what the command names. */
const informing =
  (ports: Pick<OpportunityPorts, 'rulebook' | 'directory' | 'documents'>) =>
  async (request: Asked, state: Opportunity, now: Instant): Promise<CommandRequest<InformedOpportunityCommand>> => {
    const { command, actor, occurredAt } = request;
    const rules = await rulesOf(ports.rulebook, request, state, now);
    const known = {
      ...{ userId: actor.onBehalfOf ?? actor.userId, roles: actor.rolesAtThatTime, at: occurredAt ?? now, now },
      ...rules,
      ...(await lookedUp(ports, command)),
    };
    return { ...request, processVersion: rules.definition.processVersion, command: { ...command, known } };
  };

/** A deal is opened under the authority over whom it is to belong to. A deal that is only claimed belongs to nobody, and everyone is told so by the refusal. */
const subjectOf = ({ command, actor }: Asked, state: Opportunity): string | null => {
  if (state.status === 'imported') return actor.userId;
  return ownerOf(state) ?? (command.type === 'OpenOpportunity' ? command.data.ownerId : null);
};

/** Decides commands on opportunities, with authority checked against the deal's owner and team. The request's `processVersion` names the process that applies. */
export const opportunityCommands = (ports: OpportunityPorts): CommandHandler<OpportunityCommand> => {
  const { store, codec, directory, clock } = ports;
  return commandHandler<Opportunity, InformedOpportunityCommand, OpportunityEvent, OpportunityCommand>({
    store,
    codec: codecOf<OpportunityEvent>(codec),
    decider: opportunity,
    exists: ({ status }) => status !== 'unknown',
    creates: ['OpenOpportunity', 'ImportOpportunity'],
    authorize: (request, state) => denialFor(directory, request.command.type, request.actor, subjectOf(request, state), membersOf(state)),
    inform: informing(ports),
    ...(clock && { clock }),
  });
};
