import { proofKey, type Proved } from '../test/coverage/proving/findings.ts';
import type { Kind, Row, Rule } from '../test/coverage/row.ts';
import { rows } from '../test/coverage/rows.ts';
import { asksNothing } from '../test/coverage/scope.ts';

const kinds: Readonly<Record<Kind, string>> = {
  P: 'principles and clauses 原则与条款',
  G: 'goals of stages 阶段目标',
  A: 'activities 活动',
  R: 'roles 角色',
  D: 'deliverables and records 交付物与记录',
  T: 'tools and forms 工具与表单',
  K: 'KPIs 指标',
  AP: 'approvals 审批',
  M: 'meetings 会议',
  S: 'systems 系统',
  DEF: 'terms 术语',
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const lines = (of: readonly string[]): string => [...new Set(of)].map(cell).join('<br>');
const linesOf = ({ lines: of }: Row): string => of.map((line) => `L${line}`).join(', ');
const named = (by: readonly Rule[], kind: Rule['kind']): readonly string[] =>
  by.filter((rule) => rule.kind === kind).map(({ name }) => name);

const others: Readonly<Partial<Record<Rule['kind'], string>>> = {
  refusal: 'refused as',
  criterion: 'criterion',
  condition: 'condition',
  deadline: 'deadline',
  process: 'process manager',
  role: 'authority of',
  content: 'content of',
  documentKind: 'document kind',
  definition: 'definition',
  projection: 'read model',
};

const rulesOf = (by: readonly Rule[]): readonly string[] =>
  by.flatMap(({ kind, name }) => (others[kind] === undefined ? [] : [`${others[kind]} \`${name}\``]));

const testOf =
  ({ proofs }: Proved) =>
  (rule: Rule): string => {
    const proof = proofs[proofKey(rule)];
    const link = `[${rule.file.split('/').at(-1)}](../${rule.file})`;
    return proof ? `${link}: ${proof.test}` : `${link} (not proved yet)`;
  };

const rowOf =
  (proved: Proved) =>
  (row: Row): string => {
    const { kind, item, by, argument = '' } = row;
    const events = named(by, 'event');
    const commands = events.flatMap((type) => proved.commands[type] ?? []);
    const code = (names: readonly string[]) => lines(names.map((name) => `\`${name}\``));
    const cells = [linesOf(row), kind, `${cell(item.zh)}<br>${cell(item.en)}`, code(commands), code(events), lines(rulesOf(by))];
    return `| ${[...cells, lines(by.map(testOf(proved))), cell(argument)].join(' | ')} |`;
  };

const summary = (proved: Proved): readonly string[] => {
  const counted = Object.entries(kinds).map(([kind, name]) => {
    const of = rows.filter((row) => row.kind === kind);
    return { name, lines: new Set(of.flatMap((row) => row.lines)).size, rules: new Set(of.flatMap(({ by }) => by).map(proofKey)).size };
  });
  const rules = new Map(rows.flatMap(({ by }) => by).map((rule) => [proofKey(rule), rule]));
  const isProved = [...rules.keys()].filter((key) => proved.proofs[key]);
  return [
    '| kind | lines | mechanisms |',
    '|---|---|---|',
    ...counted.filter(({ lines: count }) => count > 0).map(({ name, lines: count, rules: of }) => `| ${name} | ${count} | ${of} |`),
    `| all | ${new Set(rows.flatMap((row) => row.lines)).size} | ${rules.size} |`,
    '',
    `Of ${rules.size} mechanisms, ${isProved.length} were disabled one by one in the last proof, and the test named failed.`,
  ];
};

const gaps = (): readonly string[] => [...asksNothing].sort(([one], [other]) => one - other).map(([line, why]) => `- L${line}: ${why}`);

/** Every line of the policy in scope, with what covers it and the test that misses it when it is taken away. */
export const coveragePage = (proved: Proved): string =>
  [
    '# Coverage of the policy 制度覆盖',
    '',
    'Made from `test/coverage/` by `npm run generate`. `npm run coverage:prove` disables each mechanism named here, one at a time, and sees its test fail;',
    'the tests named are the first that failed, and the commands those that made the events in the specifications.',
    '',
    ...summary(proved),
    '',
    '| line | kind | what it asks for | commands | events | rules | test that misses it | how |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(rowOf(proved)),
    '',
    '## Lines that ask for nothing 无要求的行',
    '',
    ...gaps(),
    '',
  ].join('\n');
