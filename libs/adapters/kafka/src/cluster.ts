import type { Kafka } from 'kafkajs';
import type { Exchange } from './produce-request.ts';

/** What kafkajs knows of a cluster: connections with TLS, passwords and time-outs, and who leads which partition. It uses this itself, and its types leave it out. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** Asks for the metadata of the topics. */
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  /** As of the metadata got last. */
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number; readonly leader: number }[];
  /** Connects to it where need be. */
  findBroker(broker: {
    readonly nodeId: number;
  }): Promise<{ readonly connectionPool: { send<T>(exchange: Exchange<T>): Promise<readonly T[]> } }>;
}

type ClusterMaker = (options: { readonly metadataMaxAge: number; readonly allowAutoTopicCreation: boolean }) => Cluster;

/** A cluster of its own, not connected. kafkajs 2.2.4 is pinned, and has had no release since 2023; should it ever move this, the message says so. */
export const clusterOf = (kafka: Kafka): Cluster => {
  const name = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === 'private:Kafka:createCluster');
  if (!name) throw new Error('kafkajs is not the version that this adapter was written for: 2.2.4');
  const make = (kafka as unknown as Record<symbol, ClusterMaker>)[name]!;
  return make({ metadataMaxAge: 300_000, allowAutoTopicCreation: false });
};
