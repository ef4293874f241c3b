import { roles, type Role } from '#event-contracts';
import {
  actions,
  channelAuthority,
  neverForOneself,
  onlyInPerson,
  openWhileUnowned,
  standardAuthority,
  type Action,
  type AuthorityRow,
  type Reach,
} from '#rules';

/** As in the head of a column. */
const reaches: Readonly<Record<Reach, string>> = {
  own: 'what is one’s own',
  member: 'also deals whose team one is on',
  team: 'also what belongs to the teams one manages',
  all: 'everybody’s',
};
const ordered = Object.keys(reaches) as readonly Reach[];

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const limitOf = (action: Action): string =>
  [
    ...(neverForOneself.has(action) ? ['never for oneself'] : []),
    ...(onlyInPerson.has(action) ? ['only for oneself, in person'] : []),
    ...(openWhileUnowned.has(action) ? ['open while it belongs to nobody'] : []),
  ].join('; ');

const channelsOf = (action: Action): string =>
  Object.entries(channelAuthority)
    .filter(([, grants]) => grants[action] !== undefined)
    .map(([channel]) => channel)
    .join(', ');

const actionRow = (found: AuthorityRow): readonly string[] => {
  const action = found.action as Action;
  return [code([action]), ...ordered.map((reach) => (found[reach] ?? []).join(', ')), channelsOf(action), limitOf(action)];
};

const byAction = (): string => {
  const head = ['action', ...ordered.map((reach) => reaches[reach]), 'the program, as', 'whatever the table says'];
  const rows = actions.map((action) => standardAuthority.actions.find((found) => found.action === action) ?? { action });
  return table(head, rows.map(actionRow));
};

const actionsOf = (role: Role, reach: Reach): readonly string[] =>
  standardAuthority.actions.filter((found) => found[reach]?.includes(role)).map(({ action }) => action);

const roleSection = (role: Role): string => {
  const second = standardAuthority.secondPersonFor.includes(role) ? ['It takes a second person to grant.', ''] : [];
  const held = ordered
    .map((reach) => [reaches[reach], actionsOf(role, reach)] as const)
    .filter(([, granted]) => granted.length > 0)
    .map(([reach, granted]) => `- ${reach}: ${code(granted)}`);
  return [`### ${role}`, '', ...second, ...(held.length > 0 ? held : ['Nothing.']), ''].join('\n');
};

/** The table of authority that comes with the program, for people: by action, and by role. */
export const authorityPage = (): string =>
  [
    '# Who may do what',
    '',
    `Made by \`npm run generate\` from the table that the program brings (\`${standardAuthority.id}\`, version ${standardAuthority.version}); a company publishes`,
    'versions of its own. Each role stands in the column of how far it reaches, and reaches all that is left of it, too. What is not granted here is denied.',
    '',
    ...standardAuthority.notes.map((note) => `- ${note}`),
    '',
    '## By action',
    '',
    byAction(),
    '',
    '## By role',
    '',
    ...roles.map(roleSection),
  ].join('\n');
