import { defineProcess } from './define-process.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { salesProc003v1 } from './sales-proc-003.v1.ts';

/** The process that was there before definitions were kept in streams; it asks for nothing at its gates. */
export const salesProcess: ProcessDefinition = defineProcess(salesProc003v1);

/** What the envelope of something states that is under no process of its own: a user, an account. */
export const processVersion: string = salesProcess.processVersion;

/** The text of the policy that the rules follow: its number and the edition in force (L83, L85). */
export const policyVersion = 'SALES-PROC-003@1';
