import type { LedgerEvent, ProcessManager } from '#eventsourcing';
import type { EventOf, leads } from '#event-contracts';
import { leadStream, type AbsorbLead, type ScoreLead } from '#leads';

type Leads = typeof leads;
type LeadMergedInto = EventOf<Leads['LeadMergedInto']>;
type LeadBehaviourRecorded = EventOf<Leads['LeadBehaviourRecorded']>;

/** The lead that goes on is told which one was merged into it (L224). */
export const absorption: ProcessManager<LeadMergedInto, AbsorbLead> = {
  name: 'absorption',
  handles: ['LeadMergedInto'],
  react: ({ data: { leadId: merged, into: leadId }, occurredAt }: LedgerEvent<LeadMergedInto>) => [
    { stream: leadStream(leadId), command: { type: 'AbsorbLead', data: { leadId, merged } }, occurredAt },
  ],
};

/** What a lead does is scored as soon as it is on record (L105). */
export const behaviourScoring: ProcessManager<LeadBehaviourRecorded, ScoreLead> = {
  name: 'behaviour-scoring',
  handles: ['LeadBehaviourRecorded'],
  react: ({ data: { leadId }, stream, occurredAt }: LedgerEvent<LeadBehaviourRecorded>) => [
    { stream, command: { type: 'ScoreLead', data: { leadId } }, occurredAt },
  ],
};
