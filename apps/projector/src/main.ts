import { growHeapSparingly } from '../../common/src/memory.ts';
import { runProgram } from '../../common/src/program.ts';
import { readConfig } from './config.ts';
import { startProjector } from './projector.ts';

growHeapSparingly();
await runProgram({
  config: readConfig,
  start: startProjector,
  started: ({ url }) => void process.stdout.write(`Dealtrail projector tells how it is at ${url}/health/ready\n`),
});
