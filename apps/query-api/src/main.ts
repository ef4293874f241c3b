import 'reflect-metadata';
import { growHeapSparingly } from '../../common/src/memory.ts';
import { runProgram } from '../../common/src/program.ts';
import { readConfig } from './config.ts';
import { startQueryApi } from './query-api.ts';

growHeapSparingly();
await runProgram({
  config: readConfig,
  start: (config, logger) => startQueryApi(config, logger),
  started: ({ url }) => void process.stdout.write(`Dealtrail query-api answers at ${url}\n`),
});
