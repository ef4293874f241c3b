import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue, documentKinds, roles } from '#event-contracts';
import * as processes from '#processes';
import { builtInDefinitions, builtInProcesses, definitionVocabularies, stageAt } from '#rules';
import type { Mechanism, MechanismKind } from './row.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The sources of all deciders. Refusals are types only: what there is of them at run time stands in the code. */
const decided: string = readdirSync(`${root}libs/contexts`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.includes('/domain/') && file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(`${root}libs/contexts/${file}`, 'utf8'))
  .join('\n');

const hasContent = (path: string): boolean => {
  const [id, code, part] = path.split('/') as [string, string, string];
  const process = builtInProcesses.find((each) => each.id === id);
  return process !== undefined && part in (stageAt(process, code) ?? {});
};

const isCriterion = (id: string): boolean => Object.values(definitionVocabularies).some((vocabulary) => vocabulary.has(id));

const isDefined = (path: string): boolean => {
  const [kind, id, member] = path.split('/') as [string, string, string | undefined];
  const found = builtInDefinitions.find((each) => each.kind === kind && each.contents.id === id);
  return found !== undefined && (member === undefined || member in found.contents);
};

const isProcess = (name: string): boolean =>
  Object.values(processes).some((each) => typeof each === 'object' && 'react' in each && 'name' in each && each.name === name);

const isThere: Readonly<Record<MechanismKind, (name: string) => boolean>> = {
  event: (type) => catalogue.has(type),
  refusal: (reason) => decided.includes(`'${reason}'`),
  criterion: isCriterion,
  condition: isCriterion,
  deadline: (name) => processes.deadlines.some((each) => each.name === name),
  process: isProcess,
  role: (code) => roles.some((each) => each === code),
  content: hasContent,
  definition: isDefined,
  projection: (name) => existsSync(`${root}libs/read-models/${name}/src/${name}.projection.ts`),
  documentKind: (kind) => documentKinds.some((each) => each === kind),
};

/** Whether the program has what a row points at. */
export const exists = ({ kind, name }: Mechanism): boolean => isThere[kind](name);
