import type { Actor } from '#eventsourcing';
import type { Action } from './actions.ts';
import { channelAuthority, type Reach } from './grants.ts';
import { neverForOneself, onlyInPerson, openWhileUnowned } from './limits.ts';
import { personsOf, principalOf } from './persons.ts';
import type { AuthorityTable } from './table.ts';
import { sharedWork } from './work.ts';

export * from './actions.ts';
export { authority, channelAuthority, type Reach } from './grants.ts';

/** Who is asking. */
export type Acting = Pick<Actor, 'userId' | 'onBehalfOf' | 'rolesAtThatTime' | 'channel'>;

/** Whose thing it is that is asked about; `managerIds` manage the owner's team or one above it, `memberIds` are on the team of the deal. */
export interface Subject {
  readonly ownerId: string | null;
  readonly managerIds: readonly string[];
  readonly memberIds?: readonly string[];
}

const breadth: readonly (Reach | undefined)[] = [undefined, 'own', 'member', 'team', 'all'];

/** The widest reach that any of the actor's roles gives, or the channel; nothing when none gives any. */
export const reachOf = (action: Action, { rolesAtThatTime, channel }: Acting, table: AuthorityTable): Reach | undefined => {
  const counted = channel === 'process' || channel === 'bootstrap' ? [] : rolesAtThatTime;
  const reaches = [channelAuthority[channel]?.[action], ...counted.map((role) => table.reach(action, role))];
  return breadth[Math.max(...reaches.map((reach) => breadth.indexOf(reach)))];
};

/** What a manager may do on the deals of other teams, too, when they are on the deal's team: not what only its owner and their managers may. */
const openToMembers: readonly Action[] = [...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'];

const isMember = (userId: string, { ownerId, memberIds }: Subject): boolean => ownerId === userId || memberIds?.includes(userId) === true;

const covers = (reach: Reach, action: Action, actor: Acting, subject: Subject): boolean => {
  const { ownerId, managerIds } = subject;
  if (ownerId === null) return reach === 'all' || openWhileUnowned.has(action);
  const userId = principalOf(actor);
  switch (reach) {
    case 'own':
      return ownerId === userId;
    case 'member':
      return isMember(userId, subject);
    case 'team':
      return ownerId === userId || managerIds.includes(userId) || (openToMembers.includes(action) && isMember(userId, subject));
    case 'all':
      return true;
  }
};

const beyond: Readonly<Record<Reach, string>> = {
  own: 'only for what is one’s own',
  member: 'only for what is one’s own, and deals whose team one is on',
  team: 'only for what is the team’s, with the teams below it',
  all: '',
};

const isForOneself = (actor: Acting, { ownerId }: Subject): boolean => ownerId !== null && personsOf(actor).includes(ownerId);

const isForAnother = (actor: Acting, { ownerId }: Subject): boolean =>
  personsOf(actor).length > 1 || (ownerId !== null && ownerId !== actor.userId);

/** A denial by a table names it: another version may say otherwise. */
const byTable = (action: Action, why: string, { name }: AuthorityTable): string => `${action}: ${why} (by the table of authority ${name})`;

export const noRoleAllows = (action: Action, table: AuthorityTable): string => byTable(action, "no role of the actor's allows it", table);

/** Why the actor may not by this table, or nothing when they may. */
export const denial = (action: Action, actor: Acting, subject: Subject, table: AuthorityTable): string | undefined => {
  if (neverForOneself.has(action) && isForOneself(actor, subject)) return `${action}: nobody may do this for themself`;
  const reach = reachOf(action, actor, table);
  if (reach === undefined) return noRoleAllows(action, table);
  if (onlyInPerson.has(action) && isForAnother(actor, subject)) return `${action}: nobody may do this for another`;
  return covers(reach, action, actor, subject) ? undefined : byTable(action, beyond[reach], table);
};

/** Whether the actor may do this to any deal whose team they are on. */
export const reachesAsMember = (action: Action, actor: Acting, table: AuthorityTable): boolean =>
  denial(action, actor, { ownerId: '', managerIds: [], memberIds: [principalOf(actor)] }, table) === undefined;
