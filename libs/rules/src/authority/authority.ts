import type { Actor } from '#eventsourcing';
import type { Action } from './actions.ts';
import { authority, channelAuthority, type Grants, type Reach } from './grants.ts';
import { sharedWork } from './work.ts';

export * from './actions.ts';
export { authority, channelAuthority, type Reach } from './grants.ts';

/** Nobody widens their own authority: it takes a second person. */
const neverForOneself: readonly Action[] = ['GrantRole', 'AppointManager'];

/** What can be taken up or looked at while it belongs to nobody yet. */
const openWhileUnowned: readonly Action[] = ['ReadLead', 'ReadDeal'];

/** Who is asking. */
export type Acting = Pick<Actor, 'userId' | 'rolesAtThatTime' | 'channel'>;

/** Whose thing it is that is asked about; `managerIds` manage the owner's team or one above it, `memberIds` are on the team of the deal. */
export interface Subject {
  readonly ownerId: string | null;
  readonly managerIds: readonly string[];
  readonly memberIds?: readonly string[];
}

const breadth: readonly (Reach | undefined)[] = [undefined, 'own', 'member', 'team', 'all'];

/** The widest reach that any of the actor's roles gives, or the channel; nothing when none gives any. */
export const reachOf = (action: Action, { rolesAtThatTime, channel }: Acting): Reach | undefined => {
  const byRole: Readonly<Record<string, Grants>> = channel === 'process' || channel === 'bootstrap' ? {} : authority;
  const reaches = [channelAuthority[channel]?.[action], ...rolesAtThatTime.map((role) => byRole[role]?.[action])];
  return breadth[Math.max(...reaches.map((reach) => breadth.indexOf(reach)))];
};

/** What a manager may do on the deals of other teams, too, when they are on the deal's team: not what only its owner and their managers may. */
const openToMembers: readonly Action[] = [...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'];

const isMember = (userId: string, { ownerId, memberIds }: Subject): boolean => ownerId === userId || memberIds?.includes(userId) === true;

const covers = (reach: Reach, action: Action, { userId }: Acting, subject: Subject): boolean => {
  const { ownerId, managerIds } = subject;
  if (ownerId === null) return reach === 'all' || openWhileUnowned.includes(action);
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

/** Why the actor may not, or nothing when they may. */
export const denial = (action: Action, actor: Acting, subject: Subject): string | undefined => {
  if (neverForOneself.includes(action) && subject.ownerId === actor.userId) return `${action}: nobody may do this for themself`;
  const reach = reachOf(action, actor);
  if (reach === undefined) return `${action}: no role of the actor's allows it`;
  return covers(reach, action, actor, subject) ? undefined : `${action}: ${beyond[reach]}`;
};

/** Whether the actor may do this to any deal whose team they are on. */
export const reachesAsMember = (action: Action, actor: Acting): boolean =>
  denial(action, actor, { ownerId: '', managerIds: [], memberIds: [actor.userId] }) === undefined;
