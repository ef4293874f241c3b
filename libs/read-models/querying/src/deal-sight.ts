import type { Actor } from '#eventsourcing';
import { principalOf, reachesAsMember, reachFor, type AuthorityLookup } from '#rules';
import { ownersInSight } from './reading-scope.ts';

/** Whose deals somebody may see, for what is shown with its deal. */
export interface DealSight {
  readonly everybodys: boolean;
  readonly owners: readonly string[];
  readonly unowned: boolean;
  /** Of whom also those deals are in sight on whose team they are; null for nobody. */
  readonly memberId: string | null;
}

/** The deals that the actor may see, of those of `owners`; undefined where that is none whatever their owner. */
export const dealsInSight = async (
  directory: AuthorityLookup,
  actor: Actor,
  owners: () => Promise<readonly (string | null)[]>,
): Promise<DealSight | undefined> => {
  if ((await reachFor(directory, 'ReadDeal', actor)) === undefined) return undefined;
  const found = await ownersInSight(directory, 'ReadDeal', actor, owners);
  if (found === 'everybody') return { everybodys: true, owners: [], unowned: true, memberId: null };
  return {
    everybodys: false,
    owners: found.filter((owner) => owner !== null),
    unowned: found.includes(null),
    memberId: reachesAsMember('ReadDeal', actor, await directory.authority()) ? principalOf(actor) : null,
  };
};
