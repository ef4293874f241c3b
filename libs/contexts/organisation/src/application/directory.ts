import { latest, type Codec, type EventStore, type Noticing } from '#eventsourcing';
import { codecOf, type AnyEvent, type TeamEvent, type UserEvent } from '#event-contracts';
import { builtInAuthority, type AuthorityTable, type Directory, type UserFacts } from '#rules';
import { team, type KnownTeam, type Team } from '../domain/team.decider.ts';
import { user } from '../domain/user.decider.ts';
import type { User } from '../domain/user.state.ts';
import { teamStream, userStream } from './streams.ts';

/** A directory that can be told that a stream has news. */
export type FreshDirectory = Directory & Noticing;

export interface DirectoryOptions {
  /** How long what was read is trusted, in milliseconds: how late the news of another process may be. */
  readonly trustedFor?: number;
  /** How many users and how many teams are kept. */
  readonly capacity?: number;
  /** The table of authority in force; what the program brings when absent. */
  readonly authority?: () => Promise<AuthorityTable>;
}

/** Who is who, read from the streams of users and teams. */
export const directory = (
  store: Pick<EventStore, 'read'>,
  codec: Codec<AnyEvent>,
  { trustedFor: ttl = 1_000, capacity: max = 10_000, authority = async () => builtInAuthority }: DirectoryOptions = {},
): FreshDirectory => {
  const users = latest<User, UserEvent>(store, codecOf<UserEvent>(codec), user, { ttl, max });
  const teams = latest<Team, TeamEvent>(store, codecOf<TeamEvent>(codec), team, { ttl, max });

  const findUser = async (userId: string): Promise<UserFacts | undefined> => {
    const { state, revision } = await users.of(userStream(userId));
    if (state.status === 'unknown') return undefined;
    const { roles, heldSince, teamId, status } = state;
    return { userId, active: status === 'active', roles, heldSince, teamId, userRevision: revision };
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

  return {
    user: findUser,
    standing: async (userId) => {
      const found = await findUser(userId);
      if (!found) return 'unknown';
      return found.active ? 'active' : 'inactive';
    },
    teamExists: async (teamId) => (await findTeam(teamId)) !== undefined,
    managersOf,
    authority,
    noticed: (stream) => {
      users.forget(stream);
      teams.forget(stream);
    },
  };
};
