import { accept, refuse, type Command } from '#eventsourcing';
import { present, type Given } from '#rules';
import type { Chapter } from './chapter.ts';
import type { ClosedLead, Data, OpenLead, Outcome } from './lead.state.ts';

/** L236: with its reason. */
export type DisqualifyLead = Command<'DisqualifyLead', Given<Pick<Data<'LeadDisqualified'>, 'leadId' | 'reason' | 'note'>>>;
/** L236. */
export type ArchiveLead = Command<'ArchiveLead', { readonly leadId: string }>;
/** L104, L236: what is not pursued may be taken up again, from the beginning. */
export type ReopenLead = Command<'ReopenLead', Pick<Data<'LeadReopened'>, 'leadId' | 'reason'>>;

export type EndingCommand = DisqualifyLead | ArchiveLead | ReopenLead;

const disqualify = ({ leadId, reason, note }: DisqualifyLead['data'], { facts: { contactId } }: OpenLead): Outcome =>
  accept({ type: 'LeadDisqualified', data: { leadId, reason, contactId, ...present({ note }) } });

/** How a lead ends that does not become a deal (L236). */
export const ending: Chapter<EndingCommand> = {
  DisqualifyLead: disqualify,
  ArchiveLead: () => refuse('LeadNotClosed', {}, ['DisqualifyLead', 'InvalidateLead']),
  ReopenLead: () => accept(),
};

export const archive = ({ leadId }: ArchiveLead['data'], { status }: ClosedLead): Outcome =>
  status === 'archived' ? accept() : accept({ type: 'LeadArchived', data: { leadId, from: status } });

export const reopen = ({ leadId, reason }: ReopenLead['data'], { status }: ClosedLead): Outcome =>
  accept({ type: 'LeadReopened', data: { leadId, from: status, reason } });

/** Why nothing else is done on a lead that is not pursued. */
export const notPursued = (lead: ClosedLead): Outcome => {
  switch (lead.status) {
    case 'disqualified':
      return refuse('LeadDisqualified', { reason: lead.reason }, ['ReopenLead']);
    case 'invalid':
      return refuse('LeadInvalid', { reason: lead.reason }, ['ReopenLead']);
    case 'archived':
      return refuse('LeadArchived', {}, ['ReopenLead']);
  }
};
