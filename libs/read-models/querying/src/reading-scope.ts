import type { Actor } from '#eventsourcing';
import { denied } from '#platform';
import { denialFor, noRoleAllows, ownersWithin, reachFor, type Action, type AuthorityLookup } from '#rules';

type Lookup = AuthorityLookup;
type Owner = string | null;

/** Throws the problem of someone who may not read this. */
export const mustBeAllowed = async (
  directory: Lookup,
  action: Action,
  actor: Actor,
  ownerId: Owner,
  memberIds: readonly string[] = [],
): Promise<void> => {
  const denial = await denialFor(directory, action, actor, ownerId, memberIds);
  if (denial !== undefined) throw denied(denial);
};

/** The problem of someone none of whose roles reaches anything by the table in force. */
export const withoutRole = async (directory: Pick<Lookup, 'authority'>, action: Action): Promise<Error> =>
  denied(noRoleAllows(action, await directory.authority()));

/** Throws the problem of someone who may not read what is about everybody. */
export const mustReadReports = async (directory: Lookup, actor: Actor): Promise<void> => {
  if ((await reachFor(directory, 'ReadReports', actor)) !== 'all') throw await withoutRole(directory, 'ReadReports');
};

/**
 * Whose things a list may show: everybody's, or those of these owners (null: of nobody yet). Throws the problem of someone who may see none.
 * `owners` are all that the list has; they are looked up only where the answer depends on them.
 */
export const ownersInSight = async (
  directory: Lookup,
  action: Action,
  actor: Actor,
  owners: () => Promise<readonly Owner[]>,
): Promise<'everybody' | readonly Owner[]> => {
  const reach = await reachFor(directory, action, actor);
  if (reach === undefined) throw await withoutRole(directory, action);
  return reach === 'all' ? 'everybody' : ownersWithin(directory, action, actor, await owners());
};

/** What is kept from those who may otherwise read what is sealed: by key, the action that opens it. */
const narrowAudiences = { 'audience-costs': 'ReadCosts', 'audience-negotiation': 'ReadNegotiation' } as const satisfies Record<
  string,
  Action
>;

/** Under which keys the actor may open what is sealed about things of this owner, on whose team `memberIds` are. */
export const mayOpenUnder = async (
  directory: Lookup,
  actor: Actor,
  ownerId: Owner,
  memberIds: readonly string[] = [],
): Promise<(key: string) => boolean> => {
  const allowed = async (action: Action): Promise<boolean> => (await denialFor(directory, action, actor, ownerId, memberIds)) === undefined;
  const [sealed, ...narrow] = await Promise.all([
    mayOpen(directory, actor, ownerId, memberIds),
    ...Object.entries(narrowAudiences).map(async ([key, action]) => [key, await allowed(action)] as const),
  ]);
  const opened: ReadonlyMap<string, boolean> = new Map(narrow);
  return (key) => opened.get(key) ?? sealed;
};

/** Whether the actor may read what is sealed about things of this owner, on whose team `memberIds` are. */
export const mayOpen = async (directory: Lookup, actor: Actor, ownerId: Owner, memberIds: readonly string[] = []): Promise<boolean> =>
  (await denialFor(directory, 'ReadPersonalData', actor, ownerId, memberIds)) === undefined;
