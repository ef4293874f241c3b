import { accept, refuse, type Decider, type Decision, type RecordedEvent } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { present, same } from '#rules';
import type { BantAnswers, InformedLeadCommand, QualificationLevel } from './lead-command.ts';

type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];
type DataFor<T extends InformedLeadCommand['type']> = Extract<InformedLeadCommand, { type: T }>['data'];
type Captured = Omit<Data<'LeadCaptured'>, 'contactName' | 'email' | 'phone'>;

/** What is known of a lead, without what is sealed. */
export interface KnownLead {
  readonly captured: Captured;
  readonly profile: { readonly company: string; readonly industry?: string; readonly companySize?: number; readonly need?: string };
  readonly contactId: string;
  readonly assigneeId: string | null;
  readonly contactedByAssignee: boolean;
  /** First contacts that were due and have not happened in time, as far as is known (L232). */
  readonly contactsOwed: readonly Pick<Data<'FirstContactSlaBreached'>, 'assigneeId' | 'dueAt'>[];
  readonly qualification: Pick<Data<'LeadQualified'>, 'as' | 'bant'> | null;
}

export type Lead =
  | { readonly status: 'unknown' }
  | ({ readonly status: 'open' } & KnownLead)
  | ({ readonly status: 'disqualified'; readonly reason: Data<'LeadDisqualified'>['reason'] } & KnownLead)
  | ({ readonly status: 'converted'; readonly conversion: Data<'LeadConverted'> } & KnownLead);

type OpenLead = Extract<Lead, { status: 'open' }>;

export type LeadRefusal =
  | 'LeadUnknown'
  | 'LeadAlreadyCaptured'
  | 'LeadDisqualified'
  | 'LeadAlreadyConverted'
  | 'LeadUnassigned'
  | 'AssigneeNotActive'
  | 'QualificationNotAscending'
  | 'BantUnanswered'
  | 'BantUnmet'
  | 'LeadNotQualified';

type Outcome = Decision<LeadEvent, LeadRefusal>;

const capture = ({ contactName, email, phone, ...rest }: DataFor<'CaptureLead'>, state: Lead): Outcome => {
  const { leadId, source, company, industry, companySize, need, campaignId, contactId } = rest;
  const captured: Captured = present({ leadId, source, company, industry, companySize, need, campaignId, contactId });
  if (state.status === 'unknown') {
    return accept({ type: 'LeadCaptured', data: { ...captured, ...present({ contactName, email, phone }) } });
  }
  return same(captured, state.captured)
    ? accept()
    : refuse('LeadAlreadyCaptured', { leadId: captured.leadId }, ['capture it under an id of its own', 'EnrichLead']);
};

/** Each field that was given and is not so yet, with what it was. */
const changesOf = (given: DataFor<'EnrichLead'>, { profile }: OpenLead): Data<'LeadEnriched'>['changes'] =>
  (['company', 'industry', 'companySize', 'need'] as const).flatMap((field) => {
    const to = given[field];
    const from = profile[field] ?? null;
    return to === undefined || to === from ? [] : [{ field, from, to }];
  });

/** What is sealed cannot be compared, so contact details that are given count as news. */
const enrich = (given: DataFor<'EnrichLead'>, state: OpenLead): Outcome => {
  const { leadId, contactId = state.contactId, contactName, email, phone } = given;
  const changes = changesOf(given, state);
  const details = present({ contactName, email, phone });
  if (changes.length === 0 && contactId === state.contactId && Object.keys(details).length === 0) return accept();
  return accept({ type: 'LeadEnriched', data: { leadId, changes, contactId, ...details } });
};

const assign = ({ leadId, to, assignee, contactDueAt }: DataFor<'AssignLead'>, { assigneeId }: OpenLead): Outcome => {
  if (to === assigneeId) return accept();
  if (assignee !== 'active') return refuse('AssigneeNotActive', { userId: to, standing: assignee }, ['assign the lead to an active user']);
  return accept({ type: 'LeadAssigned', data: { leadId, from: assigneeId, to, ...present({ contactDueAt }) } });
};

const unassigned = (): Outcome => refuse('LeadUnassigned', {}, ['AssignLead']);

