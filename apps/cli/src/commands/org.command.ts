import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse, YAMLParseError } from 'yaml';
import { commandsOf, isTeamCommand, readOrgSeed, type OrgSeed, type SeedCommand, type TeamCommand } from '#organisation';
import type { AnswerBody } from '#platform/nest';
import type { OrgChartDto, OrgUserDto } from '#org-chart/nest';
import { Refused, table, UserError, valueText, type Client } from '#terminal';
import { common, connected, output, type CommonOptions, type Context } from '../context.ts';

interface Requested {
  readonly path: string;
  readonly body: object;
}

const ofTeam = ({ type, data }: TeamCommand): Requested => {
  const team = `/v1/teams/${data.teamId}`;
  switch (type) {
    case 'FormTeam':
      return { path: '/v1/teams', body: data };
    case 'AppointManager':
      return { path: `${team}/manager`, body: { userId: data.userId } };
    case 'SetTeamTerritories':
      return { path: `${team}/territories`, body: { territories: data.territories } };
  }
};

const because = ({ reason }: { readonly reason?: string | undefined }): object => (reason === undefined ? {} : { reason });

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
    case 'SetUserTerritories':
      return { path: `${user}/territories`, body: { territories: data.territories } };
    case 'DeactivateUser':
      return { path: `${user}/deactivate`, body: because(data) };
    case 'ReactivateUser':
      return { path: `${user}/reactivate`, body: because(data) };
  }
};

/** The request that asks for what an organisation's file asks for. */
const requestFor = (command: SeedCommand): Requested => (isTeamCommand(command) ? ofTeam(command) : ofUser(command));

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
    if (command.type === 'GrantRole' && error instanceof Refused && error.problem.reason === 'SecondPersonNeeded') {
      await client.post<AnswerBody>(`${path}/propose`, body, `${key}:propose`);
      return {
        command: command.type,
        about,
        outcome: `proposed; for another administrator: dealtrail org confirm ${about} ${command.data.role}`,
      };
    }
    if (error instanceof Refused) return { command: command.type, about, outcome: `refused: ${error.message}` };
    throw error;
  }
};

/** What is printed of an answer. */
type AnswerTexts = Readonly<Record<AnswerBody['outcome'], string>>;

const nameOf = ({ sealed }: OrgUserDto): string =>
  sealed.map(({ state, fields }) => (state === 'open' ? valueText(fields?.['displayName']) : `(${state})`)).join(' ') || '–';

/** Until when somebody is away and whom to turn to, and who may act for them until when. */
const standInText = ({ absences, delegations }: NonNullable<OrgUserDto['standIns']>): readonly string[] => [
  ...absences.map(({ until, substituteId }) => `away until ${until}${substituteId === null ? '' : `, turn to ${substituteId}`}`),
  ...delegations.map(({ to, until, roles }) => `${to} may act as ${roles.join(' ')} until ${until}`),
];

const standingOf = ({ active, standIns }: OrgUserDto): string =>
  [...(active ? [] : ['inactive']), ...(standIns ? standInText(standIns) : [])].join('; ');

/** What waits for an answer, and what whoever looks may do about it; nothing where nothing does. */
const proposalsText = ({ users }: OrgChartDto): readonly string[] => {
  const rows = users.flatMap(({ userId, proposals }) =>
    (proposals ?? []).map(({ role, proposedBy, proposedAt, mayConfirm }) => [
      ...[role, userId, proposedBy.join(' '), proposedAt],
      mayConfirm ? `dealtrail org confirm ${userId} ${role}` : 'for another administrator to confirm',
    ]),
  );
  return rows.length === 0 ? [] : ['', table(['proposed', 'for', 'by', 'at', ''], rows)];
};

const chartText = (chart: OrgChartDto): string => {
  const { users, teams } = chart;
  return [
    table(
      ['user', 'name', 'roles', 'team', 'territories', ''],
      users.map((user) => [user.userId, nameOf(user), user.roles.join(' '), user.teamId, user.territories.join(' '), standingOf(user)]),
    ),
    '',
    table(
      ['team', 'name', 'belongs to', 'manager', 'territories'],
      teams.map(({ teamId, name, parentTeamId, managerId, territories }) => [teamId, name, parentTeamId, managerId, territories.join(' ')]),
    ),
    ...proposalsText(chart),
  ].join('\n');
};

