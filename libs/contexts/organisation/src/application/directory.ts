import { latest, type Awaitable, type Codec, type EventStore, type Instant, type Noticing } from '#eventsourcing';
import { codecOf, type AnyEvent, type TeamEvent, type UserEvent } from '#event-contracts';
import { builtInAuthority, type AuthorityTable, type DelegationFacts, type Directory, type UserFacts } from '#rules';
import { team, type KnownTeam, type Team } from '../domain/team.decider.ts';
import { user } from '../domain/user.decider.ts';
import type { KnownUser, User } from '../domain/user.state.ts';
import { covering } from './covering.ts';
import type { Everybody } from './everybody.ts';
import { teamStream, userStream } from './streams.ts';

/** A directory that can be told that a stream has news. */
export type FreshDirectory = Directory & Noticing;

export interface DirectoryOptions {
  /** How long what was read is trusted, in milliseconds: how late the news of another process may be. */
  readonly trustedFor?: number;
  /** How many users and how many teams are kept. */
  readonly capacity?: number;
  /** The table of authority in force; what the program brings when absent. */
  readonly authority?: () => Awaitable<AuthorityTable>;
  /** All users, among whom those are found who let somebody act for them, or who cover a territory; nobody is when absent. */
  readonly everybody?: Everybody;
}

const covers = ({ from, until }: { readonly from: Instant; readonly until: Instant }, at: Instant): boolean => from <= at && at < until;

type FindUser = (userId: string) => Promise<KnownUser | undefined>;

/** Who may act for whom, and who is away. */
const standingIn = (known: FindUser, everybody: Everybody): Pick<Directory, 'delegationsOf' | 'delegationsTo' | 'absenceOf'> => {
  const delegationsOf = async (userId: string, at: Instant): Promise<readonly DelegationFacts[]> => {
    const found = await known(userId);
    if (found?.status !== 'active') return [];
    return found.delegations.filter((each) => covers(each, at) && each.roles.length > 0).map((each) => ({ ...each, by: userId }));
  };

  return {
    delegationsOf,
    delegationsTo: async (userId, at) => {
      const candidates = (await everybody()).filter(({ delegations }) => delegations.some(({ to }) => to === userId));
      const all = await Promise.all(candidates.map((candidate) => delegationsOf(candidate.userId, at)));
      return all.flat().filter(({ to }) => to === userId);
    },
    absenceOf: async (userId, at) => (await known(userId))?.absences.find((each) => covers(each, at)),
  };
};

/** Who is who, read from the streams of users and teams. */
export const directory = (
  store: Pick<EventStore, 'read'>,
  codec: Codec<AnyEvent>,
  {
    trustedFor: ttl = 1_000,
    capacity: max = 10_000,
    authority = () => builtInAuthority,
    everybody = async () => [],
  }: DirectoryOptions = {},
): FreshDirectory => {
  const users = latest<User, UserEvent>(store, codecOf<UserEvent>(codec), user, { ttl, max });
  const teams = latest<Team, TeamEvent>(store, codecOf<TeamEvent>(codec), team, { ttl, max });

  const findUser = async (userId: string): Promise<UserFacts | undefined> => {
    const { state, revision } = await users.of(userStream(userId));
    if (state.status === 'unknown') return undefined;
    const { roles, heldSince, teamId, territories, status } = state;
    return { userId, active: status === 'active', roles, heldSince, teamId, territories, userRevision: revision };
  };

  const findTeam = async (teamId: string): Promise<KnownTeam | undefined> => {
    const { state } = await teams.of(teamStream(teamId));
    return state.status === 'formed' ? state : undefined;
  };

  const managersOf = async (teamId: string): Promise<readonly string[]> => {
    const passed = new Set<string>();
    const managers: string[] = [];
    for (let at: string | null = teamId; at !== null && !passed.has(at);) {
      passed.add(at);
      const found: KnownTeam | undefined = await findTeam(at);
      if (found?.managerId != null) managers.push(found.managerId);
      at = found?.parentTeamId ?? null;
    }
    return managers;
  };

  const known = async (userId: string): Promise<KnownUser | undefined> => {
    const { state } = await users.of(userStream(userId));
    return state.status === 'unknown' ? undefined : state;
  };

  return {
    user: findUser,
    ...standingIn(known, everybody),
    ...covering({ user: known, team: findTeam }, everybody),
    standing: async (userId) => {
      const found = await findUser(userId);
      if (!found) return 'unknown';
      return found.active ? 'active' : 'inactive';
    },
    teamExists: async (teamId) => (await findTeam(teamId)) !== undefined,
    managersOf,
    departureOf: async (userId) => {
      const { state } = await users.of(userStream(userId), true);
      return state.status === 'left' ? { userId, successorId: state.successorId } : undefined;
    },
    authority,
    noticed: (stream) => {
      users.forget(stream);
      teams.forget(stream);
    },
  };
};
