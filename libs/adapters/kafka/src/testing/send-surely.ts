import type { FanoutRecord, OpenProducer, RecordProducer } from '#fanout';

/** Sends as the relay does: after a failure with another producer, again from the last place that is sure. Returns how often that was needed. */
export const sendSurely = async (
  open: OpenProducer,
  topic: string,
  records: readonly FanoutRecord[],
  batch = records.length,
): Promise<number> => {
  const deadline = performance.now() + 45_000;
  let producer: RecordProducer | undefined;
  let failures = 0;
  for (let at = 0; at < records.length;) {
    try {
      producer ??= await open(topic);
      await producer.send(records.slice(at, at + batch));
      at += batch;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      producer = undefined;
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await producer?.close();
  return failures;
};
