import { readConfig } from './config.ts';
import { run } from './program.ts';

const stop = new AbortController();
process.once('SIGINT', () => {
  // The next one ends the process at once.
  stop.abort(new Error('stopped'));
});
// Whoever reads the result may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), readConfig(), { out: process.stdout, err: process.stderr }, stop.signal);
