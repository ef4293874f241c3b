import { Command, InvalidArgumentError } from 'commander';
import { keyOf, type Rule } from '../row.ts';
import { rows } from '../rows.ts';
import { begun, keep, noteBegun, proofKey, type Proof } from './findings.ts';
import { ranBy } from './jest-run.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
};

const options = new Command('coverage:prove')
  .description('Takes away each mechanism that covers a line of the policy, and sees its test fail.')
  .option('--only <line>', 'only what covers this line, for example L125')
  .option('--jobs <n>', 'how many tests at once', positive, 2)
  .option('--resume', 'go on where the last proof was broken off')
  .parse()
  .opts<{ only?: string; jobs: number; resume?: true }>();

const wanted = rows.filter(({ lines }) => options.only === undefined || lines.includes(Number(options.only.replace(/^L/i, ''))));
const everyRule = [...new Map(rows.flatMap(({ by }) => by).map((rule) => [proofKey(rule), rule])).values()];
const wantedKeys = new Set(wanted.flatMap(({ by }) => by).map(proofKey));
const rules = everyRule.filter((rule) => wantedKeys.has(proofKey(rule)));

/** Tells only that a list has become shorter: the rule may be tested by nothing else. */
const listings = 'gets everywhere';

const start = options.resume ? await begun() : { proofs: {}, commands: {} };
const proofs: Record<string, Proof> = { ...start.proofs };
const commands: Record<string, readonly string[]> = { ...start.commands };
const troubles = new Map<string, string>();
const left = rules.filter((rule) => !proofs[proofKey(rule)]);
let done = rules.length - left.length;

const say = (outcome: string, rule: Rule, more: string): void => {
  done += 1;
  console.log(`[${String(done).padStart(3)}/${rules.length}] ${keyOf(rule).padEnd(52)} ${outcome}  ${more}`);
};

const noteCommands = (made: readonly (readonly [string, readonly string[]])[]): void => {
  for (const [command, events] of made)
    for (const event of events) commands[event] = [...new Set([...(commands[event] ?? []), command])].sort();
};

const trouble = (rule: Rule, outcome: string, more: string): void => {
  troubles.set(proofKey(rule), `${keyOf(rule)} in ${rule.file}: ${outcome}`);
  say(outcome, rule, more);
};

const prove = async (rule: Rule): Promise<void> => {
  const { failed, broken } = await ranBy({ file: rule.file, test: rule.test, disabled: keyOf(rule) });
  const missing = failed.filter((name) => !name.includes(listings));
  if (broken !== undefined) return trouble(rule, 'COULD NOT BE RUN', broken.split('\n').slice(0, 12).join('\n  '));
  if (missing.length === 0) return trouble(rule, 'STILL PASSED', failed.length > 0 ? `but for: ${failed.join('; ')}` : rule.file);
  proofs[proofKey(rule)] = { file: rule.file, test: missing[0]!, failed: missing.length };
  say('disabled, failed as it should', rule, `${missing.length}: ${missing[0]}`);
  await noteBegun({ proofs, commands });
};

/** A file that fails with nothing taken away proves nothing. */
const proveFile = async (ofFile: readonly Rule[]): Promise<readonly Rule[]> => {
  const { file, test } = ofFile[0]!;
  const { passed, failed, broken, made } = await ranBy({ file, test });
  noteCommands(made);
  if (passed > 0 && failed.length === 0) return ofFile;
  for (const rule of ofFile) trouble(rule, 'FAILS ANYWAY', broken ?? failed.join('; '));
  return [];
};

/** Takes work from the front until there is none. */
const inTurn = async <T>(work: T[], task: (one: T) => Promise<unknown>): Promise<void> => {
  const worker = async () => {
    for (let one = work.shift(); one !== undefined; one = work.shift()) await task(one);
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
};

const asRun = ({ file, test }: Rule): string => `${file} ${test ?? ''}`;
const files = [...new Set(left.map(asRun))].map((each) => left.filter((rule) => asRun(rule) === each));
const sound: Rule[] = [];
console.log(
  `${rules.length - left.length} of ${rules.length} mechanisms were proved before; ${files.length} test files to be seen to pass first`,
);
await inTurn([...files], async (ofFile) => sound.push(...(await proveFile(ofFile))));
await inTurn(sound, prove);
await keep({ proofs, commands }, everyRule, new Set(troubles.keys()));

console.log(`\n${rules.length - troubles.size} of ${rules.length} mechanisms are missed by their tests when they are disabled.`);
for (const each of troubles.values()) console.log(`  - ${each}`);
process.exitCode = troubles.size > 0 ? 1 : 0;
