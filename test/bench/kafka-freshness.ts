import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { asked, endChild, startChild } from './child.ts';
import type { LoadOrder, LoadResult } from './http-load.ts';
import { foundUsers } from './http-users.ts';
import { withKafka } from './kafka-broker.ts';
import { percentile, type Bench, type Measurement } from './measure.ts';
import { withProfile } from './profile.ts';
import { lookEvery } from './row-watch.ts';

const samplesPerSecond = 50;

const state = `
  select to_regclass('read.audit') is not null as live, (select coalesce(max(size), 0) from dealtrail.ledger_head) as size`;

/** Until audit has all that is sequenced, and nothing more has come for a while. */
const settled = async (connectionString: string): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let before = '';
  for (let quiet = 0; quiet < 3; await pause(300)) {
    const { rows } = await client.query<{ live: boolean; size: string }>(state);
    const { live = false, size = '' } = rows[0] ?? {};
    const shown = live ? (await client.query<{ rows: string }>('select count(*) as rows from read.audit')).rows[0]?.rows : undefined;
    quiet = shown === size && size === before ? quiet + 1 : 0;
    before = size;
  }
  await client.end();
};

const freshness: Bench = {
  name: 'freshness.kafka',
  run: ({ connectionString, quick, log }) =>
    withKafka(({ brokers }) =>
      withProfile({ connectionString, brokers }, async ({ start, issuer }): Promise<readonly Measurement[]> => {
        const seconds = quick ? 3 : 10;
        const { url } = await start('command-api');
        await start('relay');
        await start('projector');
        const { tokens } = await foundUsers(url, issuer);
        await settled(connectionString);
        const generator = startChild('http-load');
        try {
          const load = (order: Partial<LoadOrder>): Promise<LoadResult> =>
            asked(generator, { url, tokens, prefix: '/v1/leads', seconds, ...order } satisfies LoadOrder);
          // Not counted: the programs have just been started.
          await load({});
          const { accepted, seconds: took } = await load({});
          await settled(connectionString);
          log(`${Math.round(accepted / took)} commands/s at most`);
          const half = Math.round(accepted / took / 2);
          const paced = await load({
            seconds: seconds * 2,
            rate: half,
            sampleEvery: Math.max(1, Math.round(half / samplesPerSecond)),
            rowsIn: connectionString,
          });
          const sorted = paced.freshness.toSorted((one, other) => one - other);
          const note =
            `${sorted.length} samples at ${Math.round(paced.accepted / paced.seconds)} commands/s, half of what the command-api takes here; ` +
            `audit's row committed, looked for every ${lookEvery} ms; command-api, relay, projector, broker and event store (the test server) on this machine`;
          const row = (name: string, share: number, aim: number): Measurement => ({
            ...{ name, value: percentile(sorted, share), unit: 'ms', baseline: null, ratio: null },
            note: `aim ${aim}; ${note}`,
          });
          return [row('freshness.kafka.p50', 0.5, 30), row('freshness.kafka.p99', 0.99, 150)];
        } finally {
          await endChild(generator);
        }
      }),
    ),
};

export const kafkaFreshnessBenches: readonly Bench[] = [freshness];
