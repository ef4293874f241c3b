import { accept, refuse, type Decider, type RecordedEvent } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { leadFacts, same } from '#rules';
import { awaiting, breachAcceptance } from './acceptance.ts';
import { assigneeIn, assigning, breach } from './assignment.ts';
import { capture, profiling } from './capture.ts';
import type { Chapter, Known } from './chapter.ts';
import { converting, isConvertedSo } from './conversion.ts';
import { archive, ending, notPursued, reopen } from './ending.ts';
import { handingOver } from './handover.ts';
import type { InformedLeadCommand, LeadWork } from './lead-command.ts';
import type { AnyLead, ClosedLead, ConvertedLead, KnownLead, Lead, LeadRefusal, MergedLead, OpenLead, Outcome } from './lead.state.ts';
import { absorb, merging } from './merging.ts';
import { nurturing } from './nurture.ts';
import { overriding } from './overriding.ts';
import { qualifying } from './qualification.ts';
import { scoring } from './scoring.ts';
import { screening } from './screening.ts';

/** Every command on an open lead. */
const work: Chapter<LeadWork> = {
  ...profiling,
  ...screening,
  ...nurturing,
  ...scoring,
  ...assigning,
  ...handingOver,
  ...qualifying,
  ...merging,
  ...ending,
  ...overriding,
  ...converting,
};

type Worked = Exclude<InformedLeadCommand, { type: 'CaptureLead' | 'BreachFirstContact' | 'BreachAcceptance' }>;

const doWork = ({ type, data, known }: Worked, lead: OpenLead): Outcome =>
  (work[type] as (data: Worked['data'], lead: OpenLead, known: Known) => Outcome)(data, lead, known);

/** A converted lead is at its end: what is new is asked of the opportunity. */
const afterConversion = (command: Worked, lead: ConvertedLead): Outcome => {
  if (command.type === 'ConvertLead' && isConvertedSo(command.data, lead)) return accept();
  if (command.type === 'AbsorbLead') return absorb(command.data, lead);
  const { opportunityId } = lead.conversion;
  return refuse('LeadAlreadyConverted', { opportunityId }, ['give the command to the opportunity']);
};

const afterMerge = (command: Worked, { into }: MergedLead): Outcome =>
  command.type === 'MergeLead' && command.data.into === into
    ? accept()
    : refuse('LeadMerged', { into }, [`give the command to the lead ${into}`]);

const isEndedSo = (command: Worked, lead: ClosedLead): boolean =>
  (command.type === 'DisqualifyLead' && lead.status === 'disqualified' && lead.reason === command.data.reason) ||
  (command.type === 'InvalidateLead' && lead.status === 'invalid' && lead.reason === command.data.reason);

const afterClosing = (command: Worked, lead: ClosedLead): Outcome => {
  if (command.type === 'ArchiveLead') return archive(command.data, lead);
  if (command.type === 'ReopenLead') return reopen(command.data, lead);
  return isEndedSo(command, lead) ? accept() : notPursued(lead);
};

const decideOn = (command: Worked, lead: AnyLead): Outcome => {
  switch (lead.status) {
    case 'open':
      return doWork(command, lead);
    case 'disqualified':
    case 'invalid':
    case 'archived':
      return afterClosing(command, lead);
    case 'merged':
      return afterMerge(command, lead);
    case 'converted':
      return afterConversion(command, lead);
  }
};

const decide = (command: InformedLeadCommand, state: Lead): Outcome => {
  if (command.type === 'CaptureLead') return capture(command.data, state, command.known);
  if (state.status === 'unknown') return refuse('LeadUnknown', {}, ['CaptureLead']);
  if (command.type === 'BreachAcceptance') return breachAcceptance(command.data, state);
  return command.type === 'BreachFirstContact' ? breach(command.data, state, command.known) : decideOn(command, state);
};

type Evolved<T extends LeadEvent['type']> = (lead: AnyLead, event: RecordedEvent<Extract<LeadEvent, { type: T }>>) => AnyLead;

/** What ends the wait for a contact settles those that were not due yet when it happened. */
const stillOwed = ({ contactsOwed }: KnownLead, { occurredAt }: RecordedEvent<LeadEvent>): KnownLead['contactsOwed'] =>
  contactsOwed.filter(({ dueAt }) => occurredAt !== undefined && occurredAt > dueAt);

const settled = (lead: AnyLead, event: RecordedEvent<LeadEvent>): AnyLead => ({ ...lead, contactsOwed: stillOwed(lead, event) });

type Assigned = RecordedEvent<Extract<LeadEvent, { type: 'LeadAssigned' | 'LeadReassigned' }>>;

const assigned = (lead: AnyLead, event: Assigned): AnyLead => {
  const { to: assigneeId, contactDueAt: dueAt } = event.data;
  const owed = dueAt === undefined ? [] : [{ assigneeId, dueAt }];
  return { ...lead, contactsOwed: [...stillOwed(lead, event), ...owed] };
};

const breached: Evolved<'FirstContactSlaBreached'> = (lead, { data: { assigneeId, dueAt } }) => ({
  ...lead,
  contactsOwed: lead.contactsOwed.filter((owed) => !same(owed, { assigneeId, dueAt })),
});

/** What an event means beyond the facts that it states; an event that is not here means nothing more. */
const meaning: { readonly [T in LeadEvent['type']]?: Evolved<T> } = {
  LeadAssigned: assigned,
  LeadReassigned: assigned,
  LeadReclaimed: settled,
  LeadSalesRejected: settled,
  LeadReturnedToMarketing: settled,
  LeadContacted: settled,
  FirstContactSlaBreached: breached,
  LeadDisqualified: (lead, event) => ({ ...settled(lead, event), status: 'disqualified', reason: event.data.reason }),
  LeadInvalidated: (lead, event) => ({ ...settled(lead, event), status: 'invalid', reason: event.data.reason }),
  LeadArchived: (lead) => ({ ...lead, status: 'archived' }),
  LeadReopened: (lead) => ({ ...lead, status: 'open' }),
  LeadMergedInto: (lead, event) => ({ ...settled(lead, event), status: 'merged', into: event.data.into }),
  LeadConverted: (lead, event) => ({ ...settled(lead, event), status: 'converted', conversion: event.data }),
};

const evolve = (state: Lead, event: RecordedEvent<LeadEvent>): Lead => {
  const facts = leadFacts(state.status === 'unknown' ? undefined : state.facts, event);
  if (!facts) return state;
  if (state.status === 'unknown' || event.type === 'LeadCaptured') return { status: 'open', facts, contactsOwed: [], answersOwed: [] };
  const lead = awaiting({ ...state, facts }, event);
  const evolved = meaning[event.type] as ((lead: AnyLead, event: RecordedEvent<LeadEvent>) => AnyLead) | undefined;
  return evolved ? evolved(lead, event) : lead;
};

/** A lead from its capture to its end: not pursued, merged, or converted into an opportunity (L16–L25, L98–L121, L207–L209, L215–L240). */
export const lead: Decider<Lead, InformedLeadCommand, LeadEvent, LeadRefusal> = { initialState: { status: 'unknown' }, decide, evolve };

/** Whose lead it is: nobody's while it is unassigned. */
export const assigneeOf = (state: Lead): string | null => (state.status === 'unknown' ? null : assigneeIn(state));
