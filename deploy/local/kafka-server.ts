import { startBroker, statusOf, stopBrokers } from './kafka-brokers.ts';
import { startKafka } from './kafka-cluster.ts';
import { bootstrapOf, readLayout } from './kafka-layout.ts';
import { kafkaRuntime } from './kafka-runtime.ts';
import { LocalServerError } from './local-server-error.ts';
import type { LocalServer } from './local-server.ts';

/** For the brokers to leave in order; ms. */
const goodbye = 8_000;

export interface KafkaServerOptions {
  readonly folder: string;
  /** When it is started; 1 unless the data there are of another number. */
  readonly brokers: 1 | 3 | undefined;
  readonly log: (message: string) => void;
}

/** Apache Kafka itself. */
export const kafkaServer = ({ folder, brokers, log }: KafkaServerOptions): LocalServer => {
  const up = async (): Promise<{ already: boolean; bootstrap: readonly string[] }> => {
    const layout = await readLayout(folder);
    const number = brokers ?? (layout?.brokers.length === 3 ? 3 : 1);
    const states = layout ? await Promise.all(layout.brokers.map(statusOf)) : [];
    if (!layout || states.every(({ pid }) => pid === undefined)) {
      return { already: false, bootstrap: (await startKafka({ folder, brokers: number }, log)).bootstrap };
    }
    if (layout.brokers.length !== number)
      throw new LocalServerError(`Kafka already runs with ${layout.brokers.length} broker(s), not ${number}.`);
    const runtime = await kafkaRuntime(log);
    const missing = layout.brokers.filter((_, at) => states[at]?.pid === undefined);
    for (const { id } of missing) await startBroker(runtime, layout, id, {});
    return { already: missing.length === 0, bootstrap: bootstrapOf(layout) };
  };

  return {
    name: 'kafka',
    up: async () => {
      const { already, bootstrap } = await up();
      return { already, variable: 'KAFKA_BROKERS', address: bootstrap.join() };
    },
    down: async () => {
      const layout = await readLayout(folder);
      return layout !== undefined && (await stopBrokers(layout, goodbye));
    },
    status: async () => {
      const places = (await readLayout(folder))?.brokers ?? [];
      const states = await Promise.all(places.map(statusOf));
      return places.map(({ id, client }, at) => ({ name: `kafka broker ${id}`, address: `127.0.0.1:${client}`, ...states[at]! }));
    },
  };
};
