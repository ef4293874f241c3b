// A transform for Jest that takes one mechanism away: an event, a refusal, a criterion and so on, while modules are loaded, and only in the runs
// of `npm run coverage:prove`. Each kind passes through one place of the program, so that one alteration of that place reaches every use:
// what is taken away is named as the policy's coverage names it, it is gone whole, and whether a test misses it is no matter of where its code
// stands. Mutating the text of each rule would need to know where every rule stands, would break with every change of it, and a mutant that
// survives says nothing of whether the rule is tested at all. That is Stryker's work (`npm run mutation`). Nothing of this is in the program.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import swc from '@swc/jest';

/** Has a declaration of a module exported under another value, made of what it was. */
const replaced = (source, name, value) => {
  const declared = new RegExp(`^export const ${name}\\b`, 'm');
  if (!declared.test(source)) throw new Error(`there is no ${name} to take something away from`);
  return `${source.replace(declared, `const ${name}AsWritten`)}\nexport const ${name} = (${value})(${name}AsWritten);\n`;
};

const quoted = JSON.stringify;

const judging = (name, verdict) => (source) =>
  replaced(
    source,
    'vocabularyOf',
    `(whole) => (...criteria) => {
      for (const each of criteria) if (criterionId(each) === ${quoted(name)}) each.judge = () => (${verdict});
      return whole(...criteria);
    }`,
  );

const withoutPart = (process, stage, part) => (source) =>
  replaced(
    source,
    'builtInProcesses',
    `(whole) => {
      const without = ({ ${part}: gone, ...rest }) => rest;
      const stagesOf = ({ id, stages }) => stages.map((stage) => (id === ${quoted(process)} && stage.code === ${quoted(stage)} ? without(stage) : stage));
      return whole.map((each) => ({ ...each, stages: stagesOf(each) }));
    }`,
  );

const withoutDefinition = (kind, id, member) => (source) =>
  replaced(
    source,
    'builtInDefinitions',
    `(whole) => {
      const isIt = (each) => each.kind === ${quoted(kind)} && each.contents.id === ${quoted(id)};
      const without = ({ ${member ?? 'id'}: gone, ...rest }) => rest;
      return ${member === undefined ? 'whole.filter((each) => !isIt(each))' : 'whole.map((each) => (isIt(each) ? { ...each, contents: without(each.contents) } : each))'};
    }`,
  );

const stillFold = (source) => {
  const [, table] = /^export const (\w+Projection): ProjectionTable\b/m.exec(source) ?? [];
  if (table === undefined) throw new Error('there is no read model to keep still');
  return `${source}\n${table}.projection.evolve = (row) => row;\n`;
};

const processFolder = 'libs/processes/src';

/** Process managers are values of their own modules: the one that bears the name is found, and made to do nothing. */
const withoutReaction = (name) => {
  const named = new RegExp(`^export const (\\w+): ProcessManager<[^=]*> = \\{\\n  name: '${name}',$`, 'm');
  const folder = new URL(`../../../${processFolder}/`, import.meta.url);
  const files = readdirSync(folder).filter((each) => each.endsWith('.process.ts'));
  const file = files.find((each) => named.test(readFileSync(new URL(each, folder), 'utf8')));
  if (file === undefined) throw new Error(`there is no process manager ${name}`);
  return [`${processFolder}/${file}`, (source) => `${source}\n${named.exec(source)[1]}.react = () => [];\n`];
};

