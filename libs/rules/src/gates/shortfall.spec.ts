import { met, missing, vocabularyOf, type Criterion } from './criterion.ts';
import { evaluateGate, shortfall } from './gate.ts';
import type { Asked, Requirement } from './requirement.ts';

const criterion = (name: string): Criterion<ReadonlySet<string>> => ({
  ...{ name, version: 1, title: { zh: name, en: name }, policyLines: [], parameters: {}, suppliedBy: [] },
  judge: (known) => (known.has(name) ? met([name]) : missing()),
});
const vocabulary = vocabularyOf(criterion('a'), criterion('b'), criterion('c'));
const asks = (name: string): Asked => ({ criterion: `${name}/1` });

const lacks = (requirement: Requirement, ...known: readonly string[]) => {
  const gate = evaluateGate(requirement, { vocabulary, facts: new Set(known), now: '', overriddenBy: () => undefined });
  return { passed: gate.passed, lacks: shortfall(gate).map((lack) => lack.criterion), told: gate.results.map(({ result }) => result) };
};

describe('what a gate lacks', () => {
  const either = { any: [asks('a'), { all: [asks('b'), asks('c')] }] };

  it('is each way of what may be met in several, while none is', () =>
    expect(lacks(either, 'b')).toEqual({ passed: false, lacks: ['a/1', 'c/1'], told: ['missing', 'met', 'missing'] }));

  it('is none of the other ways once one is met; what they found is told all the same', () =>
    expect(lacks({ all: [either, asks('c')] }, 'a')).toEqual({
      passed: false,
      lacks: ['c/1'],
      told: ['met', 'missing', 'missing', 'missing'],
    }));

  it('is nothing of a gate that is passed', () => expect(lacks(either, 'a')).toMatchObject({ passed: true, lacks: [] }));
});
