import { asked, endChild, startChild } from './child.ts';
import type { ReadersOrder, ReadersResult } from './feed-readers.ts';
import { median, type Bench, type Measurement } from './measure.ts';
import { peakOf } from './memory.ts';
import { withProfile } from './profile.ts';
import { fullLedger } from './whole-ledger.ts';

const many = 50;

const feed: Bench = {
  name: 'feed.sse',
  run: async ({ connectionString, quick, log }): Promise<readonly Measurement[]> => {
    const events = quick ? 20_000 : 200_000;
    await fullLedger(connectionString, events);
    return withProfile({ connectionString }, async ({ start, issuer }) => {
      // Whom the query-api lets read is in the event store.
      await (await start('command-api')).stop();
      const { url, pid } = await start('query-api');
      const token = await issuer.issue('operator');
      const readers = startChild('feed-readers');
      try {
        const read = async (count: number): Promise<number> => {
          const order: ReadersOrder = { url, token, readers: count, events, seconds: quick ? 5 : 20 };
          const result = await asked<ReadersResult>(readers, order);
          const rate = result.events / result.seconds;
          log(`${count} reader(s): ${Math.round(rate)}/s`);
          return rate;
        };
        const measure = async (count: number): Promise<{ rate: number; before: number; after: number }> => {
          const before = await peakOf(pid);
          const rates: number[] = [];
          for (let round = 0; round < (quick ? 1 : 3); round += 1) rates.push(await read(count));
          return { rate: median(rates), before, after: await peakOf(pid) };
        };
        await read(1);
        const row = (name: string, { rate, before, after }: Awaited<ReturnType<typeof measure>>, more: string): Measurement => ({
          ...{ name, value: rate, unit: 'events/s', baseline: null, ratio: null },
          note: `from the start of a ledger of ${events} events${more}; the server had at most ${Math.round(after)} MB, ${Math.round(after - before)} more than before`,
        });
        const one = row('feed.sse.1', await measure(1), '');
        const fifty = await measure(many);
        return [one, row(`feed.sse.${many}`, fifty, `, to all readers together, ${Math.round(fifty.rate / many)}/s to each`)];
      } finally {
        await endChild(readers);
      }
    });
  },
};

export const feedBenches: readonly Bench[] = [feed];
