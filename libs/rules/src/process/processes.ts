import { defineProcess } from './define-process.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { salesProc003v1 } from './sales-proc-003.v1.ts';

/** The process that new cases are pinned to. */
export const salesProcess: ProcessDefinition = defineProcess(salesProc003v1);

const published: ReadonlyMap<string, ProcessDefinition> = new Map([[salesProcess.processVersion, salesProcess]]);

/** The process that an envelope's `processVersion` names, hash included; nothing when these contents were never published. */
export const processNamed = (processVersion: string): ProcessDefinition | undefined => published.get(processVersion);

/** What an envelope states today. */
export const processVersion: string = salesProcess.processVersion;

/** The text of the policy that the rules follow: its number and the edition in force (L83, L85). */
export const policyVersion = 'SALES-PROC-003@1';
