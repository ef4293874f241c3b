import { spawn, type ChildProcess } from 'node:child_process';
import { javaOptions, kafkaRuntime } from './kafka-runtime.ts';

/** Programs of Kafka's own, by their class; each takes the arguments of its `kafka-….sh`. */
export const kafkaTools = {
  consoleConsumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  consoleProducer: 'org.apache.kafka.tools.ConsoleProducer',
  producerPerformance: 'org.apache.kafka.tools.ProducerPerformance',
  consumerPerformance: 'org.apache.kafka.tools.ConsumerPerformance',
  topics: 'org.apache.kafka.tools.TopicCommand',
  consumerGroups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
} as const;

export type KafkaTool = keyof typeof kafkaTools;

export interface KafkaToolRun {
  readonly output: string;
  readonly errors: string;
}

const gathered = (child: ChildProcess): Promise<KafkaToolRun> =>
  new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ output, errors });
      else reject(new Error(`a tool of Kafka ended with ${signal ?? `code ${code}`}: ${errors || output}`));
    });
  });

/** Runs a tool to its end; rejects when it fails. */
export const runKafkaTool = async (tool: KafkaTool, args: readonly string[], { heap = 256, input = '' } = {}): Promise<KafkaToolRun> => {
  const child = spawn('java', [...javaOptions(await kafkaRuntime(), { heap }), kafkaTools[tool], ...args]);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return gathered(child);
};
