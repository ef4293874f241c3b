import { growHeapSparingly } from '../../common/src/memory.ts';
import { runProgram } from '../../common/src/program.ts';
import { whyRestored } from '../../common/src/restored.ts';
import { readConfig } from './config.ts';
import { startRelayProgram } from './relay.ts';

growHeapSparingly();
await runProgram({
  config: readConfig,
  start: (config, logger) => startRelayProgram(config, logger, whyRestored()),
  started: ({ url }) => void process.stdout.write(`Dealtrail relay tells how it is at ${url}/health/ready\n`),
});
