import { andThen, type Awaitable } from '#eventsourcing';
import { denial, reachOf, type Acting, type Action, type Reach } from './authority.ts';
import type { Directory } from '../directory.port.ts';
import { principalOf } from './persons.ts';

/** Where authority is looked up: the table in force, and who manages whom. */
export type AuthorityLookup = Pick<Directory, 'authority' | 'user' | 'managersOf'>;
type Lookup = AuthorityLookup;

const managersOfUser = async (directory: Lookup, userId: string): Promise<readonly string[]> => {
  const teamId = (await directory.user(userId))?.teamId;
  return teamId == null ? [] : directory.managersOf(teamId);
};

/** Why the actor may not do this to what `ownerId` owns, and on whose team `memberIds` are, or nothing when they may. Looks up the owner's managers only where the answer depends on them. */
export const denialFor = (
  directory: Lookup,
  action: Action,
  actor: Acting,
  ownerId: string | null,
  memberIds: readonly string[] = [],
): Awaitable<string | undefined> =>
  andThen(directory.authority(), (table) => {
    const teamwork = reachOf(action, actor, table) === 'team' && ownerId !== null && ownerId !== principalOf(actor);
    const managers = teamwork ? managersOfUser(directory, ownerId) : [];
    return andThen(managers, (managerIds) => denial(action, actor, { ownerId, managerIds, memberIds }, table));
  });

/** The widest reach that the actor has by the table in force; nothing when none. */
export const reachFor = async (directory: Pick<Lookup, 'authority'>, action: Action, actor: Acting): Promise<Reach | undefined> =>
  reachOf(action, actor, await directory.authority());

/** Of these owners, those whose things the actor may do this to: for lists, which show nobody more than single things do. */
export const ownersWithin = async (
  directory: Lookup,
  action: Action,
  actor: Acting,
  ownerIds: readonly (string | null)[],
): Promise<readonly (string | null)[]> => {
  const denials = await Promise.all(ownerIds.map(async (ownerId) => denialFor(directory, action, actor, ownerId)));
  return ownerIds.filter((_, at) => denials[at] === undefined);
};
