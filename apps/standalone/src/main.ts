import 'reflect-metadata';
import { join } from 'node:path';
import { growHeapSparingly } from '../../common/src/memory.ts';
import { runProgram } from '../../common/src/program.ts';
import { whyRestored } from '../../common/src/restored.ts';
import { readConfig } from './config.ts';
import { startStandalone, type Standalone } from './standalone.ts';

const demo = process.argv.includes('--demo');
/** The demonstration ends the program once it has shown all. */
const exits = process.argv.includes('--exit');

const announce = ({ url, config }: Standalone): void => {
  const lines = [
    `Dealtrail answers at ${url}`,
    `  API page   ${url}/docs`,
    `  readiness  ${url}/health/ready`,
    `  data in    ${config.databaseUrl === undefined ? config.dataDir : `your database, keys in ${config.dataDir}`}`,
    ...(config.identity.kind === 'local' ? ['  tokens     npx dealtrail token <userId>'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

/** What a demonstration is played under; nothing of it is loaded for anything else. */
const demoRules = async () => (demo ? { definitions: (await import('./demo/processes.ts')).demoProcesses } : {});

const demonstrate = async (running: Standalone): Promise<void> => {
  const { runDemo } = await import('./demo/run-demo.ts');
  await runDemo(running);
};

growHeapSparingly();
await runProgram({
  config: () => readConfig(undefined, demo ? { dataDir: join('.data', 'demo'), logLevel: 'warn' } : {}),
  start: async (config, logger, onLost) => {
    const ledgerRestored = whyRestored();
    return startStandalone(config, { logger, onLost, ...(await demoRules()), ...(ledgerRestored !== undefined && { ledgerRestored }) });
  },
  started: async (running) => {
    announce(running);
    if (!demo) return undefined;
    await demonstrate(running);
    return exits ? 'stop' : undefined;
  },
});
