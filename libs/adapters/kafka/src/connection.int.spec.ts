import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { testKafka } from '../../../../test/support/kafka.ts';
import { until } from '../../../../test/support/until.ts';
import { clientOf } from './connection.ts';
import { openKafkaProducer } from './producer.ts';
import { kafkaTopics } from './topics.ts';

describe('a connection', () => {
  let door: Server;
  let closed: string;

  beforeAll(async () => {
    door = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.destroy());
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    closed = `127.0.0.1:${(door.address() as AddressInfo).port}`;
  });
  afterAll(() => door.close());

  it('comes about though a proxy stands before the first broker, which is down, and takes every request', async () => {
    const connection = { brokers: [closed, ...(await testKafka()).brokers], clientId: 'test' };
    const connects = async (): Promise<boolean> => {
      const admin = clientOf(connection).admin();
      const connected = await admin.connect().then(
        () => true,
        () => false,
      );
      await admin.disconnect();
      return connected;
    };
    expect(await until(connects)).toBe(true);
  });

  it('that fails says with which broker', async () => {
    const connection = { brokers: [closed], clientId: 'test' };
    for (const open of [() => openKafkaProducer(connection)('any'), () => kafkaTopics(connection)])
      await expect(open()).rejects.toThrow(`Closed connection (${closed})`);
  });
});
