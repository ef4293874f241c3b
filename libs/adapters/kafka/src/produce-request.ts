/** The records of one partition, as a batch. */
export interface PartitionBatch {
  readonly partition: number;
  readonly batch: Buffer;
}

export interface PartitionAnswer {
  readonly partition: number;
  /** Of Kafka's protocol; 0: none. */
  readonly errorCode: number;
  /** Of the first record; -1 when there was an error. */
  readonly baseOffset: bigint;
}

/** What kafkajs' connections take as a request, and how they are to read the answer. */
export interface Exchange<T> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    expectResponse(): boolean;
    /** Both names for the same bytes: kafkajs looks at one and takes the other. */
    encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: {
    decode(payload: Buffer): Promise<{ readonly clientSideThrottleTime: number; readonly answers: readonly T[] }>;
    parse(decoded: { readonly answers: readonly T[] }): Promise<readonly T[]>;
  };
}

const written = (topic: string, batches: readonly PartitionBatch[], acks: number, timeout: number): Buffer => {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(2 + 2 + 4 + 4 + 2 + name.length + 4);
  // No transaction.
  let at = head.writeInt16BE(-1, 0);
  at = head.writeInt16BE(acks, at);
  at = head.writeInt32BE(timeout, at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt16BE(name.length, at);
  at += name.copy(head, at);
  head.writeInt32BE(batches.length, at);
  const parts = batches.flatMap(({ partition, batch }) => {
    const place = Buffer.alloc(8);
    place.writeInt32BE(partition, 0);
    place.writeInt32BE(batch.length, 4);
    return [place, batch];
  });
  return Buffer.concat([head, ...parts]);
};

const readTopics = (payload: Buffer): { readonly answers: readonly PartitionAnswer[]; readonly clientSideThrottleTime: number } => {
  const answers: PartitionAnswer[] = [];
  let at = 4;
  for (let topics = payload.readInt32BE(0); topics > 0; topics -= 1) {
    at += 2 + payload.readInt16BE(at);
    const partitions = payload.readInt32BE(at);
    at += 4;
    for (let read = 0; read < partitions; read += 1, at += 30)
      answers.push({
        partition: payload.readInt32BE(at),
        errorCode: payload.readInt16BE(at + 4),
        baseOffset: payload.readBigInt64BE(at + 6),
      });
  }
  return { answers, clientSideThrottleTime: payload.readInt32BE(at) };
};

/** A Produce request of version 7, which every broker from 2.1 on to 4.x takes, to be acknowledged by all in-sync replicas. */
export const produceRequest = (topic: string, batches: readonly PartitionBatch[], timeout: number): Exchange<PartitionAnswer> => ({
  request: {
    apiKey: 0,
    apiVersion: 7,
    apiName: 'Produce',
    expectResponse: () => true,
    encode: async () => {
      const bytes = written(topic, batches, -1, timeout);
      return { buf: bytes, buffer: bytes };
    },
  },
  response: {
    decode: async (payload) => readTopics(payload),
    parse: async ({ answers }) => answers,
  },
});
