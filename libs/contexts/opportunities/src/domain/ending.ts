import { accept, refuse, type Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { distinct, daysPassed, gateNotPassed, gateOf, isEarlier, present, same, shortfall, type Given, type DealFacts } from '#rules';
import type { Known } from './chapter.ts';
import { voidingAllCommissions } from './commissions.ts';
import { signatureMissing, signedBoth } from './contract.ts';
import { forecastDueFrom } from './forecast.ts';
import { timesFrom } from './time-limits.ts';
import type { AbandonedDeal, Data, LostDeal, OpenDeal, Outcome } from './opportunity.state.ts';

/** L165. */
export type WinOpportunity = Command<'WinOpportunity', { readonly opportunityId: string }>;
export type LoseOpportunity = Command<
  'LoseOpportunity',
  Given<Pick<Data<'OpportunityLost'>, 'opportunityId' | 'reason' | 'competitor' | 'note' | 'lessons'>>
>;
/** Nobody else won it: the customer put its decision off, or we withdraw. */
export type AbandonOpportunity = Command<
  'AbandonOpportunity',
  Given<Pick<Data<'OpportunityAbandoned'>, 'opportunityId' | 'reason' | 'note' | 'resumeOn'>>
>;
export type ReopenOpportunity = Command<'ReopenOpportunity', { readonly opportunityId: string; readonly reason: string }>;

export type EndingCommand = WinOpportunity | LoseOpportunity | AbandonOpportunity | ReopenOpportunity;

/** L163, L165: won once both have signed, and not before the stage where that is done, nor past what its gate asks for. */
export const win = ({ opportunityId }: WinOpportunity['data'], deal: OpenDeal, { definition, now }: Known): Outcome => {
  const signed = signedBoth(deal, definition);
  const { stage, forecast } = deal.facts;
  const missing = signatureMissing(deal, definition);
  if (missing || !signed) return missing ?? accept();
  const { signsAt } = definition;
  if (isEarlier(definition, stage, signsAt)) return refuse('NotAtSigningStage', { stage, signsAt }, [`AdvanceOpportunity to ${signsAt}`]);
  const gate = stage === signsAt ? gateOf(definition, deal.facts, now) : undefined;
  if (gate && !gate.passed) return gateNotPassed(stage, gate, 'OverrideCriterion');
  return accept({ type: 'OpportunityWon', data: { opportunityId, stage, ...signed, probabilityFrom: forecast.probability } });
};

/** What the gate of its stage still lacked (K19). */
const lackingAt = (facts: DealFacts, { definition, now }: Known): { readonly lacking?: string[] } => {
  const lacking = distinct(shortfall(gateOf(definition, facts, now)).map(({ criterion }) => criterion));
  return lacking.length === 0 ? {} : { lacking };
};

const asLost = (given: LoseOpportunity['data'], { stage, forecast }: DealFacts): Data<'OpportunityLost'> => ({
  ...present(given),
  stage,
  forecast,
});

const asAbandoned = (given: AbandonOpportunity['data'], { stage, forecast }: DealFacts): Data<'OpportunityAbandoned'> => ({
  ...present(given),
  stage,
  forecast,
});

export const lose = (given: LoseOpportunity['data'], { facts }: OpenDeal, known: Known): Outcome =>
  accept<OpportunityEvent>(
    { type: 'OpportunityLost', data: { ...asLost(given, facts), ...lackingAt(facts, known) } },
    ...voidingAllCommissions(facts),
  );

export const abandon = (given: AbandonOpportunity['data'], { facts }: OpenDeal, known: Known): Outcome =>
  accept<OpportunityEvent>(
    { type: 'OpportunityAbandoned', data: { ...asAbandoned(given, facts), ...lackingAt(facts, known) } },
    ...voidingAllCommissions(facts),
  );

/** Whether it ended just so; what the gate lacked then is no part of what was asked. */
export const isLostSo = (given: LoseOpportunity['data'], { facts, loss: { lacking: _lacking, ...loss } }: LostDeal): boolean =>
  same(asLost(given, facts), loss);

export const isAbandonedSo = (
  given: AbandonOpportunity['data'],
  { facts, abandonment: { lacking: _lacking, ...abandonment } }: AbandonedDeal,
): boolean => same(asAbandoned(given, facts), abandonment);

/** A deal that ended is reopened within the time and by those that its process names; by whoever may command it when it names none. */
export const reopen = ({ opportunityId, reason }: ReopenOpportunity['data'], deal: LostDeal | AbandonedDeal, known: Known): Outcome => {
  const { definition, roles, at } = known;
  const { stage, forecast } = deal.facts;
  const { by, within } = definition.reopening ?? {};
  if (by && !by.some((role) => roles.includes(role))) return refuse('NotAllowedByProcess', { by: [...by] }, ['ask someone who may']);
  if (within && daysPassed(within, deal.endedAt, at))
    return refuse('ReopeningTooLate', { endedAt: deal.endedAt, within }, ['open a deal of its own']);
  const reopened = {
    opportunityId,
    stage,
    from: deal.status,
    forecast,
    reason,
    ...forecastDueFrom(definition, at),
    ...timesFrom(known, stage),
  };
  return accept({ type: 'OpportunityReopened', data: reopened });
};
