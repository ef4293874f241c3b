import type { Role } from '#event-contracts';
import { accepted } from './attempted.ts';
import { grantTogether, type Client } from './running-app.ts';

/** Registers users, and has two persons grant each the roles that they are to hold. */
export const withMembers = async <C extends Pick<Client, 'post'>>(
  running: C,
  members: Readonly<Record<string, Role | readonly Role[]>>,
): Promise<C> => {
  for (const [userId, roles] of Object.entries(members)) {
    accepted(await running.post('/v1/users', { userId }, { as: 'operator' }));
    for (const role of [roles].flat()) await grantTogether(running, userId, role);
  }
  return running;
};
