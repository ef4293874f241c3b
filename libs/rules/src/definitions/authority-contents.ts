import { Type, type Static } from '@sinclair/typebox';
import type { Role } from '#event-contracts';
import { actions, type Action } from '../authority/actions.ts';
import { indispensable, writesAsOnlooker } from '../authority/limits.ts';
import { distinct } from '../values.ts';
import { heldByNobody, type Fault, type Surroundings } from './fault.ts';
import { closed, head, Roles, type DeepReadonly } from './fields.ts';

/** What one action takes: who may do it to their own things, as a member of the deal's team, to those of their teams, to everybody's. */
const Row = Type.Object(
  {
    action: Type.String({ pattern: '^[A-Z][A-Za-z0-9]{0,63}$' }),
    own: Type.Optional(Roles),
    member: Type.Optional(Roles),
    team: Type.Optional(Roles),
    all: Type.Optional(Roles),
  },
  closed,
);

/**
 * Who may do what, and how far (L48, L277): every action with the roles that may do it. An action with no roles is nobody's; one that is not
 * listed is as the program has it, so that an older table says nothing against what a newer program can do.
 */
export const authoritySchema = Type.Object(
  {
    ...head,
    actions: Type.Array(Row, { maxItems: 2_000 }),
    /** Roles that one person proposes and another one confirms. */
    secondPersonFor: Roles,
  },
  closed,
);
export type AuthorityContents = DeepReadonly<Static<typeof authoritySchema>>;
export type AuthorityRow = AuthorityContents['actions'][number];

export const rowRoles = ({ own = [], member = [], team = [], all = [] }: AuthorityRow): readonly Role[] => [
  ...own,
  ...member,
  ...team,
  ...all,
];

const isAction = (name: string): name is Action => (actions as readonly string[]).includes(name);

const repeated = (names: readonly string[]): readonly string[] => distinct(names.filter((name, place) => names.indexOf(name) !== place));

const said = (rule: Fault['rule'], at: string, names: readonly string[]): readonly Fault[] =>
  names.length === 0 ? [] : [{ rule, at, names }];

const faultsOfRow = (row: AuthorityRow): readonly Fault[] => {
  const at = `actions.${row.action}`;
  const { action } = row;
  if (!isAction(action)) return [{ rule: 'ActionUnknown', at, names: [action] }];
  const granted = rowRoles(row);
  return [
    ...said('CodeRepeated', at, repeated(granted)),
    ...said(
      'OnlookerActs',
      at,
      granted.filter((role) => writesAsOnlooker(role, action)),
    ),
  ];
};

/** What nobody could do any more by this table: whoever may do it to all has to hold a role for it. */
const nobodyLeft = (rows: readonly AuthorityRow[], { heldRoles }: Surroundings): readonly Fault[] =>
  indispensable.flatMap((action) => {
    const row = rows.find((each) => each.action === action);
    if (!row) return [];
    const at = `actions.${action}`;
    const { all = [] } = row;
    if (all.length === 0) return [{ rule: 'NobodyLeft', at } as const];
    return heldRoles && !all.some((role) => heldRoles.has(role)) ? heldByNobody(at, all, heldRoles) : [];
  });

/** Of unknown actions, of roles named twice or for what they must never do, and of what nobody could do any more. */
export const authorityFaults = ({ actions: rows }: AuthorityContents, around: Surroundings): readonly Fault[] => [
  ...said('CodeRepeated', 'actions', repeated(rows.map(({ action }) => action))),
  ...rows.flatMap(faultsOfRow),
  ...nobodyLeft(rows, around),
];
