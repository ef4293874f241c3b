import { startEmbeddedPostgres } from '#postgres';

/** Holds the embedded Postgres on a folder and a port until it is told to end, or the server ends; prints where to connect. */
const [dataDir = '', port = ''] = process.argv.slice(2);

const server = await startEmbeddedPostgres({
  dataDir,
  log: console.error,
  settings: { port: Number(port) },
  onExit: (reason) => {
    console.error(reason.message);
    process.exit(1);
  },
});
const alive = setInterval(() => undefined, 60_000);
const end = () => void server.stop().then(() => clearInterval(alive));
process.once('SIGTERM', end);
process.once('SIGINT', end);
console.log(server.tcpConnectionString);
