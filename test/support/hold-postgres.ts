import pg from 'pg';
import { startEmbeddedPostgres } from '#postgres';

/** Holds an embedded server on the folder given until SIGINT; then shows that the server is still there for the app to drain, and stops it. */
const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: () => undefined });
const alive = setInterval(() => undefined, 60_000);

const answer = async () => {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  const { rows } = await client.query<{ said: string }>(`select 'still served' as said`);
  await client.end();
  return rows[0]?.said ?? '';
};

process.once('SIGINT', () => {
  void answer()
    .then(console.log, (error: unknown) => console.log(String(error)))
    .then(server.stop)
    .then(() => clearInterval(alive));
});

// Last: who reads this may send the signal at once.
console.log(JSON.stringify({ connectionString: server.connectionString, pid: server.pid }));
