export type { KafkaConnection, KafkaLogLevel } from './connection.ts';
export { openKafkaConsumer, type KafkaConsumerOptions } from './consumer.ts';
export { MalformedRecord, messageOf } from './message.ts';
export { openKafkaProducer, SendFailed, type KafkaProducerOptions } from './producer.ts';
export type { Compression } from './record-batch.ts';
export { kafkaTopics, largestRecord } from './topics.ts';
