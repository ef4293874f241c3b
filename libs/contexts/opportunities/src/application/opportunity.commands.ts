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
import { calendarAt, distinct, denialFor, personsOf, present, principalOf, type Directory, type Rulebook } from '#rules';
import type { Known } from '../domain/chapter.ts';
import type { InformedOpportunityCommand, OpportunityCommand } from '../domain/opportunity-command.ts';
import { membersOf, opportunity, ownerOf } from '../domain/opportunity.decider.ts';
import type { Opportunity } from '../domain/opportunity.state.ts';
import { accountNamed } from './account-on-file.ts';
import { allowanceFor } from './allowance.ts';
import { rulesOfDeal } from './rules-of-deal.ts';

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

/** The roles of those who are users; what they are called stays with them. */
const rolesOf = async (
  { directory }: Pick<OpportunityPorts, 'directory'>,
  userIds: readonly string[],
): Promise<Known['people'] & object> => {
  const users = await Promise.all(distinct(userIds).map((userId) => directory.user(userId)));
  return Object.fromEntries(users.flatMap((user) => (user?.active ? [[user.userId, user.roles]] : [])));
};

/** What a command names that is not of the deal: a user, the bytes of a document, a form. */
const lookedUp = async (
  { directory, documents, rulebook }: Pick<OpportunityPorts, 'directory' | 'documents' | 'rulebook'>,
  command: OpportunityCommand,
  now: Instant,
): Promise<Pick<Known, 'named' | 'namedRoles' | 'stored' | 'people' | 'form'>> => {
  switch (command.type) {
    case 'AnswerQualification':
      return present({ form: await rulebook.inForce('qualificationForm', command.data.framework, now) });
    case 'AdoptImportedOpportunity':
      return { named: await directory.standing(command.data.ownerId) };
    case 'RecordExecutiveMeeting':
    case 'RecordWorkshop':
      return { people: await rolesOf({ directory }, command.data.ourUserIds) };
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
  (ports: OpportunityPorts) =>
  async (request: Asked, state: Opportunity, now: Instant): Promise<CommandRequest<InformedOpportunityCommand>> => {
    const { command, actor, occurredAt } = request;
    const [rules, calendar] = await Promise.all([rulesOfDeal(ports.rulebook, request, state, now), calendarAt(ports.rulebook, now)]);
    const known = {
      ...{ userId: principalOf(actor), persons: personsOf(actor), roles: actor.rolesAtThatTime, at: occurredAt ?? now, now },
      ...rules,
      calendar,
      ...(await lookedUp(ports, command, now)),
      ...(await accountNamed(ports, command)),
      ...present({ allowance: await allowanceFor(ports, command, ownerOf(state), now) }),
    };
    return { ...request, processVersion: rules.definition.processVersion, command: { ...command, known } };
  };

/** A deal is opened or adopted under the authority over whom it is to belong to. A deal that is only claimed belongs to nobody, and everyone is told so by the refusal. */
const subjectOf = ({ command, actor }: Asked, state: Opportunity): string | null => {
  if (command.type === 'AdoptImportedOpportunity') return command.data.ownerId;
  if (state.status === 'imported') return principalOf(actor);
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
