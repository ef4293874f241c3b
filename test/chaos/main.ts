import { Command, InvalidArgumentError } from 'commander';
import { runChaos, type ChaosReport } from './run.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
};

const brokerCount = (text: string): 1 | 3 => {
  if (text !== '1' && text !== '3') throw new InvalidArgumentError('One or three.');
  return text === '1' ? 1 : 3;
};

const options = new Command('chaos')
  .description(
    'Runs the distributed profile on servers of its own, hurts it at random, and checks that nothing was lost, skipped or doubled.',
  )
  .option('--minutes <n>', 'how long it is hurt', positive, 5)
  .option('--seed <n>', 'the same seed brings the same faults in the same order', positive, 1)
  .option('--kills <n>', 'end after so many kills, if the time is not over before', positive, Infinity)
  .option('--brokers <n>', 'brokers of Kafka: 1 or 3', brokerCount, 3)
  .parse()
  .opts<{ minutes: number; seed: number; kills: number; brokers: 1 | 3 }>();

const log = (line: string): void => console.log(`${new Date().toISOString()}  ${line}`);

const print = ({ counts, kills, commands, events, records, findings }: ChaosReport): void => {
  console.log(`\nWhat was done (seed ${options.seed}):`);
  for (const [kind, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) console.log(`  ${kind.padEnd(20)} ${count}`);
  console.log(`${kills} kills under ${commands} commands.`);
  if (!findings) return console.log('It was interrupted: nothing was checked.');
  console.log(`${events} events in the ledger, ${records} records on the topic.`);
  console.log(findings.length === 0 ? 'Nothing was lost, skipped or doubled.' : `FOUND ${findings.length}:`);
  for (const finding of findings) console.log(`  - ${finding}`);
};

const interrupted = new AbortController();
const onSignal = (): void => {
  if (interrupted.signal.aborted) process.exit(130);
  log('stopping without a check; once more to stop at once');
  interrupted.abort();
};
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

const report = await runChaos({ ...options, log, signal: interrupted.signal });
print(report);
// Clients that never give up would go on.
process.exit(!report.findings ? 130 : report.findings.length > 0 ? 1 : 0);
