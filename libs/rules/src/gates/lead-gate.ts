import type { Instant } from '#eventsourcing';
import type { LeadFacts } from '../facts/lead-facts.ts';
import { leadStages, type ProcessContents } from '../process/process-definition.ts';
import { evaluateGate, type GateResult } from './gate.ts';
import { leadCriteria } from './lead-criteria.ts';

/** The gate of one stage, as a lead finds it. */
export interface StageGate {
  readonly stage: string;
  readonly gate: GateResult;
}

/** The gates that a lead has to pass to become a deal: those of all stages before one is opened, in order. Nobody overrides what they ask of a lead. */
export const gatesOfLead = (definition: ProcessContents, facts: LeadFacts, now: Instant): readonly StageGate[] =>
  leadStages(definition).map(({ code, exit }) => ({
    stage: code,
    gate: evaluateGate(exit, { vocabulary: leadCriteria, facts, now, overriddenBy: () => undefined }),
  }));
