import type { Instant } from '#eventsourcing';
import type { DealFacts } from '../facts/deal-facts.ts';
import { stageAt, type ProcessContents } from '../process/process-definition.ts';
import { dealCriteria } from './deal-criteria.ts';
import { evaluateGate, type GateResult } from './gate.ts';
import type { Requirement } from './requirement.ts';

/** What a requirement finds in a deal; an override counts at the stage where it was given, until the deal leaves it. */
export const judgeDeal = (requirement: Requirement | undefined, facts: DealFacts, now: Instant): GateResult =>
  evaluateGate(requirement, {
    vocabulary: dealCriteria,
    facts,
    now,
    overriddenBy: (criterion) => facts.overrides[criterion]?.eventId,
  });

/** The gate that a deal has to pass to leave the stage where it is. */
export const gateOf = (definition: ProcessContents, facts: DealFacts, now: Instant): GateResult =>
  judgeDeal(stageAt(definition, facts.stage)?.exit, facts, now);
