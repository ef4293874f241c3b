import type { Actor } from '#eventsourcing';
import { denied } from '#platform';
import { denial, type Action } from '#rules';

/** Throws the problem unless the actor may do this to what nobody owns. */
export const requireAuthority = (action: Action, actor: Actor): void => {
  const reason = denial(action, actor, { ownerId: null, managerIds: [] });
  if (reason !== undefined) throw denied(reason);
};
