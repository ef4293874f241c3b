import pino from 'pino';
import { largestRecord } from '#kafka';
import { largestBody } from '#platform/nest';
import { kafkaConnection } from './kafka.ts';

describe('the connection to Kafka', () => {
  it('logs what is tried again every few seconds once, and what is new at once', () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line) => void lines.push(line) });
    const { log } = kafkaConnection({ kafka: { brokers: [] } }, 'test', logger);
    for (let retryCount = 0; retryCount < 3; retryCount += 1)
      for (const broker of ['one:9092', 'two:9092']) log!('error', 'Connection error', { broker, retryCount });
    log!('warn', 'Group rebalances', {});
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: 'Connection error', broker: 'one:9092', part: 'kafka', retryCount: 0 },
      { msg: 'Connection error', broker: 'two:9092' },
      { msg: 'Group rebalances' },
    ]);
  });

  it('takes any event that a request can bring about, which is about as large as its body', () => {
    expect(largestRecord).toBeGreaterThanOrEqual(4 * largestBody);
  });
});
