export * from './consumer.port.ts';
export * from './partition-reader.port.ts';
export * from './partitioner.ts';
export * from './producer.port.ts';
export * from './record.ts';
export * from './topic.port.ts';
