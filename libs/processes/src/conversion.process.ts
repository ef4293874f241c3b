import type { LedgerEvent, ProcessManager } from '#eventsourcing';
import type { EventOf, leads } from '#event-contracts';
import { opportunityStream, type OpenOpportunity } from '#opportunities';

type LeadConverted = EventOf<(typeof leads)['LeadConverted']>;

const opening = ({ data }: LedgerEvent<LeadConverted>): OpenOpportunity => {
  const { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate } = data;
  return { type: 'OpenOpportunity', data: { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate } };
};

/** A converted lead's opportunity is opened, in the lead's case and at the time of the conversion (L118). */
export const conversion: ProcessManager<LeadConverted, OpenOpportunity> = {
  name: 'conversion',
  handles: ['LeadConverted'],
  react: (event) => [{ stream: opportunityStream(event.data.opportunityId), command: opening(event), occurredAt: event.occurredAt }],
};
