import type { FanoutRecord } from '#fanout';

/** What a consumer makes of a partition: records at or below the highest index so far were there before, and are dropped. */
export const indexesSeen = (records: readonly FanoutRecord[], partition: number): readonly number[] => {
  const seen: number[] = [];
  for (const { partition: its, event } of records) if (its === partition && event.index > (seen.at(-1) ?? -1)) seen.push(event.index);
  return seen;
};

export const indexesSent = (records: readonly FanoutRecord[], partition: number): readonly number[] =>
  records.filter((record) => record.partition === partition).map(({ event }) => event.index);

/** Nothing is lost, and nothing is out of order. */
export const expectAllSeen = (found: readonly FanoutRecord[], sent: readonly FanoutRecord[], partitions: number): void => {
  for (let partition = 0; partition < partitions; partition += 1)
    expect(indexesSeen(found, partition)).toEqual(indexesSent(sent, partition));
};
