import 'reflect-metadata';
import { growHeapSparingly } from '../../common/src/memory.ts';
import { runProgram } from '../../common/src/program.ts';
import { startCommandApi } from './command-api.ts';
import { readConfig } from './config.ts';

growHeapSparingly();
await runProgram({
  config: readConfig,
  start: (config, logger) => startCommandApi(config, logger),
  started: ({ url }) => void process.stdout.write(`Dealtrail command-api answers at ${url}\n`),
});
