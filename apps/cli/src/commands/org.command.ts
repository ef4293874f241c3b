import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import { commandsOf, readOrgSeed, type OrgSeed, type SeedCommand, type TeamCommand } from '#organisation';
import type { AnswerBody } from '#platform/nest';
import type { OrgChartDto, OrgUserDto } from '#org-chart/nest';
import { Refused, table, UserError, valueText, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

interface Requested {
  readonly path: string;
  readonly body: object;
}

const ofTeam = ({ type, data }: TeamCommand): Requested =>
  type === 'FormTeam' ? { path: '/v1/teams', body: data } : { path: `/v1/teams/${data.teamId}/manager`, body: { userId: data.userId } };

const ofUser = ({ type, data }: Exclude<SeedCommand, TeamCommand>): Requested => {
  const user = `/v1/users/${data.userId}`;
  switch (type) {
    case 'RegisterUser':
      return { path: '/v1/users', body: data };
    case 'GrantRole':
      return { path: `${user}/roles`, body: { role: data.role } };
    case 'RevokeRole':
      return { path: `${user}/roles/revoke`, body: { role: data.role } };
    case 'JoinTeam':
      return { path: `${user}/team`, body: { teamId: data.teamId } };
    case 'LeaveTeam':
      return { path: `${user}/team/leave`, body: {} };
    case 'DeactivateUser':
      return { path: `${user}/deactivate`, body: data.reason === undefined ? {} : { reason: data.reason } };
    case 'ReactivateUser':
      return { path: `${user}/reactivate`, body: data.reason === undefined ? {} : { reason: data.reason } };
  }
};

/** The request that asks for what an organisation's file asks for. */
const requestFor = (command: SeedCommand): Requested =>
  command.type === 'FormTeam' || command.type === 'AppointManager' ? ofTeam(command) : ofUser(command);

const readSeed = async (path: string): Promise<OrgSeed> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${path} cannot be read`, undefined, cause);
  });
  try {
    const reading = readOrgSeed(parse(text));
    if (reading.kind === 'seed') return reading.seed;
    throw new UserError(
      [`${path} is not an organisation:`, ...reading.problems.map(({ path: at, problem }) => `  ${at} ${problem}`)].join('\n'),
    );
  } catch (error) {
    throw error instanceof YAMLParseError ? new UserError(`${path} is neither YAML nor JSON: ${error.message}`) : error;
  }
};

interface Applied {
  readonly command: string;
  readonly about: string;
  readonly outcome: string;
}

const apply = async (client: Client, command: SeedCommand, key: string): Promise<Applied> => {
  const { path, body } = requestFor(command);
  const about = 'userId' in command.data ? command.data.userId : command.data.teamId;
  try {
    const { outcome } = await client.post<AnswerBody>(path, body, key);
    return { command: command.type, about, outcome: outcome === 'accepted' ? 'done' : 'was so' };
  } catch (error) {
    if (error instanceof Refused && error.problem.reason === 'SecondPersonNeeded') {
      await client.post<AnswerBody>(`${path}/propose`, body, `${key}:propose`);
      return { command: command.type, about, outcome: 'proposed; another administrator has to confirm it' };
    }
    if (error instanceof Refused) return { command: command.type, about, outcome: `refused: ${error.message}` };
    throw error;
  }
};

const nameOf = ({ sealed }: OrgUserDto): string =>
  sealed.map(({ state, fields }) => (state === 'open' ? valueText(fields?.['displayName']) : `(${state})`)).join(' ') || '–';

const chartText = ({ users, teams }: OrgChartDto): string =>
  [
    table(
      ['user', 'name', 'roles', 'team', ''],
      users.map((user) => [user.userId, nameOf(user), user.roles.join(' '), user.teamId, user.active ? '' : 'inactive']),
    ),
    '',
    table(
      ['team', 'name', 'belongs to', 'manager'],
      teams.map(({ teamId, name, parentTeamId, managerId }) => [teamId, name, parentTeamId, managerId]),
    ),
  ].join('\n');

export const orgCommand = (program: Command, context: Context): void => {
  const org = program.command('org').description('Users, teams and roles.');
  const applying = org
    .command('apply')
    .argument('<file>', 'YAML or JSON: users (userId, displayName, email, roles, teamId), teams (teamId, name, parentTeamId, managerId)')
    .description('Make it so that all the users, roles and teams of a file are there. What is there beside them stays.')
    .action(async (file: string, options: CommonOptions) => {
      const out = output(context, options);
      const commands = commandsOf(await readSeed(file));
      await connected(context, out, async (client) => {
        const [run, applied]: [string, Applied[]] = [randomUUID(), []];
        for (const [at, command] of commands.entries()) applied.push(await apply(client, command, `${run}-${at}`));
        out.result(applied, () =>
          table(
            ['command', 'about', 'outcome'],
            applied.map(({ command, about, outcome }) => [command, about, outcome]),
          ),
        );
        const refused = applied.filter(({ outcome }) => outcome.startsWith('refused'));
        if (refused.length > 0) throw new UserError(`${refused.length} of ${applied.length} were refused`);
      });
    });
  common(applying, 'org apply organisation.yaml');
  const showing = org
    .command('show', { isDefault: true })
    .description('Everybody with roles and team, and the teams with their managers; names as far as you may see them.')
    .action(async (options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const chart = await client.get<OrgChartDto>('/v1/organisation');
        out.result(chart, () => chartText(chart));
      });
    });
  common(showing, 'org show', 'org show --json');
};
