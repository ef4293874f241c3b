import { startRelay } from '#ledger';
import { PostgresEventSource, PostgresLedger } from '#postgres';

/** A relay as a process of its own, to be stopped and killed by a test: `connectionString holder leaseFor batch`. Tells what it becomes. */
const [connectionString = '', holder = '', leaseFor = '', batch = ''] = process.argv.slice(2);

const source = new PostgresEventSource(connectionString);
const ledger = new PostgresLedger(connectionString);
const relay = startRelay({
  source,
  ledger,
  leases: ledger.leases,
  holder,
  leaseFor: Number(leaseFor),
  batch: Number(batch),
  restFor: 2,
});

let told = '';
setInterval(() => {
  const { leader, halted } = relay.status();
  const state = halted ? `halted: ${halted.message}` : leader ? 'leads' : 'waits';
  if (state !== told) process.stdout.write(`${state}\n`);
  told = state;
}, 5);

// The test's end of the pipe is gone: so is the test.
process.stdin.on('end', () => process.exit(1)).resume();