/** L232: the first contact since the assignment is told apart. */
const logContact = ({ leadId, channel, direction, effective, note }: DataFor<'LogLeadContact'>, state: OpenLead): Outcome => {
  if (state.assigneeId === null) return unassigned();
  const { contactId, contactedByAssignee } = state;
  const contact = { leadId, channel, direction, first: !contactedByAssignee, effective, contactId, ...present({ note }) };
  return accept({ type: 'LeadContacted', data: contact });
};

/** L232. What happened in time settles it even when it was recorded later, and whatever else has become of the lead since. */
const breach = ({ leadId, assigneeId, dueAt }: DataFor<'BreachFirstContact'>, { contactsOwed }: KnownLead): Outcome =>
  contactsOwed.some((owed) => same(owed, { assigneeId, dueAt }))
    ? accept({ type: 'FirstContactSlaBreached', data: { leadId, assigneeId, dueAt } })
    : accept();

const ascending: readonly (QualificationLevel | null)[] = [null, 'MQL', 'SQL', 'prospect'];
const questions = ['budget', 'authority', 'need', 'timeline'] as const;

/** From SQL on all four questions are answered (L113, L230), for a prospect all are met (L208). */
const bantGap = (as: QualificationLevel, bant: BantAnswers): Outcome | undefined => {
  const unanswered = questions.filter((question) => !bant[question]);
  if (as !== 'MQL' && unanswered.length > 0) return refuse('BantUnanswered', { as, unanswered }, ['answer what is not answered']);
  const unmet = questions.filter((question) => !bant[question]?.met);
  return as === 'prospect' && unmet.length > 0 ? refuse('BantUnmet', { as, unmet }, ['have what is not met confirmed']) : undefined;
};

/** From MQL to SQL to prospect (L105, L107, L208). */
const qualify = ({ leadId, as, bant }: DataFor<'QualifyLead'>, { qualification }: OpenLead): Outcome => {
  const from = qualification?.as ?? null;
  const answers: BantAnswers = present(bant);
  if (qualification && as === from && same(answers, qualification.bant)) return accept();
  if (ascending.indexOf(as) <= ascending.indexOf(from)) {
    return refuse('QualificationNotAscending', { from, as }, ['qualify the lead at a higher level']);
  }
  return bantGap(as, answers) ?? accept({ type: 'LeadQualified', data: { leadId, from, as, bant: answers } });
};

const disqualify = ({ leadId, reason, note }: DataFor<'DisqualifyLead'>, { contactId }: OpenLead): Outcome =>
  accept({ type: 'LeadDisqualified', data: { leadId, reason, contactId, ...present({ note }) } });

/** L118: an SQL or a prospect becomes an opportunity, which belongs to the lead's assignee. */
const convert = (given: DataFor<'ConvertLead'>, state: OpenLead): Outcome => {
  const level = state.qualification?.as ?? null;
  if (level === null || level === 'MQL') return refuse('LeadNotQualified', { level }, ['QualifyLead as SQL', 'QualifyLead as prospect']);
  if (state.assigneeId === null) return unassigned();
  return accept({ type: 'LeadConverted', data: conversionOf(given, state, state.assigneeId) });
};

const conversionOf = (given: DataFor<'ConvertLead'>, { profile, contactId }: KnownLead, ownerId: string): Data<'LeadConverted'> => {
  const { leadId, opportunityId, name, expectedAmount, expectedSigningDate } = given;
  return { leadId, opportunityId, name, company: profile.company, contactId, ownerId, expectedAmount, expectedSigningDate };
};

const work = (command: Exclude<InformedLeadCommand, { type: 'CaptureLead' | 'BreachFirstContact' }>, state: OpenLead): Outcome => {
  switch (command.type) {
    case 'EnrichLead':
      return enrich(command.data, state);
    case 'AssignLead':
      return assign(command.data, state);
    case 'LogLeadContact':
      return logContact(command.data, state);
    case 'QualifyLead':
      return qualify(command.data, state);
    case 'DisqualifyLead':
      return disqualify(command.data, state);
    case 'ConvertLead':
      return convert(command.data, state);
  }
};

