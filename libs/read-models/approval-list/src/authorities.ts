import type { Actor, Instant } from '#eventsourcing';
import { distinct, isDelegate, personsOf, principalOf, type AuthorityLookup, type DelegationFacts, type Directory } from '#rules';
import type { Authority } from './current-step.ts';

/** Where it is looked up who holds what, and who stands in for whom. */
export type StandIns = AuthorityLookup & Pick<Directory, 'delegationsTo'>;

const authorityOf = async (directory: StandIns, acting: Actor): Promise<Authority> => {
  const principalId = principalOf(acting);
  const { heldSince = {} } = (await directory.user(principalId)) ?? {};
  return { principalId, persons: personsOf(acting), acting, heldSince };
};

const inTheNameOf = (actor: Actor, onBehalfOf: string, delegations: readonly DelegationFacts[]): Actor => ({
  ...{ ...actor, onBehalfOf },
  rolesAtThatTime: distinct(delegations.filter(({ by }) => by === onBehalfOf).flatMap(({ roles }) => roles)),
});

/**
 * All in whose name the actor may decide: their own, and that of each colleague who delegated roles to them, for as long as that lasts (L154). What
 * was delegated is not delegated on, so that whoever asks in another's name has that name only.
 */
export const authoritiesOf = async (directory: StandIns, actor: Actor, now: Instant): Promise<readonly Authority[]> => {
  const delegations = isDelegate(actor) ? [] : await directory.delegationsTo(actor.userId, now);
  const names = distinct(delegations.map(({ by }) => by));
  return Promise.all([actor, ...names.map((by) => inTheNameOf(actor, by, delegations))].map((acting) => authorityOf(directory, acting)));
};
