import { commandIdOf, type Actor, type CommandHandler, type CommandRequest, type CommandResult, type StreamId } from '#eventsourcing';
import { canonicalBytes, sha256Hex } from '#event-contracts';
import { policyVersion, present, processVersion } from '#rules';
import type { TeamCommand, UserCommand } from '../domain/organisation-command.ts';
import type { OrgSeed, SeedTeam, SeedUser } from './org-seed.ts';
import { teamStream, userStream } from './streams.ts';

/** Who founds an organisation; what it may do is granted to its channel. */
export const founder: Actor = { userId: 'dealtrail-bootstrap', rolesAtThatTime: ['BOOTSTRAP'], userRevision: -1, channel: 'bootstrap' };

/** What an organisation's file can ask for. */
export type SeedCommand =
  | Extract<
      UserCommand,
      {
        type:
          | 'RegisterUser'
          | 'DeactivateUser'
          | 'ReactivateUser'
          | 'GrantRole'
          | 'RevokeRole'
          | 'JoinTeam'
          | 'LeaveTeam'
          | 'SetUserTerritories';
      }
    >
  | TeamCommand;
type SeedUserCommand = Exclude<SeedCommand, TeamCommand>;

const registrations = ({ userId, displayName, email, roles }: SeedUser): readonly SeedUserCommand[] => [
  { type: 'RegisterUser', data: { userId, ...present({ displayName, email }) } },
  ...roles.map((role) => ({ type: 'GrantRole', data: { userId, role } }) as const),
];

/** Parents before the teams below them. */
const fromTheTop = (teams: readonly SeedTeam[]): readonly SeedTeam[] => {
  const parents = new Map(teams.map(({ teamId, parentTeamId }) => [teamId, parentTeamId]));
  const depth = (teamId: string | undefined): number => (teamId === undefined ? 0 : 1 + depth(parents.get(teamId)));
  return teams.toSorted((one, other) => depth(one.teamId) - depth(other.teamId));
};

const formation = ({ teamId, name, parentTeamId }: SeedTeam): TeamCommand => ({
  type: 'FormTeam',
  data: { teamId, name, ...present({ parentTeamId }) },
});

const appointment = ({ teamId, managerId }: SeedTeam): readonly TeamCommand[] =>
  managerId === undefined ? [] : [{ type: 'AppointManager', data: { teamId, userId: managerId } }];

const joining = ({ userId, teamId }: SeedUser): readonly SeedUserCommand[] =>
  teamId === undefined ? [] : [{ type: 'JoinTeam', data: { userId, teamId } }];

const ofTeams = ({ teamId, territories }: SeedTeam): readonly TeamCommand[] =>
  territories === undefined ? [] : [{ type: 'SetTeamTerritories', data: { teamId, territories } }];

const ofUsers = ({ userId, territories }: SeedUser): readonly SeedUserCommand[] =>
  territories === undefined ? [] : [{ type: 'SetUserTerritories', data: { userId, territories } }];

/** What an organisation's file asks for, in an order in which each can be done. */
export const commandsOf = ({ users, teams }: OrgSeed): readonly SeedCommand[] => [
  ...users.flatMap(registrations),
  ...fromTheTop(teams).map(formation),
  ...teams.flatMap(appointment),
  ...users.flatMap(joining),
  ...teams.flatMap(ofTeams),
  ...users.flatMap(ofUsers),
];

const teamCommands: readonly SeedCommand['type'][] = ['FormTeam', 'AppointManager', 'SetTeamTerritories'];

/** Whether it is asked of a team; of a user otherwise. */
export const isTeamCommand = (command: SeedCommand): command is TeamCommand => teamCommands.includes(command.type);

const streamOf = (command: SeedCommand): StreamId =>
  isTeamCommand(command) ? teamStream(command.data.teamId) : userStream(command.data.userId);

/** What makes it the same command again; what is personal is left out, for its digest would outlive an erasure. */
const identityOf = (command: SeedCommand): string =>
  command.type === 'RegisterUser'
    ? `${command.type}:${command.data.userId}`
    : `${command.type}:${canonicalBytes(command.data).toString('utf8')}`;

const requestOf = <C extends SeedCommand>(command: C, ledgerId: string): CommandRequest<C> => {
  const stream = streamOf(command);
  const commandId = commandIdOf(ledgerId, founder.userId, stream, identityOf(command));
  return {
    stream,
    caseId: stream,
    command,
    commandId,
    bodyDigest: sha256Hex(Buffer.from(identityOf(command))),
    actor: founder,
    correlationId: commandId,
    causationId: commandId,
    policyVersion,
    processVersion,
  };
};

export interface SeedOutcome {
  readonly command: SeedCommand;
  readonly result: CommandResult;
}

/**
 * Founds the organisation that the file states. Each command has an id of its content, so that the same file again changes nothing, and
 * what was changed by hand since stays changed. `ledgerId` is a UUID.
 */
export const foundOrganisation = async (
  seed: OrgSeed,
  ledgerId: string,
  { users, teams }: { readonly users: CommandHandler<UserCommand>; readonly teams: CommandHandler<TeamCommand> },
): Promise<readonly SeedOutcome[]> => {
  const outcomes: SeedOutcome[] = [];
  for (const command of commandsOf(seed)) {
    const result = isTeamCommand(command) ? await teams(requestOf(command, ledgerId)) : await users(requestOf(command, ledgerId));
    outcomes.push({ command, result });
  }
  return outcomes;
};
