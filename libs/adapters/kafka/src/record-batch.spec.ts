import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Message } from './message.ts';
import { longestOf, recordBatch } from './record-batch.ts';

const require = createRequire(import.meta.url);

interface Decoded {
  readonly firstTimestamp: string;
  readonly lastOffsetDelta: number;
  readonly maxTimestamp: string;
  readonly records: readonly {
    readonly key: Buffer;
    readonly value: Buffer;
    readonly timestamp: string;
    readonly offset: string;
    readonly headers: Readonly<Record<string, Buffer>>;
  }[];
}

/** kafkajs' own reading of what is written here past it. */
const decoded = async (batch: Buffer): Promise<Decoded> => {
  const Decoder = require('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => { readInt64(): unknown };
  const decode = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (decoder: unknown) => Promise<Decoded>;
  const kafkajsCrc = require('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;
  expect(batch.readUInt32BE(17)).toBe(kafkajsCrc(batch.subarray(21)) >>> 0);
  expect(batch.readInt32BE(8)).toBe(batch.length - 12);
  return decode(new Decoder(batch));
};

const content = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', minLength: 60, maxLength: 70 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

/** kafkajs reads headers into an object, which has some names of its own. */
const headerName = fc.stringMatching(/^[a-z_-]{1,80}$/).filter((name) => !(name in {}));

const message: fc.Arbitrary<Message> = fc
  .record({
    key: fc.string(),
    value: fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.nat(20_000).map((length) => Buffer.alloc(length, 'v')),
    ),
    timestamp: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    headers: fc.uniqueArray(fc.tuple(headerName, content), { maxLength: 5, selector: ([name]) => name }),
  })
  .map(({ headers, ...rest }) => ({ ...rest, names: headers.map(([name]) => name), contents: headers.map(([, text]) => text) }));

/** As text: Jest compares bytes one by one. */
const seen = ({ key, value, timestamp, names, contents }: Message, offset: number) => ({
  key,
  value: value.toString('latin1'),
  timestamp: String(timestamp),
  offset: String(offset),
  headers: names.map((name, at) => [name, Buffer.from(contents[at]!).toString('latin1')]),
});

describe('a record batch', () => {
  it('is read by others as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async (messages) => {
        const batch = await recordBatch(messages);
        expect(batch.length).toBeLessThanOrEqual(61 + messages.reduce((length, each) => length + longestOf(each), 0));
        const { records, lastOffsetDelta, maxTimestamp } = await decoded(batch);
        const read = records.map(({ key, value, timestamp, offset, headers }) => ({
          key: key.toString('utf8'),
          value: value.toString('latin1'),
          timestamp: String(timestamp),
          offset: String(offset),
          headers: Object.entries(headers).map(([name, content]) => [name, content.toString('latin1')]),
        }));
        expect(read).toEqual(messages.map(seen));
        expect(lastOffsetDelta).toBe(messages.length - 1);
        expect(Number(maxTimestamp)).toBe(Math.max(...messages.map(({ timestamp }) => timestamp)));
      }),
    );
  });

  it('is the same when it is packed', async () => {
    const messages = Array.from({ length: 100 }, (_, at) => ({
      key: 'k',
      value: Buffer.from(`value ${at}`),
      timestamp: 1_000 + at,
      names: [],
      contents: [],
    }));
    const [plain, packed] = [await recordBatch(messages), await recordBatch(messages, 'gzip')];
    expect(packed.readInt16BE(21)).toBe(1);
    expect(packed.length).toBeLessThan(plain.length / 2);
    expect(gunzipSync(packed.subarray(61))).toEqual(plain.subarray(61));
    expect((await decoded(packed)).records.map(({ value }) => String(value))).toEqual(messages.map(({ value }) => String(value)));
  });
});
