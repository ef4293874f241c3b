import type { Directory } from '#rules';
import type { KnownTeam } from '../domain/team.decider.ts';
import type { KnownUser } from '../domain/user.state.ts';
import type { Everybody } from './everybody.ts';

interface Known {
  readonly user: (userId: string) => Promise<KnownUser | undefined>;
  readonly team: (teamId: string) => Promise<KnownTeam | undefined>;
}

/** Who covers which territories (L105). */
export const covering = ({ user, team }: Known, everybody: Everybody): Pick<Directory, 'territoriesOf' | 'covering'> => {
  /** Teams stand in no circle: each is formed after the one above it. */
  const ofTeam = async (teamId: string | null): Promise<readonly string[]> => {
    const found = teamId === null ? undefined : await team(teamId);
    if (!found) return [];
    return found.territories.length > 0 ? found.territories : ofTeam(found.parentTeamId);
  };

  const of = async (found: KnownUser | undefined): Promise<readonly string[]> => {
    if (!found) return [];
    return found.territories.length > 0 ? found.territories : ofTeam(found.teamId);
  };

  const covers = async (found: KnownUser | undefined, territory: string): Promise<boolean> =>
    found?.status === 'active' && (await of(found)).includes(territory);

  return {
    territoriesOf: async (userId) => of(await user(userId)),
    // Whom everybody's list names is looked up once more: the list may be a moment late.
    covering: async (territory) => {
      const all = await everybody();
      const listed = await Promise.all(all.map((each) => covers(each, territory)));
      const userIds = all.filter((_, at) => listed[at]).map(({ userId }) => userId);
      const sure = await Promise.all(userIds.map(async (userId) => covers(await user(userId), territory)));
      return userIds.filter((_, at) => sure[at]).sort();
    },
  };
};
