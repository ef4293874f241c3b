import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { FactsById, Given } from '#rules';
import { resourceAllowed } from './allowance.ts';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';

/** L188: what it is for, and what it takes, in days of people and in money. */
export type RequestResource = Command<'RequestResource', Given<Data<'ResourceRequested'>>>;
/** L188: by what it is allowed is found, not stated. */
export type EngageResource = Command<'EngageResource', Omit<Data<'ResourceEngaged'>, 'authority'>>;
/** What it took in the end. */
export type ReleaseResource = Command<'ReleaseResource', Given<Data<'ResourceReleased'>>>;
/** Before it is taken only: what was taken was taken. */
export type WithdrawResourceRequest = Command<'WithdrawResourceRequest', Data<'ResourceRequestWithdrawn'>>;

export type ResourceCommand = RequestResource | EngageResource | ReleaseResource | WithdrawResourceRequest;

type Refused = Refusal<OpportunityRefusal> | undefined;

/** One id names one thing that is asked for, be it a proof of concept or another resource: an approval goes by it. */
export const notAskedAs = (facts: FactsById, event: string, id: string): Refused =>
  facts[id] ? refuse('StatedOtherwise', { id, event }, ['ask under an id of its own']) : undefined;

/** Something is taken, or there is nothing to ask for. */
const somethingTaken = ({ personDays, cost }: Data<'ResourceRequested'>['effort']): Refused =>
  personDays > 0 || (cost?.minor ?? 0) > 0 ? undefined : refuse('NothingNamed', { field: 'effort' }, ['say what it takes']);

const requested = ({ facts }: OpenDeal, resourceId: string): Refused =>
  onFile('requested resource', facts.resourceRequests, [resourceId], 'RequestResource');

const notWithdrawn = ({ facts }: OpenDeal, resourceId: string): Refused =>
  facts.resourceWithdrawals[resourceId] ? refuse('ResourceWithdrawn', { resourceId }, ['RequestResource']) : undefined;

const engage = (given: EngageResource['data'], deal: OpenDeal, known: Known): Outcome => {
  const { resourceId } = given;
  if (deal.facts.resourcesEngaged[resourceId]) return accept();
  const hindrance = requested(deal, resourceId) ?? notWithdrawn(deal, resourceId);
  if (hindrance) return hindrance;
  const allowed = resourceAllowed(deal, { resourceId }, known);
  return 'refusal' in allowed ? allowed.refusal : accept({ type: 'ResourceEngaged', data: { ...given, ...allowed } });
};

const withdraw = (given: WithdrawResourceRequest['data'], deal: OpenDeal): Outcome => {
  const { resourceId } = given;
  if (deal.facts.resourceWithdrawals[resourceId]) return accept();
  const hindrance = requested(deal, resourceId);
  if (hindrance) return hindrance;
  return deal.facts.resourcesEngaged[resourceId]
    ? refuse('ResourceInUse', { resourceId }, ['ReleaseResource'])
    : accept({ type: 'ResourceRequestWithdrawn', data: given });
};

/** What the company spends on a deal beside proofs of concept: specialists, visits, workshops, equipment (L188). */
export const resources: Chapter<ResourceCommand> = {
  RequestResource: stating('ResourceRequested', {
    among: ({ facts }) => facts.resourceRequests,
    id: 'resourceId',
    check: ({ resourceId, effort }, { facts }) => notAskedAs(facts.pocRequests, 'PocRequested', resourceId) ?? somethingTaken(effort),
  }),
  EngageResource: engage,
  ReleaseResource: stating('ResourceReleased', {
    among: ({ facts }) => facts.resourcesReleased,
    id: 'resourceId',
    check: ({ resourceId }, { facts }) => onFile('resource in use', facts.resourcesEngaged, [resourceId], 'EngageResource'),
  }),
  WithdrawResourceRequest: withdraw,
};
