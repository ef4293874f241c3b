import { refuse, type Refusal } from '#eventsourcing';
import { listed, type LeadFacts } from '#rules';
import type { Data, LeadRefusal, OpenLead } from './lead.state.ts';

/** The answers to BANT that were given one by one. */
export const answersOnFile = ({ bantAnswers }: LeadFacts): Data<'LeadQualified'>['bant'] =>
  Object.fromEntries(listed(bantAnswers).map(({ data: { question, met, answer } }) => [question, { met, answer }]));

/** Refuses what waits for the one to whom the lead was handed (L107). */
export const handOverOpen = ({ facts: { handover, acceptance } }: OpenLead): Refusal<LeadRefusal> | undefined =>
  handover && !acceptance ? refuse('HandOverNotAccepted', { to: handover.data.to }, ['AcceptLead', 'RejectLead']) : undefined;
