import type { FastifyRequest } from 'fastify';
import type { Actor, Clock } from '#eventsourcing';
import type { Directory, UserFacts } from '#rules';
import type { Identity } from '../identity/identity-provider.ts';
import { denied, invalid } from '../problem.ts';
import { isRequestId } from '../request-id.ts';

/** Where somebody is looked up who wants to come in. */
export type Admitting = Pick<Directory, 'user' | 'delegationsOf'>;

/** Told of whoever has a token and is not let in. */
type Tried = (actor: Actor, reason: string) => void;

/** Whom the request wants to act for, from `On-Behalf-Of`. Throws the problem of a header that names nobody else. */
export const onBehalfOf = ({ headers }: Pick<FastifyRequest, 'headers'>, { userId }: Identity): string | undefined => {
  const header = headers['on-behalf-of'];
  if (header === undefined) return undefined;
  if (!isRequestId(header)) throw invalid([{ field: 'On-Behalf-Of', message: 'must be the id of one user' }]);
  if (header === userId) throw invalid([{ field: 'On-Behalf-Of', message: 'must be the id of another user' }]);
  return header;
};

const refused = (actor: Actor, reason: string, tried: Tried): Error => {
  tried(actor, reason);
  return denied(reason);
};

/** The roles that are delegated to the user at this time and that the other one still holds; nothing without a delegation in force. */
const delegated = async (directory: Admitting, { userId }: Identity, facts: UserFacts | undefined, at: string) => {
  if (!facts?.active) return undefined;
  const inForce = (await directory.delegationsOf(facts.userId, at)).filter(({ to }) => to === userId);
  return inForce.length === 0 ? undefined : [...new Set(inForce.flatMap(({ roles }) => roles))];
};

/**
 * Who sends a request, with the roles held now: known and active users only. Acting for another one they have, instead of their own, the roles
 * that were delegated to them, as long as the delegation lasts; `userRevision` is then that of the other one's stream, which says so.
 */
export const actorFor = async (
  { identity, principalId }: { readonly identity: Identity; readonly principalId: string | undefined },
  { directory, clock }: { readonly directory: Admitting; readonly clock: Clock },
  tried: Tried,
): Promise<Actor> => {
  const { userId } = identity;
  const facts = await directory.user(userId);
  const actor: Actor = { userId, rolesAtThatTime: facts?.roles ?? [], userRevision: facts?.userRevision ?? -1, channel: 'api' };
  if (!facts) throw refused(actor, 'The token names a user who is not known here.', tried);
  if (!facts.active) throw refused(actor, 'This user was deactivated.', tried);
  if (principalId === undefined) return actor;
  const principal = await directory.user(principalId);
  const roles = await delegated(directory, identity, principal, clock());
  if (!principal || !roles) throw refused(actor, `On-Behalf-Of: no delegation by ${principalId} to ${userId} is in force.`, tried);
  return { ...actor, rolesAtThatTime: roles, onBehalfOf: principalId, userRevision: principal.userRevision };
};