const applying = (org: Command, context: Context): void => {
  const command = org
    .command('apply')
    .argument(
      '<file>',
      'YAML or JSON: users (userId, displayName, email, roles, teamId, territories), teams (teamId, name, parentTeamId, managerId, territories)',
    )
    .description(
      'Make it so that all the users, roles and teams of a file are there. What is there beside them stays. A role that takes two persons is proposed.',
    )
    .action(async (file: string, options: CommonOptions) => {
      const out = output(context, options);
      const commands = commandsOf(await readSeed(file));
      await connected(context, out, async (client) => {
        const [run, applied]: [string, Applied[]] = [randomUUID(), []];
        for (const [at, each] of commands.entries()) applied.push(await apply(client, each, `${run}-${at}`));
        out.result(applied, () =>
          table(
            ['command', 'about', 'outcome'],
            applied.map(({ command: type, about, outcome }) => [type, about, outcome]),
          ),
        );
        const refused = applied.filter(({ outcome }) => outcome.startsWith('refused'));
        if (refused.length > 0) throw new UserError(`${refused.length} of ${applied.length} were refused`);
      });
    });
  common(command, 'org apply organisation.yaml');
};

/** Answers a proposal, and tells what came of it. */
const answering = async (context: Context, options: CommonOptions, path: string, body: object, told: AnswerTexts): Promise<void> => {
  const out = output(context, options);
  await connected(context, out, async (client) => {
    const answer = await client.post<AnswerBody>(path, body, randomUUID());
    out.result(answer, () => told[answer.outcome]);
  });
};

const proposalOf = (userId: string): string => `/v1/users/${encodeURIComponent(userId)}/roles`;

const confirming = (org: Command, context: Context): void => {
  const command = org
    .command('confirm')
    .argument('<userId>', 'who is to hold the role')
    .argument('<role>', 'for example SALES_DIRECTOR')
    .description('Grant a role that another administrator proposed; never to yourself.')
    .action((userId: string, role: string, options: CommonOptions) =>
      answering(
        context,
        options,
        `${proposalOf(userId)}/confirm`,
        { role },
        {
          accepted: `${userId} holds the role ${role} from now on.`,
          noEffect: `${userId} held the role ${role} before.`,
        },
      ),
    );
  common(command, 'org confirm wei SALES_DIRECTOR');
};

const declining = (org: Command, context: Context): void => {
  const command = org
    .command('decline')
    .argument('<userId>', 'for whom the role was proposed')
    .argument('<role>', 'for example SALES_DIRECTOR')
    .option('--reason <text>', 'why, for the record')
    .description('Do not grant a role that was proposed. It can be proposed again.')
    .action((userId: string, role: string, { reason, ...options }: CommonOptions & { readonly reason?: string }) =>
      answering(
        context,
        options,
        `${proposalOf(userId)}/decline`,
        { role, ...because({ reason }) },
        {
          accepted: `The role ${role} is not granted to ${userId}.`,
          noEffect: `The role ${role} was not proposed for ${userId}.`,
        },
      ),
    );
  common(command, 'org decline wei SALES_DIRECTOR --reason "not before the probation ends"');
};

const showing = (org: Command, context: Context): void => {
  const command = org
    .command('show', { isDefault: true })
    .description(
      'Everybody with roles, team, territories and who stands in for them, and the teams with their managers; names, and roles that wait to be confirmed, as far as you may see them.',
    )
    .action(async (options: CommonOptions) => {
      const out = output(context, options);
      await connected(context, out, async (client) => {
        const chart = await client.get<OrgChartDto>('/v1/organisation');
        out.result(chart, () => chartText(chart));
      });
    });
  common(command, 'org show', 'org show --json');
};

export const orgCommand = (program: Command, context: Context): void => {
  const org = program.command('org').description('Users, teams and roles.');
  applying(org, context);
  confirming(org, context);
  declining(org, context);
  showing(org, context);
};
