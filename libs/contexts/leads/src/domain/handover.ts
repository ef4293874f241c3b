import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { present, type Given } from '#rules';
import { acceptDue } from './acceptance.ts';
import { assigneeIn, contactDue, notActive, unassigned } from './assignment.ts';
import type { Chapter, Known } from './chapter.ts';
import type { Data, LeadRefusal, OpenLead, Outcome } from './lead.state.ts';
import { answersOnFile, handOverOpen, statedAnswers } from './standing.ts';

/** L105, L107. */
export type HandOverLead = Command<'HandOverLead', Pick<Data<'LeadHandedOver'>, 'leadId' | 'to' | 'brief'>>;
/** L107: by whom it was handed to. */
export type AcceptLead = Command<'AcceptLead', { readonly leadId: string }>;
/** L107, L236: by whom it was handed to. */
export type RejectLead = Command<'RejectLead', Given<Pick<Data<'LeadSalesRejected'>, 'leadId' | 'reason' | 'note'>>>;
/** L236. */
export type ReturnLead = Command<'ReturnLead', Given<Pick<Data<'LeadReturnedToMarketing'>, 'leadId' | 'reason' | 'note'>>>;

export type HandoverCommand = HandOverLead | AcceptLead | RejectLead | ReturnLead;

/** An MQL that is not being nurtured is handed over; who receives it is answerable from then on. */
const handOver = ({ leadId, to, brief }: HandOverLead['data'], lead: OpenLead, known: Known): Outcome => {
  const { level, nurture, handover } = lead.facts;
  if (handover?.data.to === to && handover.data.brief === brief) return accept();
  if (level !== 'MQL') return refuse('LeadNotMql', { level }, level === null ? ['ScoreLead', 'QualifyLead as MQL'] : []);
  if (nurture) return refuse('LeadInNurture', { reason: nurture.data.reason }, ['ExitNurture']);
  const inactive = notActive(to, known);
  if (inactive) return inactive;
  const from = assigneeIn(lead);
  const handed = { type: 'LeadHandedOver', data: { leadId, from: known.userId, to, brief, acceptDueAt: acceptDue(known) } } as const;
  const assigned = { type: 'LeadAssigned', data: { leadId, from, to, contactDueAt: contactDue(known) } } as const;
  return from === to ? accept(handed) : accept<LeadEvent>(handed, assigned);
};

const notYours = ({ facts: { handover } }: OpenLead, { userId }: Known): Refusal<LeadRefusal> | undefined => {
  if (!handover) return refuse('NothingHandedOver', {}, ['HandOverLead']);
  return handover.data.to === userId ? undefined : refuse('NotHandedToYou', { to: handover.data.to }, ['have them answer it']);
};

/** L107: need, contacts and score, as they are on file; only with this is the lead an SQL. */
const acceptLead = ({ leadId }: AcceptLead['data'], lead: OpenLead, known: Known): Outcome => {
  const hindrance = notYours(lead, known);
  if (hindrance) return hindrance;
  const { acceptance, handover, contactKeys, contactId, level, scores } = lead.facts;
  if (acceptance || !handover) return accept();
  if (contactKeys.length === 0) return refuse('ContactUnknown', { contactId }, ['EnrichLead', 'RejectLead']);
  const score = scores[leadId]?.data.total ?? null;
  const accepted = { leadId, by: known.userId, brief: handover.data.brief, contacts: [contactId], score };
  const taken = { type: 'LeadSalesAccepted', data: accepted } as const;
  if (level !== 'MQL') return accept(taken);
  return accept<LeadEvent>(taken, {
    type: 'LeadQualified',
    data: { leadId, from: level, as: 'SQL', ...statedAnswers(answersOnFile(lead.facts)) },
  });
};

const reject = ({ leadId, reason, note }: RejectLead['data'], lead: OpenLead, known: Known): Outcome => {
  const hindrance = notYours(lead, known);
  if (hindrance) return hindrance;
  const { acceptance, contactId } = lead.facts;
  if (acceptance) return refuse('HandOverAccepted', { by: acceptance.data.by }, ['ReturnLead']);
  return accept({ type: 'LeadSalesRejected', data: { leadId, by: known.userId, reason, contactId, ...present({ note }) } });
};

/** L236: what sales had taken up goes back; to be taken up again it is to be handed over again. */
const giveBack = ({ leadId, reason, note }: ReturnLead['data'], lead: OpenLead): Outcome => {
  const { level, contactId } = lead.facts;
  const from = assigneeIn(lead);
  if (from === null) return unassigned();
  const levelTo = level === null ? null : 'MQL';
  const returned = { leadId, from, reason, levelFrom: level, levelTo, contactId, ...present({ note }) } as const;
  return handOverOpen(lead) ?? accept({ type: 'LeadReturnedToMarketing', data: returned });
};

/** How a lead passes from marketing to sales, and back (L105, L107, L236). */
export const handingOver: Chapter<HandoverCommand> = {
  HandOverLead: handOver,
  AcceptLead: acceptLead,
  RejectLead: reject,
  ReturnLead: giveBack,
};
