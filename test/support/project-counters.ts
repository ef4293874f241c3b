// A process of its own that projects synthetic events until it is killed: `project-counters.ts <connection string> <settings as JSON>`.
import { PostgresLedger, PostgresProjectionStore } from '#postgres';
import { projectionRunner } from '#projections';
import { decodeCounters, journal, totals } from '#projections/testing';

const [connectionString = '', settings = '{}'] = process.argv.slice(2);

const runner = projectionRunner({
  ledger: new PostgresLedger(connectionString, { watchEvery: 20 }),
  store: new PostgresProjectionStore(connectionString),
  decode: decodeCounters,
  projections: [totals(), journal()],
  settings: JSON.parse(settings) as object,
  notify: (notice) => {
    if (notice.kind === 'halted') console.log(`halted ${notice.reason}`);
  },
});

await runner.start();
console.log('started');
