import type { ParameterForm } from '../gates/criterion.ts';
import type { Asked, CriterionUse, Parameters, Requirement } from '../gates/requirement.ts';
import { heldByNobody, type Fault, type Surroundings, type Terms } from './fault.ts';

type Value = Parameters[string];

const isOfForm: Readonly<Record<ParameterForm, (value: Value) => boolean>> = {
  text: (value) => typeof value === 'string',
  many: (value) => Array.isArray(value),
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
};

const parameterFaults = (at: string, given: Parameters, declared: Readonly<Record<string, string>>): readonly Fault[] => {
  const named = (rule: Fault['rule'], names: readonly string[]): readonly Fault[] => (names.length === 0 ? [] : [{ rule, at, names }]);
  const formOf = (name: string) => declared[name]?.replace('?', '') as ParameterForm;
  const known = Object.keys(given).filter((name) => Object.hasOwn(declared, name));
  return [
    ...named(
      'ParameterUnknown',
      Object.keys(given).filter((name) => !known.includes(name)),
    ),
    ...named(
      'ParameterMissing',
      Object.keys(declared).filter((name) => !declared[name]!.endsWith('?') && !known.includes(name)),
    ),
    ...named(
      'ParameterOfAnotherForm',
      known.filter((name) => !isOfForm[formOf(name)](given[name]!)),
    ),
  ];
};

const useFaults = (at: string, { criterion, parameters = {} }: CriterionUse, terms: Terms): readonly Fault[] => {
  const known = terms.get(criterion);
  return known
    ? parameterFaults(`${at}.${criterion}`, parameters, known.parameters)
    : [{ rule: 'CriterionUnknown', at, names: [criterion] }];
};

const askedFaults = (at: string, asked: Asked, terms: Terms, heldRoles: Surroundings['heldRoles']): readonly Fault[] => {
  const { override = [], criterion } = asked;
  const absolute = override.length > 0 && terms.get(criterion)?.absolute === true;
  return [
    ...useFaults(at, asked, terms),
    ...(absolute ? [{ rule: 'CriterionAbsolute', at, names: [criterion] } as const] : []),
    ...heldByNobody(`${at}.${criterion}.override`, override, heldRoles),
  ];
};

/** What is wrong with what a gate asks for: criteria that do not exist, asked with what they do not take, waived by whom they must not be. */
export const requirementFaults = (
  at: string,
  requirement: Requirement,
  terms: Terms,
  heldRoles: Surroundings['heldRoles'],
): readonly Fault[] => {
  if ('criterion' in requirement) return askedFaults(at, requirement, terms, heldRoles);
  if ('when' in requirement)
    return [...useFaults(`${at}.when`, requirement.when, terms), ...requirementFaults(`${at}.then`, requirement.then, terms, heldRoles)];
  const [how, parts] = 'all' in requirement ? ['all', requirement.all] : ['any', requirement.any];
  if (parts.length === 0) return [{ rule: 'NothingAsked', at: `${at}.${how}` }];
  return parts.flatMap((part, place) => requirementFaults(`${at}.${how}[${place}]`, part, terms, heldRoles));
};
