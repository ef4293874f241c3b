import { randomInt } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import kafkajs from 'kafkajs';
import type { KafkaConfig, LogEntry, SASLOptions } from 'kafkajs';

/** Where a Kafka is, and how to be let in. */
export interface KafkaConnection {
  /** `host:port` each; one that answers is enough to find the others. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** True for the system's authorities; `ca` in PEM for others. */
  readonly ssl?: boolean | { readonly ca: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** How long an answer may take, ms; 30,000 unless said. Waiting for all copies is part of it. */
  readonly requestTimeout?: number;
  /** Told what kafkajs would write to the console. */
  readonly log?: (level: KafkaLogLevel, message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export type KafkaLogLevel = 'error' | 'warn';

/** Named one by one, as what kafkajs gives to its logger can hold anything: no settings, no stacks. */
const told = ['broker', 'clientId', 'groupId', 'topic', 'partition', 'error', 'retryCount', 'retryTime'] as const;

const levelOf = (level: number): KafkaLogLevel => (level === Number(kafkajs.logLevel.ERROR) ? 'error' : 'warn');

const detailOf = ({ log }: LogEntry): Record<string, unknown> =>
  Object.fromEntries(told.filter((name) => log[name] !== undefined).map((name) => [name, String(log[name])]));

const sslOf = (ssl: KafkaConnection['ssl']): boolean | ConnectionOptions | undefined => (typeof ssl === 'object' ? { ca: [ssl.ca] } : ssl);

/**
 * From another one on each time. kafkajs asks the first, and turns to the next when that cannot be connected to, but not when it takes the connection and ends it
 * unanswered, as a proxy or a port forwarder does before a broker that is down: it asks the same one again until its retries are used up.
 */
const fromAnyOn = (brokers: readonly string[]): string[] => {
  const first = randomInt(Math.max(1, brokers.length));
  return [...brokers.slice(first), ...brokers.slice(0, first)];
};

/**
 * What all our clients of kafkajs have in common. All retrying is spelled out, as kafkajs has other defaults when it believes that it is tested.
 * `retries` is about connections and metadata only, which may be asked for as often as one likes; how often records are sent is the producer's matter.
 */
export const clientOf = ({ brokers, clientId, ssl, sasl, requestTimeout = 30_000, log }: KafkaConnection): kafkajs.Kafka => {
  const config: KafkaConfig = {
    brokers: fromAnyOn(brokers),
    clientId,
    requestTimeout,
    connectionTimeout: Math.min(requestTimeout, 5_000),
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2 },
    logLevel: log ? kafkajs.logLevel.WARN : kafkajs.logLevel.NOTHING,
    logCreator: () => (entry) => log?.(levelOf(entry.level), entry.log.message, detailOf(entry)),
  };
  const tls = sslOf(ssl);
  if (tls !== undefined) config.ssl = tls;
  if (sasl) config.sasl = { ...sasl } as SASLOptions;
  return new kafkajs.Kafka(config);
};
