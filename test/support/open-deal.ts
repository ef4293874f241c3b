import type { RecordedEvent } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { recordedAs } from '#eventsourcing/testing';
import { dealCriteria, dealFacts, type DealFacts, type Parameters, type Verdict } from '#rules';
import type { AskedOfDeal } from './known.ts';

export const opportunityId = 'o1';
const expectedAmount = { minor: 1_000, currency: 'EUR' };
const expectedSigningDate = '2026-06-30';
const about = { opportunityId, name: 'Acme: planning', company: 'Acme', ownerId: 'rep1' };

/** The beginning of a deal of `rep1`, for stories about what happens in it. */
export const opened: OpportunityEvent = {
  type: 'OpportunityOpened',
  data: {
    ...about,
    stage: 'S2',
    forecast: { amount: expectedAmount, signingDate: expectedSigningDate, probability: 10, category: 'pipeline' },
  },
};

/** The command that leads to it. */
export const opening: AskedOfDeal = { type: 'OpenOpportunity', data: { ...about, expectedAmount, expectedSigningDate } };

type Stated = Partial<Pick<RecordedEvent<OpportunityEvent>, 'actor'>>;

/** What is known of the deal after these further events; event ids are `e` and their place, from `e1` on. */
export const factsAfter = (...events: readonly (OpportunityEvent & Stated)[]): DealFacts => {
  const facts = [opened, ...events].reduce<DealFacts | undefined>((known, event, at) => dealFacts(known, recordedAs(event, at)), undefined);
  if (!facts) throw new Error('the deal was not opened');
  return facts;
};

/** An event of the deal, told by its type and whatever matters of its data. */
export const fact = <T extends OpportunityEvent['type']>(
  type: T,
  data: Omit<Extract<OpportunityEvent, { type: T }>['data'], 'opportunityId'>,
): OpportunityEvent => ({ type, data: { opportunityId, ...data } }) as unknown as OpportunityEvent;

/** What a criterion finds in the deal after these events; on 1 June 2026, unless told otherwise. */
export const verdictOn = (
  criterion: string,
  parameters: Parameters,
  events: readonly OpportunityEvent[],
  now = '2026-06-01T08:00:00.000Z',
): Verdict => {
  const known = dealCriteria.get(criterion);
  if (!known) throw new Error(`there is no criterion ${criterion}`);
  return known.judge(factsAfter(...events), parameters, now);
};
