import { roles, type Role } from '#event-contracts';
import {
  actions,
  denial,
  principalOf,
  reachOf,
  type Acting,
  type Action,
  type AuthorityLookup,
  type AuthorityTable,
  type Reach,
  type Subject,
  type UserFacts,
} from '#rules';

/** Those around a thing: who has it, who works on it, who manages its owner; all of them active. */
export interface Crew extends Subject {
  readonly users: readonly UserFacts[];
  /** By which it is judged what they may. */
  readonly table: AuthorityTable;
}

/** Who may do something about a thing: people around it, by name; whoever holds one of the roles; and whoever holds others, once they work on it. */
export interface WhoMay {
  readonly people: readonly string[];
  readonly roles: readonly Role[];
  readonly rolesOnTeam: readonly Role[];
}

const nobody: WhoMay = { people: [], roles: [], rolesOnTeam: [] };

const isAction = (command: string): command is Action => (actions as readonly string[]).includes(command);

const acting = ({ userId, roles: rolesAtThatTime }: UserFacts): Acting => ({ userId, rolesAtThatTime, channel: 'api' });

const mayDo = (action: Action, user: UserFacts, crew: Crew): boolean => denial(action, acting(user), crew, crew.table) === undefined;

const reaching = (reach: Reach, action: Action, { table }: Crew): readonly Role[] =>
  roles.filter((role) => table.reach(action, role) === reach);

const idsOf = (users: readonly UserFacts[]): readonly string[] => users.map(({ userId }) => userId);

/** Who may give a command. What a command itself asks of whoever gives it, such as not to be the deal's owner, only its decider knows. */
export const whoMay = (command: string, crew: Crew): WhoMay =>
  isAction(command)
    ? {
        people: idsOf(crew.users.filter((user) => mayDo(command, user, crew))),
        roles: reaching('all', command, crew),
        rolesOnTeam: reaching('member', command, crew),
      }
    : nobody;

/** The command that lets a thing pass a gate without a criterion. */
export type Overriding = Extract<Action, 'OverrideCriterion' | 'OverrideLeadCriterion'>;

/** Who of those whom a criterion names may let the thing pass without it: never its owner. */
export const whoMayOverride = (overriding: Overriding, named: readonly Role[], crew: Crew): WhoMay => ({
  people: idsOf(
    crew.users.filter(
      (user) => user.userId !== crew.ownerId && user.roles.some((role) => named.includes(role as Role)) && mayDo(overriding, user, crew),
    ),
  ),
  roles: named.filter((role) => crew.table.reach(overriding, role) === 'all'),
  rolesOnTeam: [],
});

type Lookup = AuthorityLookup;

const present = <T>(value: T | undefined): value is T => value !== undefined;

const remembered = <T>(find: (id: string) => Promise<T>): ((id: string) => Promise<T>) => {
  const found = new Map<string, Promise<T>>();
  return (id) => {
    const known = found.get(id) ?? find(id);
    found.set(id, known);
    return known;
  };
};

/** Looks up who is around what an owner has, and `memberIds` work on. */
export const crewOf = async (directory: Lookup, ownerId: string | null, memberIds: readonly string[] = []): Promise<Crew> => {
  const owner = ownerId === null ? undefined : await directory.user(ownerId);
  const managerIds = owner?.teamId == null ? [] : await directory.managersOf(owner.teamId);
  const others = [...new Set([...memberIds, ...managerIds])].filter((userId) => userId !== ownerId);
  const users = [owner, ...(await Promise.all(others.map((userId) => directory.user(userId))))];
  const table = await directory.authority();
  return { ownerId, managerIds, memberIds, table, users: users.filter(present).filter(({ active }) => active) };
};

/** {@link crewOf}, each user looked up once; whoever may not look at the organisation is told of nobody in it but of themself. */
export const crews = (directory: Lookup, actor: Acting): ((ownerId: string | null, memberIds?: readonly string[]) => Promise<Crew>) => {
  const once: Lookup = {
    user: remembered((userId) => directory.user(userId)),
    managersOf: remembered((teamId) => directory.managersOf(teamId)),
    authority: () => directory.authority(),
  };
  return async (ownerId, memberIds) => {
    const crew = await crewOf(once, ownerId, memberIds);
    return reachOf('ReadOrganisation', actor, crew.table) !== undefined
      ? crew
      : { ...crew, users: crew.users.filter(({ userId }) => userId === principalOf(actor)) };
  };
};
