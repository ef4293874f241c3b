import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestKafka, type TestKafkaServer } from './kafka-server.ts';
import { startTestServer } from './test-server.ts';

/** Serves one test run: a process of its own, as Jest's set-up runs outside of its module mapping. */
const server = await startTestServer();
const kafka = new Map<string, Promise<TestKafkaServer>>();

/** `/1` or `/3`: so many brokers, started when the first test asks for them. */
const onDemand = createServer((request, response) => {
  // A connection that is kept would keep the worker that asked.
  response.setHeader('connection', 'close');
  const brokers = request.url === '/3' ? 3 : 1;
  const started = kafka.get(`${brokers}`) ?? startTestKafka({ brokers });
  kafka.set(`${brokers}`, started);
  started.then(
    ({ bootstrap }) => response.end(bootstrap.join()),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});

const stop = async (): Promise<void> => {
  onDemand.close();
  onDemand.closeAllConnections();
  const clusters = await Promise.allSettled(kafka.values());
  await Promise.all([server.stop(), ...clusters.map((cluster) => (cluster.status === 'fulfilled' ? cluster.value.stop() : undefined))]);
};

onDemand.listen(0, '127.0.0.1', () => {
  process.once('SIGTERM', () => void stop());
  const { port } = onDemand.address() as AddressInfo;
  console.log(JSON.stringify({ postgres: server.connectionString, kafka: `http://127.0.0.1:${port}` } satisfies SharedServers));
});

/** Where the servers of a test run are. */
export interface SharedServers {
  readonly postgres: string;
  readonly kafka: string;
}
