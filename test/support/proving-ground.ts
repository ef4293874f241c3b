import { setTimeout as pause } from 'node:timers/promises';
import { openLocalIssuer } from '#platform';
import { distributed, type AppName, type Distributed, type DistributedOptions } from './distributed.ts';
import { fleetOf, type Fleet } from './fleet.ts';
import { findingsIn } from './history-check.ts';
import { gatherHistory } from './history/gather.ts';
import type { History } from './history/history.ts';
import { privateKafka, type PrivateKafka } from './kafka.ts';
import { privateServer, type PrivateServer } from './postgres.ts';
import { restartableEventStore, type RestartableEventStore } from './restartable-event-store.ts';
import { salesLoad, type SalesLoad } from './sales-load.ts';
import { tcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The lines between apps and servers, to be cut. */
export interface Lines {
  readonly postgres: TcpProxy;
  readonly eventStore: TcpProxy;
  /** One for each broker; brokers and their ids count from 1. */
  readonly kafka: readonly TcpProxy[];
}

export interface ProvingGroundOptions extends Pick<DistributedOptions, 'environment' | 'partitions'> {
  readonly brokers: 1 | 3;
}

/** The distributed profile on durable servers of its own, with every line to them through a proxy, to be hurt in any way. */
export interface ProvingGround {
  readonly on: Distributed;
  readonly postgres: PrivateServer;
  readonly kafka: PrivateKafka;
  readonly eventStore: RestartableEventStore;
  readonly lines: Lines;
  readonly fleet: Fleet;
  /** So many of each app, one after the other. */
  launch(apps: Readonly<Partial<Record<AppName, number>>>): Promise<void>;
  /** Makes `rita` a sales representative, and lets clients work in her name. */
  load(options?: { readonly clients?: number; readonly seed?: number; readonly restFor?: number }): Promise<SalesLoad>;
  /** Sends a command as the operator, and tries again until it is answered. */
  order(app: AppName, path: string, body: object): Promise<number>;
  /** Everything that was left behind, once nothing is under way any more. */
  history(load: SalesLoad, milliseconds?: number): Promise<History>;
  /** What is wrong with it, and with the fleet. */
  judge(history: History): readonly string[];
  findings(load: SalesLoad, milliseconds?: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const portOf = (url: string): number => Number(new URL(url).port);

const through = (url: string, { port }: TcpProxy): string => {
  const address = new URL(url);
  address.port = String(port);
  // The server's own socket would lead past the proxy.
  address.searchParams.delete('host');
  return address.href;
};

/** Closes what was opened, the newest first, also when not all could be. */
const opener = () => {
  const closings: (() => Promise<unknown>)[] = [];
  return {
    opened: async <T>(opening: Promise<T>, close: (one: T) => Promise<unknown>): Promise<T> => {
      const one = await opening;
      closings.push(() => close(one));
      return one;
    },
    closeAll: async (): Promise<void> => {
      for (const close of closings.splice(0).reverse()) await close();
    },
  };
};

const openServers = async ({ opened }: ReturnType<typeof opener>, brokers: 1 | 3) => {
  const line = (): Promise<TcpProxy> => opened(tcpProxy(), (proxy) => proxy.close());
  const lines = { postgres: await line(), eventStore: await line(), kafka: await Promise.all(Array.from({ length: brokers }, line)) };
  const [postgres, eventStore, kafka] = await Promise.all([
    opened(privateServer({ settings: { max_connections: 300 } }), (server) => server.stop()),
    opened(restartableEventStore(), (server) => server.stop()),
    opened(privateKafka({ brokers, advertised: lines.kafka.map(({ port }) => port) }), (server) => server.stop()),
  ]);
  lines.postgres.to(portOf(postgres.connectionString));
  lines.eventStore.to(eventStore.server().port);
  lines.kafka.forEach((proxy, at) => proxy.to(kafka.ports[at]!));
  return { lines, postgres, eventStore, kafka };
};

const orderAt = async (url: string | undefined, token: string, path: string, body: object, key: string): Promise<number> => {
  if (url === undefined) return 503;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) };
  return fetch(`${url}${path}`, request).then(
    ({ status }) => status,
    () => 503,
  );
};

export const provingGround = async ({ brokers, ...options }: ProvingGroundOptions): Promise<ProvingGround> => {
  const { opened, closeAll } = opener();
  try {
    const servers = await openServers({ opened, closeAll }, brokers);
    const { postgres, kafka, eventStore, lines } = servers;
    const on = await opened(
      distributed({
        ...options,
        brokers: kafka.brokers,
        databaseUrl: through(postgres.connectionString, lines.postgres),
        eventStoreUrl: through(eventStore.server().connectionString, lines.eventStore),
      }),
      (running) => running.stop(),
    );
    const fleet = await opened(Promise.resolve(fleetOf(on)), (one) => one.stop());
    const issuer = await openLocalIssuer(on.environment['DATA_DIR']!);
    const places = (): Parameters<typeof gatherHistory>[0] => ({
      databaseUrl: postgres.connectionString,
      eventStoreUrl: eventStore.server().connectionString,
      brokers: kafka.direct,
    });
    let orders = 0;
    const order = async (app: AppName, path: string, body: object): Promise<number> => {
      const [token, key] = [await issuer.issue('operator'), `order-${(orders += 1)}`];
      for (;;) {
        const status = await orderAt(fleet.urls(app)[0], token, path, body, key);
        if (status !== 503) return status;
        await pause(50);
      }
    };
    const history = (load: SalesLoad, milliseconds?: number) => gatherHistory(places(), load.history, milliseconds);
    const judge = (one: History): readonly string[] => [...fleet.faults, ...findingsIn(one)];
    return {
      ...{ on, postgres, kafka, eventStore, lines, fleet, order, history, judge },
      launch: async (apps) => {
        for (const [app, count] of Object.entries(apps)) for (let at = 0; at < count; at += 1) await fleet.launch(app as AppName);
      },
      load: async (given = {}) => {
        for (const [path, body] of [
          ['/v1/users', { userId: 'rita' }],
          ['/v1/users/rita/roles', { role: 'SALES_REP' }],
        ] as const) {
          const status = await order('command-api', path, body);
          if (status >= 300 && status !== 409) throw new Error(`${path} was answered with ${status}`);
        }
        return salesLoad({ ...given, urls: () => fleet.urls('command-api'), token: await issuer.issue('rita', 30 * 24 * 3600) });
      },
      findings: async (load, milliseconds) => judge(await history(load, milliseconds)),
      stop: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
};
