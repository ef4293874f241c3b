import { accept, refuse, type Command, type Instant } from '#eventsourcing';
import {
  isParty,
  criteriaOf,
  distinct,
  gateNotPassed,
  gateOf,
  isEarlier,
  isForwardByOne,
  judgeDeal,
  knownDealFacts,
  present,
  recordOfGate,
  shortfall,
  stageAfter,
  stageAt,
  stagesBetween,
  type CriterionResult,
  type DealFacts,
  type GateResult,
  type ProcessDefinition,
} from '#rules';
import type { Known } from './chapter.ts';
import { signatureMissing } from './contract.ts';
import { stageDueFrom } from './time-limits.ts';
import type { Data, OpenDeal, Outcome, WonDeal } from './opportunity.state.ts';

/** One stage forward (L97); further where the process lets stages be passed over, for a stated reason. */
export type AdvanceOpportunity = Command<
  'AdvanceOpportunity',
  { readonly opportunityId: string; readonly to: string; readonly skipReason?: string | undefined }
>;
export type RegressOpportunity = Command<
  'RegressOpportunity',
  { readonly opportunityId: string; readonly to: string; readonly reason: string }
>;
/** At the gate of the stage where the deal is. */
export type OverrideCriterion = Command<
  'OverrideCriterion',
  { readonly opportunityId: string; readonly criterion: string; readonly reason: string }
>;

export type StageCommand = AdvanceOpportunity | RegressOpportunity | OverrideCriterion;

const codes = ({ stages }: ProcessDefinition): readonly string[] => stages.map(({ code }) => code);

const unknownStage = (definition: ProcessDefinition, to: string): Outcome =>
  refuse('StageUnknown', { to, stages: codes(definition) }, ['name a stage of the process']);

/** What hinders a step to a stage that is not ahead; nothing for one that is. */
const misstep = (definition: ProcessDefinition, from: string, to: string): Outcome | undefined => {
  if (!stageAt(definition, to)) return unknownStage(definition, to);
  return isEarlier(definition, to, from) ? refuse('StageNotAhead', { from, to }, ['RegressOpportunity']) : undefined;
};

const notPassed = (stage: string, gate: GateResult): Outcome => gateNotPassed(stage, gate, 'OverrideCriterion');

type Skipped = { readonly outcome: Outcome } | { readonly record: Data<'OpportunityAdvanced'>['skipped'] };

/** Stages may be passed over where the process says when and by whom (L97); never on one's own deal. */
const passedOver = (data: AdvanceOpportunity['data'], { facts }: OpenDeal | WonDeal, known: Known): Skipped => {
  const { definition, roles, now } = known;
  const { to, skipReason } = data;
  const skipped = stagesBetween(definition, facts.stage, to);
  if (skipped.length === 0) return { record: undefined };
  const next = stageAfter(definition, facts.stage)?.code;
  const refused = (blocking: readonly string[]): Skipped => ({
    outcome: refuse('StageSkipped', { from: facts.stage, to, skipped: blocking }, next ? [`AdvanceOpportunity to ${next}`] : []),
  });
  const rules = skipped.map((code) => ({ code, skip: stageAt(definition, code)?.skip }));
  const never = rules.filter(({ skip }) => !skip?.by.some((role) => roles.includes(role)));
  if (never.length > 0 || skipReason === undefined) return refused(never.length > 0 ? never.map(({ code }) => code) : skipped);
  if (isParty(known, facts.ownerId)) return { outcome: refuse('OwnDeal', { ownerId: facts.ownerId }, ['have someone else decide it']) };
  const gates = rules.map(({ code, skip }) => ({ code, gate: judgeDeal(skip?.when, facts, now) }));
  const failing = gates.find(({ gate }) => !gate.passed);
  if (failing) return { outcome: notPassed(failing.code, failing.gate) };
  return { record: { stages: [...skipped], reason: skipReason, gate: gates.flatMap(({ gate }) => recordOfGate(gate)) } };
};

/** Percent: the stage's own, unless it was stated by hand. */
export const probabilityAt = (definition: ProcessDefinition, to: string, deal: OpenDeal | WonDeal): number => {
  const { forecast } = deal.facts;
  const byStage = stageAt(definition, to)?.defaultProbability ?? forecast.probability;
  return deal.status === 'won' || deal.probabilityByHand ? forecast.probability : byStage;
};

/** A deal that is won is not to leave the last stage. */
const stageDueOf = ({ status }: OpenDeal | WonDeal, known: Known, to: string) =>
  status === 'won' && !stageAfter(known.definition, to) ? {} : stageDueFrom(known, to);

