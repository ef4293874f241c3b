import { join } from 'node:path';
import { defineProcess, salesProc003v1, type ProcessDefinition } from '#rules';
import { withoutGates } from './without-gates.ts';

/** A company whose standard process has contracts signed in their own stream, and asks for nothing but the contract. */
export const signedInContract: string = join(withoutGates, '../signed-in-contract.json');

/** The same for the decider of deals: the standard stages, won by the contract. */
export const contractProcess: ProcessDefinition = defineProcess({
  ...salesProc003v1,
  id: 'SIGNED-IN-CONTRACT',
  version: 1,
  signing: 'contract',
});
