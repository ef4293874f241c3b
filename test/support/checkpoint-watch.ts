import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const checkpoints = `
  select 'the publication of generation ' || generation || ' of ' || ledger_id as name, position from dealtrail.publications
  union all
  select 'the checkpoint of ' || projection || ' v' || version || ' b' || build || ' in slice ' || partition || '/' || partitions || ' of ' || ledger_id,
    position
  from dealtrail.projection_checkpoints`;

/** Looks at every checkpoint all the time. */
export interface CheckpointWatch {
  /** Those that were seen to move back (I5). */
  readonly findings: readonly string[];
  stop(): Promise<void>;
}

export const watchCheckpoints = (connectionString: string): CheckpointWatch => {
  const furthest = new Map<string, number>();
  const findings: string[] = [];
  let stopping = false;

  const note = (name: string, position: number): void => {
    const before = furthest.get(name) ?? 0;
    if (position < before) findings.push(`${name} moved back from ${before} to ${position}`);
    furthest.set(name, position);
  };

  const look = async (): Promise<void> => {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      while (!stopping) {
        const { rows } = await client.query<{ name: string; position: string }>(checkpoints);
        for (const { name, position } of rows) note(name, Number(position));
        await pause(100);
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const watching = (async () => {
    // The database may be down: it is looked at again when it is back.
    while (!stopping) await look().catch(() => pause(100));
  })();

  return {
    findings,
    stop: async () => {
      stopping = true;
      await watching;
    },
  };
};
