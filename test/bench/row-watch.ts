import pg from 'pg';

/** Looks for rows, for as long as somebody waits for one. */
export interface RowWatch {
  /** Resolves when audit shows this revision of the stream: the transaction that wrote it has been committed. */
  seen(stream: string, revision: number): Promise<void>;
  close(): Promise<void>;
}

/** How often it looks; ms. A row is seen so much later, at most, than it could be. */
export const lookEvery = 4;

const newest = 'select about, max(revision) as revision from read.audit where about = any($1) group by about';

/** By a connection of its own, past the query-api, which would add its own way of waiting. */
export const watchRows = async (connectionString: string): Promise<RowWatch> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const awaited = new Set<{ readonly stream: string; readonly revision: number; readonly resolve: () => void }>();
  let closed = false;

  const look = async (): Promise<void> => {
    if (awaited.size === 0) return;
    const values = [[...new Set([...awaited].map(({ stream }) => stream))]];
    const { rows } = await client.query<{ about: string; revision: number }>({ name: 'newest', text: newest, values });
    const revisions = new Map(rows.map(({ about, revision }) => [about, revision]));
    for (const one of awaited) {
      if ((revisions.get(one.stream) ?? -1) < one.revision) continue;
      awaited.delete(one);
      one.resolve();
    }
  };

  const watch = async (): Promise<void> => {
    while (!closed) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  };

  const watching = watch();
  return {
    seen: (stream, revision) => new Promise((resolve) => void awaited.add({ stream, revision, resolve })),
    close: async () => {
      closed = true;
      await watching;
      await client.end();
    },
  };
};
