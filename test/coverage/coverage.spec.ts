import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { roles, type Role } from '#event-contracts';
import { exists } from './existing.ts';
import { keyOf } from './row.ts';
import { rows } from './rows.ts';
import { asksNothing, inScope } from './scope.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rules = rows.flatMap(({ by }) => by);
const linesOf = (of: typeof rows): ReadonlySet<number> => new Set(of.flatMap(({ lines }) => lines));

describe('the coverage of the policy', () => {
  it('has every line in scope, but for those that ask for nothing', () => {
    const covered = linesOf(rows);
    expect(inScope.filter((line) => !covered.has(line) && !asksNothing.has(line))).toEqual([]);
  });
  it('says of no line both that it asks for nothing and what covers it', () => {
    const covered = linesOf(rows);
    expect([...asksNothing.keys()].filter((line) => covered.has(line) || !inScope.includes(line))).toEqual([]);
  });
  it('covers each row by something', () => expect(rows.filter(({ by }) => by.length === 0)).toEqual([]));
  it('keeps to the lines in scope, in the order of the policy', () => {
    const lines = rows.map((row) => row.lines);
    expect(lines.flat().filter((line) => !inScope.includes(line))).toEqual([]);
    const firsts = lines.map(([first]) => first!);
    expect(firsts).toEqual(firsts.toSorted((one, other) => one - other));
  });
  it('points at what there is', () => expect([...new Set(rules.filter((rule) => !exists(rule)).map(keyOf))]).toEqual([]));
  it('names tests that there are, which start no program of their own', () => {
    const files = [...new Set(rules.map(({ file }) => file))];
    expect(files.filter((file) => !existsSync(`${root}${file}`) || file.startsWith('test/system/'))).toEqual([]);
  });
  it('gives everyone a line whom the policy names', () => {
    const ofTheProgram: readonly Role[] = ['ADMIN', 'COMPLIANCE', 'ANALYST', 'SERVICE', 'AUDITOR', 'INTEGRATION'];
    const named = new Set(rules.filter(({ kind }) => kind === 'role').map(({ name }) => name));
    expect(roles.filter((role) => !named.has(role) && !ofTheProgram.includes(role))).toEqual([]);
  });
  it('says of every principle and goal in what way the rules embody it', () =>
    expect(
      rows.filter(({ kind, argument }) => (kind === 'P' || kind === 'G') && argument === undefined).flatMap(({ lines }) => lines),
    ).toEqual([]));
  it('says everything in both languages', () => {
    expect(rows.filter(({ item: { zh, en } }) => !/\p{Script=Han}/u.test(zh) || !/[a-z]/.test(en)).flatMap(({ lines }) => lines)).toEqual(
      [],
    );
  });
});