/** A converted lead is at its end: what is new is asked of the opportunity. */
const afterConversion = (command: InformedLeadCommand, state: Extract<Lead, { status: 'converted' }>): Outcome => {
  const { conversion } = state;
  const again = command.type === 'ConvertLead' && same(conversionOf(command.data, state, conversion.ownerId), conversion);
  return again
    ? accept()
    : refuse('LeadAlreadyConverted', { opportunityId: conversion.opportunityId }, ['give the command to the opportunity']);
};

const afterDisqualification = (command: InformedLeadCommand, { reason }: Extract<Lead, { status: 'disqualified' }>): Outcome =>
  command.type === 'DisqualifyLead' && command.data.reason === reason
    ? accept()
    : refuse('LeadDisqualified', { reason }, ['capture the lead anew, should it come up again']);

const decide = (command: InformedLeadCommand, state: Lead): Outcome => {
  if (command.type === 'CaptureLead') return capture(command.data, state);
  if (state.status === 'unknown') return refuse('LeadUnknown', {}, ['CaptureLead']);
  if (command.type === 'BreachFirstContact') return breach(command.data, state);
  switch (state.status) {
    case 'open':
      return work(command, state);
    case 'disqualified':
      return afterDisqualification(command, state);
    case 'converted':
      return afterConversion(command, state);
  }
};

const captured = ({ contactName, email, phone, ...data }: Data<'LeadCaptured'>): OpenLead => {
  const { company, industry, companySize, need, contactId } = data;
  const profile = present({ company, industry, companySize, need });
  const nobody = { assigneeId: null, contactedByAssignee: false, contactsOwed: [] };
  return { status: 'open', captured: data, profile, contactId, ...nobody, qualification: null };
};

/** What ends the wait for a contact settles those that were not due yet when it happened. */
const stillOwed = ({ contactsOwed }: KnownLead, { occurredAt }: RecordedEvent<LeadEvent>): KnownLead['contactsOwed'] =>
  contactsOwed.filter(({ dueAt }) => occurredAt !== undefined && occurredAt > dueAt);

const assigned = (
  state: Exclude<Lead, { status: 'unknown' }>,
  event: RecordedEvent<Extract<LeadEvent, { type: 'LeadAssigned' }>>,
): Lead => {
  const { to: assigneeId, contactDueAt: dueAt } = event.data;
  const owed = dueAt === undefined ? [] : [{ assigneeId, dueAt }];
  return { ...state, assigneeId, contactedByAssignee: false, contactsOwed: [...stillOwed(state, event), ...owed] };
};

const evolve = (state: Lead, event: RecordedEvent<LeadEvent>): Lead => {
  if (event.type === 'LeadCaptured') return captured(event.data);
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'LeadEnriched': {
      const changed = Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to]));
      return { ...state, profile: { ...state.profile, ...changed }, contactId: event.data.contactId };
    }
    case 'LeadAssigned':
      return assigned(state, event);
    case 'LeadContacted':
      return { ...state, contactedByAssignee: true, contactsOwed: stillOwed(state, event) };
    case 'FirstContactSlaBreached': {
      const { assigneeId, dueAt } = event.data;
      return { ...state, contactsOwed: state.contactsOwed.filter((owed) => !same(owed, { assigneeId, dueAt })) };
    }
    case 'LeadQualified':
      return { ...state, qualification: { as: event.data.as, bant: event.data.bant } };
    case 'LeadDisqualified':
      return { ...state, status: 'disqualified', reason: event.data.reason, contactsOwed: stillOwed(state, event) };
    case 'LeadConverted':
      return { ...state, status: 'converted', conversion: event.data, contactsOwed: stillOwed(state, event) };
  }
};

/** A lead from its capture to its end: disqualified, or converted into an opportunity (L98–L121, L207–L209, L215–L240). */
export const lead: Decider<Lead, InformedLeadCommand, LeadEvent, LeadRefusal> = { initialState: { status: 'unknown' }, decide, evolve };

/** Whose lead it is: nobody's while it is unassigned. */
export const assigneeOf = (state: Lead): string | null => (state.status === 'unknown' ? null : state.assigneeId);
