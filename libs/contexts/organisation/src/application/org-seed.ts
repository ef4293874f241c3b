import { roles, type Role } from '#event-contracts';
import { isRequestId, requestIdForm } from '#platform';

export interface SeedUser {
  readonly userId: string;
  /** Sealed under the user's own key, like `email`. */
  readonly displayName?: string;
  readonly email?: string;
  readonly roles: readonly Role[];
  readonly teamId?: string;
  /** Those of their own; with none, they cover what their team covers. */
  readonly territories?: readonly string[];
}

export interface SeedTeam {
  readonly teamId: string;
  readonly name: string;
  readonly parentTeamId?: string;
  readonly managerId?: string;
  readonly territories?: readonly string[];
}

/**
 * An organisation as a file states it: `{ users: [{ userId, displayName?, email?, roles, teamId?, territories? }],
 * teams: [{ teamId, name, parentTeamId?, managerId?, territories? }] }`.
 */
export interface OrgSeed {
  readonly users: readonly SeedUser[];
  readonly teams: readonly SeedTeam[];
}

/** What is wrong, and where, for example `users[2].roles[0]`. */
export interface SeedProblem {
  readonly path: string;
  readonly problem: string;
}

export type SeedReading =
  { readonly kind: 'seed'; readonly seed: OrgSeed } | { readonly kind: 'invalid'; readonly problems: readonly SeedProblem[] };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isLine = (value: unknown): value is string => typeof value === 'string' && value.length >= 1 && value.length <= 300;
const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);
const isIds = (value: unknown): value is readonly string[] => Array.isArray(value) && value.length <= 500 && value.every(isRequestId);
const isRoles = (value: unknown): value is readonly Role[] => Array.isArray(value) && value.every(isRole);

interface Rule {
  readonly required: boolean;
  readonly allows: (value: unknown) => boolean;
  readonly says: string;
}

const id: Rule = { required: true, allows: isRequestId, says: `must be an id: ${requestIdForm}` };
const line: Rule = { required: true, allows: isLine, says: 'must be one line of 1 to 300 characters' };
const ids: Rule = { required: true, allows: isIds, says: `must be a list of at most 500 ids: ${requestIdForm}` };
const optional = (rule: Rule): Rule => ({ ...rule, required: false });

const userRules: Readonly<Record<keyof SeedUser, Rule>> = {
  userId: id,
  displayName: optional(line),
  email: optional(line),
  roles: { required: true, allows: isRoles, says: `must be a list of roles out of ${roles.join(', ')}` },
  teamId: optional(id),
  territories: optional(ids),
};
const teamRules: Readonly<Record<keyof SeedTeam, Rule>> = {
  teamId: id,
  name: line,
  parentTeamId: optional(id),
  managerId: optional(id),
  territories: optional(ids),
};

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const shapeProblems = (path: string, value: unknown, rules: Readonly<Record<string, Rule>>): readonly SeedProblem[] => {
  if (!isFields(value)) return [{ path, problem: `must be a record with the fields ${Object.keys(rules).join(', ')}` }];
  const unknown = Object.keys(value)
    .filter((name) => !(name in rules))
    .map((name) => ({ path: `${path}.${name}`, problem: `is not a field; the fields are ${Object.keys(rules).join(', ')}` }));
  const wrong = Object.entries(rules).flatMap(([name, { required, allows, says }]) => {
    if (value[name] === undefined) return required ? [{ path: `${path}.${name}`, problem: 'is missing' }] : [];
    return allows(value[name]) ? [] : [{ path: `${path}.${name}`, problem: `${says}, not ${shown(value[name])}` }];
  });
  return [...unknown, ...wrong];
};

const listProblems = (path: string, value: unknown, rules: Readonly<Record<string, Rule>>): readonly SeedProblem[] =>
  Array.isArray(value) ? value.flatMap((item, at) => shapeProblems(`${path}[${at}]`, item, rules)) : [{ path, problem: 'must be a list' }];

const repeated = (path: string, name: string, ids: readonly string[]): readonly SeedProblem[] =>
  ids.flatMap((value, at) => {
    const first = ids.indexOf(value);
    return first === at ? [] : [{ path: `${path}[${at}].${name}`, problem: `${shown(value)} stands at ${path}[${first}] already` }];
  });

const dangling = (path: string, ref: string | undefined, known: ReadonlySet<string>, what: string): readonly SeedProblem[] =>
  ref === undefined || known.has(ref) ? [] : [{ path, problem: `names the ${what} ${shown(ref)}, which the file does not have` }];

/** The way up from a team leads back to it, or to a circle above it. */
const inCircle = (teamId: string, parents: ReadonlyMap<string, string | undefined>): boolean => {
  const passed = new Set<string>();
  for (let at: string | undefined = teamId; at !== undefined; at = parents.get(at)) {
    if (passed.has(at)) return true;
    passed.add(at);
  }
  return false;
};

const referenceProblems = ({ users, teams }: OrgSeed): readonly SeedProblem[] => {
  const userIds = new Set(users.map(({ userId }) => userId));
  const teamIds = new Set(teams.map(({ teamId }) => teamId));
  const parents = new Map(teams.map(({ teamId, parentTeamId }) => [teamId, parentTeamId]));
  return [
    ...repeated(
      'users',
      'userId',
      users.map(({ userId }) => userId),
    ),
    ...repeated(
      'teams',
      'teamId',
      teams.map(({ teamId }) => teamId),
    ),
    ...users.flatMap(({ teamId }, at) => dangling(`users[${at}].teamId`, teamId, teamIds, 'team')),
    ...teams.flatMap(({ teamId, parentTeamId, managerId }, at) => [
      ...dangling(`teams[${at}].parentTeamId`, parentTeamId, teamIds, 'team'),
      ...dangling(`teams[${at}].managerId`, managerId, userIds, 'user'),
      ...(inCircle(teamId, parents) ? [{ path: `teams[${at}].parentTeamId`, problem: 'leads round in a circle' }] : []),
    ]),
  ];
};

/** Reads an organisation out of parsed YAML or JSON; tells everything that is wrong, not the first thing only. */
export const readOrgSeed = (value: unknown): SeedReading => {
  if (!isFields(value)) return { kind: 'invalid', problems: [{ path: '', problem: 'must be a record with the lists users and teams' }] };
  const { users, teams = [], ...others } = value;
  const strays = Object.keys(others).map((name) => ({ path: name, problem: 'is not a field; the fields are users, teams' }));
  const shape = [...strays, ...listProblems('users', users, userRules), ...listProblems('teams', teams, teamRules)];
  if (shape.length > 0) return { kind: 'invalid', problems: shape };
  const seed = { users, teams } as OrgSeed;
  const problems = referenceProblems(seed);
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'seed', seed };
};
