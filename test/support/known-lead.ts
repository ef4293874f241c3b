import type { Decider } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import { lead, type InformedLeadCommand, type KnownOfLead, type Lead, type LeadCommand, type LeadRefusal } from '#leads';
import {
  defaultCalendar,
  hashOf,
  salesProcess,
  standardAssignmentRules,
  standardLeadRules,
  standardScoring,
  type AssignmentRulesContents,
  type Definition,
  type ScoringModelContents,
} from '#rules';
import { builtInForms } from './forms.ts';

/** A command on a lead as a test gives it; what it does not say is looked up as {@link knownOfLead} has it. */
export type AskedOfLead = LeadCommand & { readonly known?: Partial<KnownOfLead> };

const published = { effectiveFrom: '2026-01-01T00:00:00.000Z' };

/** Contents as a published definition. */
export const scoringBy = (contents: ScoringModelContents): Definition<'scoringModel'> => {
  const { id, version } = contents;
  return { ...{ kind: 'scoringModel', id, version, contents }, sha256: hashOf(contents), ...published };
};
export const assigningBy = (contents: AssignmentRulesContents): Definition<'assignmentRules'> => {
  const { id, version } = contents;
  return { ...{ kind: 'assignmentRules', id, version, contents }, sha256: hashOf(contents), ...published };
};

/** What the application would have looked up: the representative `rep1` asks, on Monday, 1 June 2026, under the rules that come with the program. */
export const knownOfLead: KnownOfLead = {
  ...{ userId: 'rep1', roles: ['SALES_REP'], named: 'active' },
  ...{ at: '2026-06-01T08:00:00.000Z', now: '2026-06-01T08:00:00.000Z' },
  ...{ definition: salesProcess, processInForce: true },
  ...{ limits: standardLeadRules, calendar: defaultCalendar },
  ...{ scoringModel: scoringBy(standardScoring), assignmentRules: assigningBy(standardAssignmentRules) },
  bantForm: builtInForms.BANT,
  ...{ contactKeys: [], candidates: [] },
};

export const knowingOfLead = (command: AskedOfLead, more: Partial<KnownOfLead> = {}): InformedLeadCommand => ({
  ...command,
  known: { ...knownOfLead, ...more, ...command.known },
});

/** The decider of leads, given commands that say only what matters to the test. */
export const aLead: Decider<Lead, AskedOfLead, LeadEvent, LeadRefusal> = {
  ...lead,
  decide: (command, state) => lead.decide(knowingOfLead(command), state),
};
