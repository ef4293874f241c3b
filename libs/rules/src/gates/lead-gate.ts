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

/** The event that let a lead pass the gate of one stage without a criterion. */
const overridingAt =
  ({ overrides }: LeadFacts, stage: string) =>
  (criterion: string): string | undefined =>
    overrides.findLast(({ data }) => data.stage === stage && data.criterion === criterion)?.eventId;

/** The gates that a lead has to pass to become a deal: those of all stages before one is opened, in order. An override counts at the gate it was given at. */
export const gatesOfLead = (definition: ProcessContents, facts: LeadFacts, now: Instant): readonly StageGate[] =>
  leadStages(definition).map(({ code, exit }) => ({
    stage: code,
    gate: evaluateGate(exit, { vocabulary: leadCriteria, facts, now, overriddenBy: overridingAt(facts, code) }),
  }));

/** The gate before which a lead stands: the first that does not let it pass; nothing where all do. */
export const gateBefore = (definition: ProcessContents, facts: LeadFacts, now: Instant): StageGate | undefined =>
  gatesOfLead(definition, facts, now).find(({ gate }) => !gate.passed);
