import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import {
  assignmentRuleFor,
  chosenBy,
  dueAt,
  goesByTerritory,
  nameOfDefinition,
  present,
  same,
  type AssignmentRule,
  type Given,
} from '#rules';
import type { Chapter, Known } from './chapter.ts';
import type { Data, KnownLead, LeadRefusal, OpenLead, Outcome } from './lead.state.ts';

/** With `from`, only while it is theirs: for whoever hands over the work of another one. */
export type AssignLead = Command<'AssignLead', { readonly leadId: string; readonly to: string; readonly from?: string | undefined }>;
/** L105: to whom the lead rules say, by territory, segment, source and load. */
export type AssignLeadByRules = Command<'AssignLeadByRules', { readonly leadId: string }>;
/** L232: after a first contact was missed; to whom the lead rules say when nobody is named. */
export type ReassignLead = Command<'ReassignLead', { readonly leadId: string; readonly to?: string | undefined }>;
/** L232: after a first contact was missed, back to the pool. */
export type ReclaimLead = Command<'ReclaimLead', { readonly leadId: string }>;
/** L232, L233. Each one is a contact of its own. */
export type LogLeadContact = Command<
  'LogLeadContact',
  Given<Pick<Data<'LeadContacted'>, 'leadId' | 'channel' | 'direction' | 'effective' | 'note'>>
>;
/** L232: given when a first contact was due, by the program itself. */
export type BreachFirstContact = Command<'BreachFirstContact', Omit<Data<'FirstContactSlaBreached'>, 'reclaimAt'>>;

export type AssignmentCommand = AssignLead | AssignLeadByRules | ReassignLead | ReclaimLead | LogLeadContact;

export const assigneeIn = ({ facts }: KnownLead): string | null => facts.assignment?.data.to ?? null;

/** L232: the time to contact a lead runs from when it was assigned. */
export const contactDue = ({ calendar, at, limits }: Known): string => dueAt(calendar, at, limits.firstContactWithin);

/** Refuses whoever may not be given work. */
export const notActive = (to: string, { named = 'unknown' }: Known): Refusal<LeadRefusal> | undefined =>
  named === 'active' ? undefined : refuse('AssigneeNotActive', { userId: to, standing: named }, ['assign the lead to an active user']);

const assign = ({ leadId, to, from: expected }: AssignLead['data'], lead: OpenLead, known: Known): Outcome => {
  const from = assigneeIn(lead);
  if (to === from || (expected !== undefined && expected !== from)) return accept();
  return notActive(to, known) ?? accept({ type: 'LeadAssigned', data: { leadId, from, to, contactDueAt: contactDue(known) } });
};

type Routing = NonNullable<Data<'LeadAssigned'>['routing']>;
type Routed = { readonly refusal: Refusal<LeadRefusal> } | { readonly to: string; readonly routing: Routing };

/** What finds somebody where a rule found nobody. */
const liftedFor = (rule: AssignmentRule): readonly string[] =>
  goesByTerritory(rule) ? ['AssignLead', 'SetTeamTerritories', 'SetUserTerritories'] : ['AssignLead'];

/** Whom the first fitting rule gives the lead to. */
const byRules = ({ facts }: OpenLead, { assignmentRules, candidates: all }: Known, except: string | null): Routed => {
  const [rules, { contents }] = [nameOfDefinition(assignmentRules), assignmentRules];
  const rule = assignmentRuleFor(contents, facts);
  if (!rule) return { refusal: refuse('NoRuleFits', { rules }, ['AssignLead', 'ClassifyLead']) };
  const candidates = all.filter(({ userId }) => userId !== except);
  const chosen = chosenBy(rule, candidates, contents.capacity);
  if (!chosen) return { refusal: refuse('NobodyToAssignTo', { rules, rule: rule.code }, liftedFor(rule)) };
  return { to: chosen.userId, routing: { rules, rule: rule.code, candidates } };
};

const assignByRules = ({ leadId }: AssignLeadByRules['data'], lead: OpenLead, known: Known): Outcome => {
  if (assigneeIn(lead) !== null) return accept();
  const routed = byRules(lead, known, null);
  if ('refusal' in routed) return routed.refusal;
  return accept({ type: 'LeadAssigned', data: { leadId, from: null, ...routed, contactDueAt: contactDue(known) } });
};

const notMissed = (): Outcome => refuse('FirstContactNotMissed', {}, ['AssignLead']);

const reassign = ({ leadId, to }: ReassignLead['data'], lead: OpenLead, known: Known): Outcome => {
  const { missed } = lead.facts;
  if (!missed) return notMissed();
  const { assigneeId: from, dueAt: missedDueAt } = missed.data;
  const chosen: Routed = to === undefined ? byRules(lead, known, from) : { to, routing: undefined as never };
  if ('refusal' in chosen) return chosen.refusal;
  if (chosen.to === from) return refuse('NobodyToAssignTo', { except: from }, ['name someone else']);
  const inactive = to === undefined ? undefined : notActive(to, known);
  const reassigned = { leadId, from, to: chosen.to, missedDueAt, contactDueAt: contactDue(known), ...present({ routing: chosen.routing }) };
  return inactive ?? accept({ type: 'LeadReassigned', data: reassigned });
};

const reclaim = ({ leadId }: ReclaimLead['data'], { facts: { missed } }: OpenLead): Outcome =>
  missed ? accept({ type: 'LeadReclaimed', data: { leadId, from: missed.data.assigneeId, missedDueAt: missed.data.dueAt } }) : notMissed();

export const unassigned = (): Outcome => refuse('LeadUnassigned', {}, ['AssignLead']);

/** L232: the first contact since the assignment is told apart. */
const logContact = ({ leadId, channel, direction, effective, note }: LogLeadContact['data'], { facts }: OpenLead): Outcome => {
  if (!facts.assignment) return unassigned();
  const contact = { leadId, channel, direction, first: facts.firstContact === null, effective, contactId: facts.contactId };
  return accept({ type: 'LeadContacted', data: { ...contact, ...present({ note }) } });
};

/** L232. What happened in time settles it even when it was recorded later, and whatever else has become of the lead since. */
export const breach = (
  { leadId, assigneeId, dueAt: due }: BreachFirstContact['data'],
  lead: KnownLead,
  { calendar, limits }: Known,
): Outcome => {
  if (!lead.contactsOwed.some((owed) => same(owed, { assigneeId, dueAt: due }))) return accept();
  const reclaimAt = dueAt(calendar, due, limits.reclaimAfter);
  return accept({ type: 'FirstContactSlaBreached', data: { leadId, assigneeId, dueAt: due, reclaimAt } });
};

/** Who is answerable for a lead, and whether they see to it (L24, L105, L232, L233). */
export const assigning: Chapter<AssignmentCommand> = {
  AssignLead: assign,
  AssignLeadByRules: assignByRules,
  ReassignLead: reassign,
  ReclaimLead: reclaim,
  LogLeadContact: logContact,
};
