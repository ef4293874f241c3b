import {
  commandHandler,
  noticing,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type Instant,
  type KeyVault,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type AttemptEvent, type PersonEvent, type TeamEvent, type UserEvent } from '#event-contracts';
import { denialFor, personsOf, type AuthorityLookup, type Directory, type UserStanding } from '#rules';
import { attempts, type Attempts } from '../domain/attempts.decider.ts';
import type {
  AttemptCommand,
  InformedTeamCommand,
  InformedUserCommand,
  PersonCommand,
  TeamCommand,
  UserCommand,
} from '../domain/organisation-command.ts';
import { person, type Person } from '../domain/person.decider.ts';
import { team, type Team } from '../domain/team.decider.ts';
import { user } from '../domain/user.decider.ts';
import type { User } from '../domain/user.state.ts';
import type { FreshDirectory } from './directory.ts';

export interface OrganisationPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly clock?: Clock;
}

type AskedOfUser = CommandRequest<UserCommand>;

const standingOf = (directory: Directory, userId: string | undefined): Promise<UserStanding | undefined> =>
  userId === undefined ? Promise.resolve(undefined) : directory.standing(userId);

/** Adds what the decider is to know: who takes part, who the others are that the command names, and what the table in force asks for. */
const informedUser = async (directory: Directory, { command, actor }: AskedOfUser, now: Instant): Promise<InformedUserCommand> => {
  switch (command.type) {
    case 'JoinTeam':
      return { ...command, data: { ...command.data, teamExists: await directory.teamExists(command.data.teamId) } };
    case 'GrantRole': {
      const { secondPersonFor } = await directory.authority();
      const secondPerson = actor.channel !== 'bootstrap' && secondPersonFor.has(command.data.role);
      return { ...command, data: { ...command.data, secondPerson } };
    }
    case 'ConfirmRoleGrant':
      return { ...command, data: { ...command.data, persons: personsOf(actor) } };
    case 'DelegateAuthority':
      return { ...command, data: { ...command.data, delegate: await directory.standing(command.data.to), now } };
    case 'RecordAbsence':
      return { ...command, data: { ...command.data, substitute: await standingOf(directory, command.data.substituteId), now } };
    case 'RecordLeaving':
      return { ...command, data: { ...command.data, successor: await standingOf(directory, command.data.successorId), now } };
    default:
      return command;
  }
};

/** Decides commands on users. Nobody grants a role to themself. */
export const userCommands = ({
  store,
  codec,
  directory,
  clock,
}: OrganisationPorts & { readonly directory: FreshDirectory }): CommandHandler<UserCommand> => {
  const handle = commandHandler<User, InformedUserCommand, UserEvent, UserCommand>({
    store,
    codec: codecOf<UserEvent>(codec),
    decider: user,
    exists: ({ status }) => status !== 'unknown',
    creates: ['RegisterUser'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, command.data.userId),
    inform: async (request, _, now) => ({ ...request, command: await informedUser(directory, request, now) }),
    ...(clock && { clock }),
  });
  return noticing(directory, handle);
};

const informedTeam = async (directory: Directory, command: TeamCommand): Promise<InformedTeamCommand> => {
  switch (command.type) {
    case 'FormTeam': {
      const { parentTeamId } = command.data;
      return {
        ...command,
        data: { ...command.data, parentExists: parentTeamId !== undefined && (await directory.teamExists(parentTeamId)) },
      };
    }
    case 'AppointManager':
      return { ...command, data: { ...command.data, appointee: await directory.standing(command.data.userId) } };
    case 'SetTeamTerritories':
      return command;
  }
};

/** Decides commands on teams. Nobody appoints themself. */
export const teamCommands = ({
  store,
  codec,
  directory,
  clock,
}: OrganisationPorts & { readonly directory: FreshDirectory }): CommandHandler<TeamCommand> => {
  const handle = commandHandler<Team, InformedTeamCommand, TeamEvent>({
    store,
    codec: codecOf<TeamEvent>(codec),
    decider: team,
    exists: ({ status }) => status !== 'unknown',
    creates: ['FormTeam'],
    authorize: ({ command, actor }) => {
      const ownerId = command.type === 'AppointManager' ? command.data.userId : null;
      return denialFor(directory, command.type, actor, ownerId);
    },
    ...(clock && { clock }),
  });
  return noticing(directory, async (request) => handle({ ...request, command: await informedTeam(directory, request.command) }));
};

/**
 * Decides the erasure of persons, and erases the key once that is on record. Should the process end in between, the same command
 * again, or whoever follows the ledger's `PersonErased`, completes it: erasing is idempotent.
 */
export const personCommands = ({
  store,
  codec,
  directory,
  vault,
  clock,
}: OrganisationPorts & { readonly directory: AuthorityLookup; readonly vault: Pick<KeyVault, 'erase'> }): CommandHandler<PersonCommand> => {
  const handle = commandHandler<Person, PersonCommand, PersonEvent>({
    store,
    codec: codecOf<PersonEvent>(codec),
    decider: person,
    exists: () => true,
    creates: ['ErasePerson'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    ...(clock && { clock }),
  });
  return async (request) => {
    const result = await handle(request);
    if (result.kind === 'answered') await vault.erase(personKey(request.command.data.personId));
    return result;
  };
};

/** The key that a person's data is sealed under. */
export const personKey = (personId: string): string => `person-${personId}`;

/** Records what an authenticated user tried in vain; who may do so is the program itself, on the user's stream. */
export const attemptCommands = ({ store, codec, clock }: OrganisationPorts): CommandHandler<AttemptCommand> =>
  commandHandler<Attempts, AttemptCommand, AttemptEvent>({
    store,
    codec: codecOf<AttemptEvent>(codec),
    decider: attempts,
    exists: () => true,
    creates: ['RecordDeniedAttempt'],
    ...(clock && { clock }),
  });
