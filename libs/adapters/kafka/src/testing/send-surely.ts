import type { FanoutRecord, OpenProducer, RecordProducer } from '#fanout';

export interface SureSending {
  /** In one send. */
  readonly batch?: number;
  /** Asked after each send that was acknowledged whether it is enough: one that failed may have arrived, so it is not the last. */
  readonly enough?: () => boolean;
}

/** Sends as the relay does: after a failure with another producer, again from the last place that is sure. */
export const sendSurely = async (
  open: OpenProducer,
  topic: string,
  records: readonly FanoutRecord[],
  { batch = records.length, enough = () => false }: SureSending = {},
): Promise<{ readonly sent: readonly FanoutRecord[]; readonly failures: number }> => {
  const deadline = performance.now() + 45_000;
  let producer: RecordProducer | undefined;
  let failures = 0;
  let at = 0;
  let done = false;
  while (at < records.length && !done) {
    try {
      producer ??= await open(topic);
      await producer.send(records.slice(at, at + batch));
      at += batch;
      done = enough();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      producer = undefined;
      failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await producer?.close();
  return { sent: records.slice(0, at), failures };
};
