import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const checkpoints = `
  select name, position, durable, pg_postmaster_start_time()::text as server from (
    select 'the publication of generation ' || generation || ' of ' || ledger_id as name, position, true as durable from dealtrail.publications
    union all
    select 'the checkpoint of ' || projection || ' v' || version || ' b' || build || ' in slice ' || partition || '/' || partitions || ' of ' || ledger_id,
      position, false
    from dealtrail.projection_checkpoints) as seen`;

/** A checkpoint as it was seen. */
export interface SeenCheckpoint {
  readonly name: string;
  readonly position: number;
  /** Its moves are on disk before they are acknowledged. Those of a projection are not: a crash may undo the last of them, together with the rows. */
  readonly durable: boolean;
  /** When the server was started that shows it. */
  readonly server: string;
}

/** Says of each checkpoint whether it was seen to move back, but for what a crash of the server may undo. */
export const movesBack = () => {
  const before = new Map<string, SeenCheckpoint>();
  return (seen: SeenCheckpoint): string | undefined => {
    const { name, position, durable, server } = seen;
    const last = before.get(name);
    before.set(name, seen);
    const undone = !durable && last?.server !== server;
    return last && position < last.position && !undone ? `${name} moved back from ${last.position} to ${position}` : undefined;
  };
};

/** Looks at every checkpoint all the time. */
export interface CheckpointWatch {
  /** Those that were seen to move back (I5). */
  readonly findings: readonly string[];
  stop(): Promise<void>;
}

export const watchCheckpoints = (connectionString: string): CheckpointWatch => {
  const findings: string[] = [];
  const moveBack = movesBack();
  let stopping = false;

  const look = async (): Promise<void> => {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      while (!stopping) {
        const { rows } = await client.query<Omit<SeenCheckpoint, 'position'> & { readonly position: string }>(checkpoints);
        findings.push(...rows.flatMap((row) => moveBack({ ...row, position: Number(row.position) }) ?? []));
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