/** One stage on (L97, L210), through the gate of the stage it leaves, and past the signing stage only with both signatures (L160, L163). */
export const advance = (data: AdvanceOpportunity['data'], deal: OpenDeal | WonDeal, known: Known): Outcome => {
  const { opportunityId, to } = data;
  const { definition, now } = known;
  const { stage: from, forecast } = deal.facts;
  if (to === from) return accept();
  const hindrance =
    misstep(definition, from, to) ?? (isEarlier(definition, definition.signsAt, to) ? signatureMissing(deal, definition) : undefined);
  if (hindrance) return hindrance;
  const skipped = isForwardByOne(definition, from, to) ? { record: undefined } : passedOver(data, deal, known);
  if ('outcome' in skipped) return skipped.outcome;
  const gate = gateOf(definition, deal.facts, now);
  if (!gate.passed) return notPassed(from, gate);
  const probabilities = { probabilityFrom: forecast.probability, probabilityTo: probabilityAt(definition, to, deal) };
  const found = present({ gate: gate.results.length > 0 ? recordOfGate(gate) : undefined, skipped: skipped.record });
  return accept({
    type: 'OpportunityAdvanced',
    data: { opportunityId, from, to, ...probabilities, ...found, ...stageDueOf(deal, known, to) },
  });
};

const mayRegress = ({ definition, roles }: Known): boolean => {
  const by = definition.regressing?.by;
  return by === undefined || by.some((role) => roles.includes(role));
};

/** Back to an earlier stage, whose gate and all after it are to be passed again. */
export const regress = ({ opportunityId, to, reason }: RegressOpportunity['data'], deal: OpenDeal, known: Known): Outcome => {
  const { definition } = known;
  const { stage: from, forecast } = deal.facts;
  if (to === from) return accept();
  if (!stageAt(definition, to)) return unknownStage(definition, to);
  if (!isEarlier(definition, to, from)) return refuse('StageNotEarlier', { from, to }, ['AdvanceOpportunity']);
  const { opensAt } = definition;
  if (isEarlier(definition, to, opensAt)) return refuse('StageBeforeOpening', { to, opensAt }, [`go back to ${opensAt} at most`]);
  if (!mayRegress(known)) return refuse('NotAllowedByProcess', { by: [...(definition.regressing?.by ?? [])] }, ['ask someone who may']);
  const probabilities = { probabilityFrom: forecast.probability, probabilityTo: probabilityAt(definition, to, deal) };
  return accept({ type: 'OpportunityRegressed', data: { opportunityId, from, to, ...probabilities, reason, ...stageDueFrom(known, to) } });
};

/** What the gate would lack of one criterion, were nothing overridden. */
const lackAt = (definition: ProcessDefinition, facts: DealFacts, criterion: string, now: Instant): CriterionResult | undefined =>
  shortfall(gateOf(definition, knownDealFacts(facts, { overrides: {} }), now)).find((result) => result.criterion === criterion);

const askedAt = (definition: ProcessDefinition, stage: string): readonly string[] => {
  const exit = stageAt(definition, stage)?.exit;
  return exit ? distinct(criteriaOf(exit).map(({ criterion }) => criterion)) : [];
};

/** Who may, lets a deal of someone else pass without one criterion (never one that is absolute). */
export const override = ({ opportunityId, criterion, reason }: OverrideCriterion['data'], deal: OpenDeal, known: Known): Outcome => {
  const { definition, now, roles } = known;
  const { facts } = deal;
  const earlier = facts.overrides[criterion];
  if (earlier?.data.reason === reason) return accept();
  const asked = askedAt(definition, facts.stage);
  if (!asked.includes(criterion)) return refuse('CriterionNotAsked', { stage: facts.stage, asked }, []);
  const lack = lackAt(definition, facts, criterion, now);
  if (!lack) return refuse('CriterionNotOpen', { criterion }, ['AdvanceOpportunity']);
  const role = lack.overridableBy.find((may) => roles.includes(may));
  if (role === undefined) return refuse('OverrideNotAllowed', { criterion, by: [...lack.overridableBy] }, [...lack.suppliedBy]);
  if (isParty(known, facts.ownerId)) return refuse('OwnDeal', { ownerId: facts.ownerId }, ['have someone else decide it']);
  return accept({ type: 'CriterionOverridden', data: { opportunityId, stage: facts.stage, criterion, reason, role } });
};