/** Where each kind of mechanism passes through, and what takes one of them away there. */
const alterations = {
  event: (type) => [
    'libs/eventsourcing/src/decider.ts',
    (source) => replaced(source, 'accept', `(whole) => (...events) => whole(...events.filter(({ type }) => type !== ${quoted(type)}))`),
  ],
  refusal: (reason) => [
    'libs/eventsourcing/src/decider.ts',
    (source) =>
      replaced(
        source,
        'refuse',
        `(whole) => (reason, ...more) => reason === ${quoted(reason)} ? { kind: 'accepted', events: [] } : whole(reason, ...more)`,
      ),
  ],
  criterion: (id) => ['libs/rules/src/gates/criterion.ts', judging(id, 'met([])')],
  condition: (id) => ['libs/rules/src/gates/criterion.ts', judging(id, `unmet('takenAway', [])`)],
  deadline: (name) => [
    'libs/processes/src/deadlines/deadline.ts',
    (source) =>
      replaced(
        source,
        'deadline',
        `(whole) => (declared) => whole(declared.name === ${quoted(name)} ? { ...declared, starts: {} } : declared)`,
      ),
  ],
  process: withoutReaction,
  role: (code) => [
    'libs/rules/src/authority/grants.ts',
    (source) => replaced(source, 'authority', `(whole) => ({ ...whole, ${quoted(code)}: {} })`),
  ],
  content: (path) => ['libs/rules/src/process/built-in/index.ts', withoutPart(...path.split('/'))],
  definition: (path) => ['libs/rules/src/definitions/built-in/index.ts', withoutDefinition(...path.split('/'))],
  projection: (name) => [`libs/read-models/${name}/src/${name}.projection.ts`, stillFold],
  documentKind: (kind) => [
    'libs/event-contracts/src/documents.ts',
    (source) => {
      const listed = new RegExp(`^  '${kind}',$`, 'm');
      if (!listed.test(source)) throw new Error(`there is no kind of document ${kind}`);
      return source.replace(listed, '');
    },
  ],
};

/** Where specifications ask a decider: how, and what was asked there. */
const asking = {
  'libs/eventsourcing/src/testing/given-when-then.ts': 'decider.decide(command, state)',
  'test/support/known-contract.ts': 'contract.decide(informed(command, state), state)',
};

/** Notes which command of a specification made which events, into the file named. */
const noting = (file) =>
  Object.entries(asking).map(([place, asked]) => [
    place,
    (source) => {
      if (!source.includes(asked)) throw new Error(`${place} asks no decider any more`);
      const noted = `const noted = ({ type }, decision) => {
        if (decision.kind === 'accepted' && decision.events.length > 0)
          appendNote(${quoted(file)}, JSON.stringify([type, decision.events.map((event) => event.type)]) + '\\n');
        return decision;
      };`;
      const told = source.replace(asked, `noted(command, ${asked})`);
      return `import { appendFileSync as appendNote } from 'node:fs';\n${told}\n${noted}\n`;
    },
  ]);

const alterationsOf = ({ disabled, notes }) => {
  if (disabled) {
    const [kind, name] = [disabled.slice(0, disabled.indexOf(':')), disabled.slice(disabled.indexOf(':') + 1)];
    if (!alterations[kind]) throw new Error(`nobody knows how to take away a ${kind}`);
    return [alterations[kind](name)];
  }
  return notes ? noting(notes) : [];
};

/** The mechanism is a part of the altered module's cache key, and of no other's, so that all else is compiled once. */
export const createTransformer = (given = {}) => {
  const compiler = swc.createTransformer();
  const altered = alterationsOf(given);
  for (const [file] of altered) if (!existsSync(new URL(`../../../${file}`, import.meta.url))) throw new Error(`${file} is elsewhere now`);
  const alterationFor = (path) => altered.find(([file]) => path.split(sep).join('/').endsWith(`/${file}`))?.[1];
  const text = (source, path) => alterationFor(path)?.(source) ?? source;
  return {
    ...compiler,
    process: (source, path, options) => compiler.process(text(source, path), path, options),
    processAsync: (source, path, options) => compiler.processAsync(text(source, path), path, options),
    getCacheKey: (source, path, ...rest) => {
      const key = compiler.getCacheKey(text(source, path), path, ...rest);
      return alterationFor(path)
        ? createHash('sha256')
            .update(`${key}${JSON.stringify(given)}`)
            .digest('hex')
        : key;
    },
  };
};

export default { createTransformer };
