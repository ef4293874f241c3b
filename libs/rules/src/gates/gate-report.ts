import { refuse, type Refusal } from '#eventsourcing';
import { distinct, present } from '../values.ts';
import { shortfall, type CriterionResult, type GateResult } from './gate.ts';
import type { Parameters } from './requirement.ts';

/** One criterion of a gate as an event keeps it. */
export interface CriterionRecord {
  criterion: string;
  parameters: Record<string, string | number | boolean | string[]>;
  result: CriterionResult['result'];
  evidence: string[];
}

const copied = (parameters: Parameters): CriterionRecord['parameters'] => parameters as CriterionRecord['parameters'];

/** A gate as an event keeps it: what was asked, what it found, on which events. */
export const recordOfGate = ({ results }: GateResult): CriterionRecord[] =>
  results.map(({ criterion, parameters, result, evidence }) => ({
    criterion,
    parameters: copied(parameters),
    result,
    evidence: [...evidence],
  }));

/** What one criterion lacks, as a refusal tells it. */
const lackOf = ({ criterion, parameters, result, because, detail, suppliedBy, overridableBy }: CriterionResult) =>
  ({ criterion, parameters, result, ...present({ because, detail }), suppliedBy, overridableBy }) as const;

/** Says what is missing at the gate of a stage, and what supplies it; `overriding` is the command that lets pass what may be overridden. */
export const gateNotPassed = (stage: string, gate: GateResult, overriding?: string): Refusal<'GateNotPassed'> => {
  const lacks = shortfall(gate);
  const commands = distinct(lacks.flatMap(({ suppliedBy }) => suppliedBy));
  const overridable = overriding !== undefined && lacks.some(({ overridableBy }) => overridableBy.length > 0) ? [overriding] : [];
  return refuse('GateNotPassed', { stage, lacks: lacks.map(lackOf) }, [...commands, ...overridable]);
};
