import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What the customer is offered, how it is convinced, what it confirms, and what is expected of the deal. */
export const proposalKinds = kindsOf<OpportunityEvent>()({
  proposalDrafts: ['ProposalDrafted', 'proposalId'],
  proposalRevisions: ['ProposalRevised', 'proposalId'],
  proposalDueDates: ['ProposalDueDateSet', 'proposalId'],
  proposalChecks: ['ProposalCompletenessChecked', 'proposalId'],
  proposalPresentations: ['ProposalPresented', 'presentationId'],
  quoteDrafts: ['QuoteDrafted', 'quoteId'],
  quoteRevisions: ['QuoteRevised', 'quoteId'],
  quotesIssued: ['QuoteIssued', 'quoteId'],
  quoteWithdrawals: ['QuoteWithdrawn', 'quoteId'],
  executiveMeetings: ['ExecutiveMeetingHeld', 'meetingId'],
  workshops: ['WorkshopHeld', 'meetingId'],
  objections: ['ObjectionRaised', 'objectionId'],
  objectionResolutions: ['ObjectionResolved', 'objectionId'],
  customerConfirmations: ['CustomerConfirmationObtained', 'confirmationId'],
  confirmationWitnesses: ['CustomerConfirmationWitnessed', 'confirmationId'],
  // Weeks and months are named differently, so that one does not take the other's place.
  forecastConfirmations: ['OpportunityForecastConfirmed', 'of'],
  forecastsMissed: ['ForecastSubmissionMissed', 'of'],
});
