import type { OpportunityEvent } from '#event-contracts';
import { kindsOf } from './gathering.ts';

/** What the deal knows of its negotiations, and of the customer's purchase. */
export const negotiationKinds = kindsOf<OpportunityEvent>()({
  negotiations: ['NegotiationEntered', 'negotiationId'],
  negotiationNotes: ['NegotiationNoted', 'noteId'],
  procurementSteps: ['ProcurementStepRecorded', 'stepId'],
});
