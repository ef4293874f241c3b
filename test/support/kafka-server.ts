import { join } from 'node:path';
import { startKafka, type KafkaCluster } from '../../deploy/local/kafka-cluster.ts';
import type { KafkaOptions } from '../../deploy/local/kafka-layout.ts';
import { temporaryFolder } from './test-server.ts';

export type TestKafkaOptions = Pick<KafkaOptions, 'brokers' | 'advertised'>;

/** A Kafka in a temporary folder of its own. */
export interface TestKafkaServer extends KafkaCluster {
  readonly stop: () => Promise<void>;
}

/** Starts a Kafka for tests; it ends with this process, however that ends, and its folder with it. A silent broker is dead after three seconds. */
export const startTestKafka = async (options: TestKafkaOptions): Promise<TestKafkaServer> => {
  const folder = await temporaryFolder();
  try {
    const cluster = await startKafka({ ...options, folder: join(folder.path, 'kafka'), heap: 256, brief: true, sessionTimeout: 3_000 });
    const stop = async (): Promise<void> => {
      await cluster.stop();
      await folder.remove();
    };
    return { ...cluster, stop };
  } catch (error) {
    await folder.remove();
    throw error;
  }
};
