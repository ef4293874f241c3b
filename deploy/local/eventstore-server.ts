import { connect } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { heldServer } from './held-server.ts';
import type { LocalServer } from './local-server.ts';
import { packageRoot } from './package-root.ts';

const script = 'test/support/eventstoredb/serve.ts';

const accepts = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(address);
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });

/** A server of our own that speaks EventStoreDB's protocol: EventStoreDB itself is to be had as a container only. Nothing in a package without its tests. */
export const eventStoreServer = (folder: string): LocalServer | undefined =>
  existsSync(join(packageRoot(), script))
    ? heldServer({
        name: 'eventstore',
        label: 'test server, not EventStoreDB',
        variable: 'EVENTSTORE_URL',
        folder,
        script,
        args: (port) => ['--port', String(port), '--data', folder],
        scheme: 'esdb:',
        answers: accepts,
      })
    : undefined;
