import { accept, refuse, type Command, type Instant } from '#eventsourcing';
import { dueAt, type Given } from '#rules';
import { stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenLead, Outcome } from './lead.state.ts';

/** L104. Looked at again when `wakeAt` has come, or after the time that the lead rules say. */
export type EnterNurture = Command<'EnterNurture', Given<Data<'LeadNurtureEntered'>>>;
/** L104. */
export type TouchNurturedLead = Command<'TouchNurturedLead', Given<Data<'LeadNurtureTouched'>>>;
export type ExitNurture = Command<'ExitNurture', { readonly leadId: string; readonly because: 'ready' | 'exhausted' }>;
/** Given when a nurtured lead is to be looked at again, by the program itself. */
export type WakeNurturedLead = Command<'WakeNurturedLead', { readonly leadId: string; readonly wakeAt: Instant }>;
/** L19, L20, L104, L105. */
export type RecordLeadBehaviour = Command<'RecordLeadBehaviour', Given<Data<'LeadBehaviourRecorded'>>>;
/** L22. */
export type ShareInsight = Command<'ShareInsight', Given<Data<'InsightShared'>>>;
/** L21, L233. */
export type RecordLeadPainPoint = Command<'RecordLeadPainPoint', Given<Data<'LeadPainPointRecorded'>>>;

export type NurtureCommand =
  EnterNurture | TouchNurturedLead | ExitNurture | WakeNurturedLead | RecordLeadBehaviour | ShareInsight | RecordLeadPainPoint;

const enter = (given: EnterNurture['data'], { facts }: OpenLead, { limits, calendar, at }: Known): Outcome => {
  const { leadId, reason, wakeAt = dueAt(calendar, at, limits.nurtureWakeUpAfter) } = given;
  const before = facts.nurture?.data;
  if (before?.reason === reason && (given.wakeAt === undefined || given.wakeAt === before.wakeAt)) return accept();
  if (wakeAt <= at) return refuse('WakeNotAhead', { wakeAt, at }, ['name a later time']);
  return accept({ type: 'LeadNurtureEntered', data: { leadId, reason, wakeAt } });
};

const notNurtured = () => refuse('LeadNotInNurture', {}, ['EnterNurture']);

const exit = ({ leadId, because }: ExitNurture['data'], { facts }: OpenLead): Outcome =>
  facts.nurture ? accept({ type: 'LeadNurtureExited', data: { leadId, because } }) : accept();

/** Not when it was taken out in the meantime, or put back until later. */
const wake = ({ leadId, wakeAt }: WakeNurturedLead['data'], { facts }: OpenLead): Outcome =>
  facts.nurture?.data.wakeAt === wakeAt ? accept({ type: 'LeadNurtureExited', data: { leadId, because: 'wakeUp' } }) : accept();

/** What keeps a lead in touch until its time has come (L22, L104), and what it does meanwhile (L19, L20, L105). */
export const nurturing: Chapter<NurtureCommand> = {
  EnterNurture: enter,
  TouchNurturedLead: stating('LeadNurtureTouched', {
    among: ({ facts }) => facts.touches,
    id: 'touchId',
    check: (_, { facts }) => (facts.nurture ? undefined : notNurtured()),
  }),
  ExitNurture: exit,
  WakeNurturedLead: wake,
  RecordLeadBehaviour: stating('LeadBehaviourRecorded', { among: ({ facts }) => facts.behaviours, id: 'externalId' }),
  ShareInsight: stating('InsightShared', { among: ({ facts }) => facts.insights, id: 'insightId' }),
  RecordLeadPainPoint: stating('LeadPainPointRecorded', { among: ({ facts }) => facts.painPoints, id: 'painPointId', revisable: true }),
};
