import { readFileSync } from 'node:fs';
import { createLogger } from '#platform/nest';
import { readConfig } from '../../apps/standalone/src/config.ts';
import { startStandalone } from '../../apps/standalone/src/standalone.ts';
import { timeAndChance } from '../../apps/common/src/time-and-chance.ts';

/** The whole program as a process of its own, to be killed by a test: its clock shows what stands in a file, given as the argument. */
const [clockFile = ''] = process.argv.slice(2);

const { url } = await startStandalone(readConfig(), {
  logger: createLogger('fatal'),
  given: { ...timeAndChance, clock: () => readFileSync(clockFile, 'utf8') },
});
process.stdout.write(`answers at ${url}\n`);

// The test's end of the pipe is gone: so is the test.
process.stdin.on('end', () => process.exit(1)).resume();
