import { randomBytes } from 'node:crypto';
import { sharedKafkaVariable } from './global-setup.ts';
import { isAlive } from './is-alive.ts';
import { startTestKafka, type TestKafkaOptions, type TestKafkaServer } from './kafka-server.ts';
import { until } from './until.ts';

/** Where a Kafka is, `host:port` for each broker. */
export interface TestKafka {
  readonly brokers: readonly string[];
}

/** A name that no other test has. */
export const topicName = (of = 'topic'): string => `test-${of}-${randomBytes(6).toString('hex')}`;

/** The Kafka of this test run, started when it is first asked for; outside of Jest, one that lives as long as this process. */
export const testKafka = async ({ brokers = 1 }: { readonly brokers?: 1 | 3 } = {}): Promise<TestKafka> => {
  const starter = process.env[sharedKafkaVariable];
  if (starter === undefined) return { brokers: (await ownServer(brokers)).bootstrap };
  const response = await fetch(`${starter}/${brokers}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return { brokers: answer.split(',') };
};

/** A Kafka of one test's own, to be killed at will. */
export interface PrivateKafka extends TestKafka {
  /** The brokers' ports for clients, whatever clients are told. */
  readonly ports: readonly number[];
  /** The same brokers past any proxy. */
  readonly direct: readonly string[];
  /** Signals a broker, counted from 1; resolves when it is gone, or at once for a signal it survives. */
  kill(id: number, signal: NodeJS.Signals): Promise<void>;
  /** Starts a broker again on the same data and ports, after it was killed. */
  restart(id: number): Promise<void>;
  /** Stops all and removes their data. */
  stop(): Promise<void>;
}

/** Starts a Kafka; `advertised`: the ports that clients are told instead of its own, for a proxy on the way. */
export const privateKafka = async (options: TestKafkaOptions): Promise<PrivateKafka> => {
  const server = await startTestKafka(options);
  const { layout, bootstrap, direct, pid, startBroker, stop } = server;
  return {
    brokers: bootstrap,
    ports: layout.brokers.map(({ client }) => client),
    direct,
    kill: async (id, signal) => {
      const process_ = await pid(id);
      if (process_ === undefined) throw new Error(`broker ${id} does not run`);
      process.kill(process_, signal);
      if (!['SIGSTOP', 'SIGCONT'].includes(signal)) await until(() => !isAlive(process_));
    },
    restart: startBroker,
    stop,
  };
};

const own = new Map<number, Promise<TestKafkaServer>>();

/** Started by the first call outside of Jest; stopped when nothing is left to do, or by its watchdog if this process ends in another way. */
const ownServer = (brokers: 1 | 3): Promise<TestKafkaServer> => {
  const started =
    own.get(brokers) ??
    startTestKafka({ brokers }).then((server) => {
      process.once('beforeExit', () => void server.stop());
      return server;
    });
  own.set(brokers, started);
  return started;
};
