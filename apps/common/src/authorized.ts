import type { Actor } from '#eventsourcing';
import { denied } from '#platform';
import { denialFor, type Action, type AuthorityLookup } from '#rules';

/** Throws the problem unless the actor may do this to what nobody owns. */
export const requireAuthority = async (directory: AuthorityLookup, action: Action, actor: Actor): Promise<void> => {
  const reason = await denialFor(directory, action, actor, null);
  if (reason !== undefined) throw denied(reason);
};
