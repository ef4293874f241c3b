import type { OpportunityEvent } from '#event-contracts';
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
