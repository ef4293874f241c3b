import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { ProcessContents, ProcessDefinition } from './process-definition.ts';
import type { Rulebook } from '../rulebook.port.ts';
import { salesProc003v1 } from './sales-proc-003.v1.ts';

/** Seals contents under their hash, which every event of a case pinned to them then states. */
export const defineProcess = (contents: ProcessContents): ProcessDefinition => {
  const sha256 = sha256Hex(canonicalBytes(contents));
  return { ...contents, sha256, processVersion: `${contents.id}@${contents.version}#${sha256}` };
};

/** The process that new cases are pinned to. */
export const salesProcess: ProcessDefinition = defineProcess(salesProc003v1);

const published: ReadonlyMap<string, ProcessDefinition> = new Map([[salesProcess.processVersion, salesProcess]]);

/** The process that an envelope's `processVersion` names, hash included; nothing when these contents were never published. */
export const processNamed = (processVersion: string): ProcessDefinition | undefined => published.get(processVersion);

/** What an envelope states today. */
export const processVersion: string = salesProcess.processVersion;

/** The text of the policy that the rules follow: its number and the edition in force (L83, L85). */
export const policyVersion = 'SALES-PROC-003@1';

/** The processes that come with the program. */
export const builtInRulebook: Rulebook = {
  process: (name) => Promise.resolve(processNamed(name)),
  processInForce: ({ id = salesProcess.id }) => Promise.resolve(id === salesProcess.id ? salesProcess : undefined),
};
