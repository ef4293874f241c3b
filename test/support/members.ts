import type { Role } from '#event-contracts';
import { accepted } from './attempted.ts';
import { grantTogether, type Client } from './running-app.ts';

/**
 * Registers users, and has two persons grant each the roles that they are to hold. Who publishes rules is asked whether anybody holds the roles named in
 * them, which the ledger tells: it has them all by then.
 */
export const withMembers = async <C extends Pick<Client, 'get' | 'post'>>(
  running: C,
  members: Readonly<Record<string, Role | readonly Role[]>>,
): Promise<C> => {
  for (const [userId, roles] of Object.entries(members)) {
    accepted(await running.post('/v1/users', { userId }, { as: 'operator' }));
    for (const role of [roles].flat()) await grantTogether(running, userId, role);
  }
  expect(await running.get('/v1/organisation', { as: 'operator' })).toMatchObject({ status: 200 });
  return running;
};
