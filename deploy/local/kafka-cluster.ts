import { withArchive } from './kafka-archive.ts';
import { brokerPid, startBroker, startBrokers, stopBrokers, type BrokerJava } from './kafka-brokers.ts';
import { bootstrapOf, directOf, type KafkaLayout, type KafkaOptions } from './kafka-layout.ts';
import { kafkaRuntime } from './kafka-runtime.ts';

/** A Kafka whose brokers run by themselves, as processes that nobody waits for. */
export interface KafkaCluster {
  readonly layout: KafkaLayout;
  /** Where clients connect, `host:port` each. */
  readonly bootstrap: readonly string[];
  /** The same past any proxy. */
  readonly direct: readonly string[];
  pid(id: number): Promise<number | undefined>;
  /** Starts one broker again, on its ports, and waits until it is in the cluster. */
  startBroker(id: number): Promise<void>;
  /** Ends all brokers, by force after so many ms; what they acknowledged is with the system, and so kept. */
  stop(patience?: number): Promise<void>;
}

/** Starts a Kafka in KRaft mode that outlives this process. */
export const startKafka = async (
  options: KafkaOptions & BrokerJava,
  log: (message: string) => void = () => undefined,
): Promise<KafkaCluster> => {
  const runtime = await withArchive(await kafkaRuntime(log), log);
  const layout = await startBrokers(runtime, options, options);
  return {
    layout,
    bootstrap: bootstrapOf(layout),
    direct: directOf(layout),
    pid: (id) => brokerPid(layout, id),
    startBroker: (id) => startBroker(runtime, layout, id, options),
    stop: async (patience = 0) => void (await stopBrokers(layout, patience)),
  };
};
