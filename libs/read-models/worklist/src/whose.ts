import type { Actor } from '#eventsourcing';
import { principalOf, type AuthorityLookup } from '#rules';

/** Whose work is asked for: one's own, one's team's, or all that one may see. */
export const whose = ['me', 'team', 'all'] as const;
export type Whose = (typeof whose)[number];

type Lookup = AuthorityLookup;

/** Whether an owner is of the actor's team, or of one that the actor manages, directly or from above. */
const isOfTeam = async (directory: Lookup, { userId }: Actor, teamId: string | null | undefined, ownerId: string): Promise<boolean> => {
  if (ownerId === userId) return true;
  const owner = await directory.user(ownerId);
  if (owner?.teamId == null) return false;
  return owner.teamId === teamId || (await directory.managersOf(owner.teamId)).includes(userId);
};

/** Of these owners, those of the actor's team. */
export const ownersOfTeam = async (directory: Lookup, actor: Actor, owners: readonly string[]): Promise<ReadonlySet<string>> => {
  const teamId = (await directory.user(principalOf(actor)))?.teamId;
  const theirs = await Promise.all(owners.map((owner) => isOfTeam(directory, actor, teamId, owner)));
  return new Set(owners.filter((_, at) => theirs[at]));
};
