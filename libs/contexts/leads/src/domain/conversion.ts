import { accept, refuse, type CalendarDate, type Command } from '#eventsourcing';
import type { Money } from '#event-contracts';
import { gateNotPassed, gatesOfLead, present, recordOfGate, same, type Segment } from '#rules';
import { assigneeIn, unassigned } from './assignment.ts';
import type { Chapter, Known } from './chapter.ts';
import type { ConvertedLead, Data, KnownLead, OpenLead, Outcome } from './lead.state.ts';

/** L118. The caller names the opportunity that is to be opened. */
export type ConvertLead = Command<
  'ConvertLead',
  {
    readonly leadId: string;
    readonly opportunityId: string;
    readonly name: string;
    readonly expectedAmount: Money;
    readonly expectedSigningDate: CalendarDate;
    /** Chooses the variant of the process (L97); the lead’s when absent. */
    readonly segment?: Segment | undefined;
  }
>;

type Conversion = Omit<Data<'LeadConverted'>, 'process' | 'gate'>;

const conversionOf = (given: ConvertLead['data'], { facts: { profile, contactId } }: KnownLead, ownerId: string): Conversion => {
  const { leadId, opportunityId, name, expectedAmount, expectedSigningDate, segment = profile.segment } = given;
  const { company } = profile;
  return { leadId, opportunityId, name, company, contactId, ownerId, expectedAmount, expectedSigningDate, ...present({ segment }) };
};

/** L118: an SQL or a prospect becomes an opportunity, which belongs to the lead's assignee, through the gates of the lead's stages. */
const convert = (given: ConvertLead['data'], lead: OpenLead, { definition, now }: Known): Outcome => {
  const { level } = lead.facts;
  if (level === null || level === 'MQL') return refuse('LeadNotQualified', { level }, ['QualifyLead as SQL', 'QualifyLead as prospect']);
  const ownerId = assigneeIn(lead);
  if (ownerId === null) return unassigned();
  const gates = gatesOfLead(definition, lead.facts, now);
  const failing = gates.find(({ gate }) => !gate.passed);
  if (failing) return gateNotPassed(failing.stage, failing.gate, 'OverrideLeadCriterion');
  const gate = gates.flatMap((each) => recordOfGate(each.gate));
  const found = { process: definition.processVersion, ...(gate.length > 0 && { gate }) };
  return accept({ type: 'LeadConverted', data: { ...conversionOf(given, lead, ownerId), ...found } });
};

/** Whether a lead was converted just so. */
export const isConvertedSo = (given: ConvertLead['data'], lead: ConvertedLead): boolean => {
  const { process, gate, ...conversion } = lead.conversion;
  return same(conversionOf(given, lead, conversion.ownerId), conversion);
};

export const converting: Chapter<ConvertLead> = { ConvertLead: convert };
