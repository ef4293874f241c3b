import type { LedgerEvent, ProcessManager } from '#eventsourcing';
import type { EventOf, leads } from '#event-contracts';
import { opportunityStream, type OpenOpportunity } from '#opportunities';

type LeadConverted = EventOf<(typeof leads)['LeadConverted']>;

const opening = ({ data }: LedgerEvent<LeadConverted>): OpenOpportunity => {
  const { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate, segment } = data;
  const opened = { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate };
  return { type: 'OpenOpportunity', data: { ...opened, ...(segment !== undefined && { segment }) } };
};

/** A converted lead's opportunity is opened, in the lead's case, at the time of the conversion (L118), under its segment's variant of the lead's process (L97). */
export const conversion: ProcessManager<LeadConverted, OpenOpportunity> = {
  name: 'conversion',
  handles: ['LeadConverted'],
  react: (event) => [{ stream: opportunityStream(event.data.opportunityId), command: opening(event), occurredAt: event.occurredAt }],
};
