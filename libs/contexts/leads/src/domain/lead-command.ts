import type { LeadEvent } from '#event-contracts';
import type { BreachAcceptance } from './acceptance.ts';
import type { AssignmentCommand, BreachFirstContact } from './assignment.ts';
import type { CaptureCommand, CaptureLead } from './capture.ts';
import type { Known } from './chapter.ts';
import type { ConvertLead } from './conversion.ts';
import type { EndingCommand } from './ending.ts';
import type { HandoverCommand } from './handover.ts';
import type { MergeCommand } from './merging.ts';
import type { NurtureCommand } from './nurture.ts';
import type { OverrideLeadCriterion } from './overriding.ts';
import type { QualificationCommand } from './qualification.ts';
import type { ScoreLead } from './scoring.ts';
import type { ScreeningCommand } from './screening.ts';

export type { BreachAcceptance } from './acceptance.ts';
export type { AssignLead, BreachFirstContact, LogLeadContact, ReclaimLead } from './assignment.ts';
export type { CaptureLead, EnrichLead } from './capture.ts';
export type { ConvertLead } from './conversion.ts';
export type { DisqualifyLead } from './ending.ts';
export type { AbsorbLead, MergeLead } from './merging.ts';
export type { BantAnswers, QualifyLead } from './qualification.ts';
export type { ScoreLead } from './scoring.ts';
export type { LeadSource, QualificationLevel } from '#rules';

export type DisqualificationReason = Extract<LeadEvent, { type: 'LeadDisqualified' }>['data']['reason'];

/** What is asked of a lead that is open, beside its capture. */
export type LeadWork =
  | CaptureCommand
  | ScreeningCommand
  | NurtureCommand
  | ScoreLead
  | AssignmentCommand
  | HandoverCommand
  | QualificationCommand
  | MergeCommand
  | EndingCommand
  | OverrideLeadCriterion
  | ConvertLead;

/** What may be asked of a lead. */
export type LeadCommand = CaptureLead | BreachFirstContact | BreachAcceptance | LeadWork;

/** The same with what the decider is to know. */
export type InformedLeadCommand = LeadCommand & { readonly known: Known };

export type DataFor<T extends LeadCommand['type']> = Extract<LeadCommand, { type: T }>['data'];
