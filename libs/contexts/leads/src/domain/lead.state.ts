import type { Decision, Instant } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import type { LeadFacts } from '#rules';

export type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];

/** An answer to a hand-over that is due. */
export type AnswerOwed = Omit<Data<'LeadAcceptanceOverdue'>, 'leadId'>;

/** A lead under a process, without what is sealed. */
export interface KnownLead {
  /** What is known of it: what gates and worklists see too. */
  readonly facts: LeadFacts;
  /** First contacts that were due and have not happened in time, as far as is known (L232). */
  readonly contactsOwed: readonly { readonly assigneeId: string; readonly dueAt: Instant }[];
  /** Hand-overs that were to be answered and have not been in time, as far as is known (L107). */
  readonly answersOwed: readonly AnswerOwed[];
}

export type OpenLead = { readonly status: 'open' } & KnownLead;
export type DisqualifiedLead = { readonly status: 'disqualified'; readonly reason: Data<'LeadDisqualified'>['reason'] } & KnownLead;
export type InvalidLead = { readonly status: 'invalid'; readonly reason: Data<'LeadInvalidated'>['reason'] } & KnownLead;
export type ArchivedLead = { readonly status: 'archived' } & KnownLead;
export type MergedLead = { readonly status: 'merged'; readonly into: string } & KnownLead;
export type ConvertedLead = { readonly status: 'converted'; readonly conversion: Data<'LeadConverted'> } & KnownLead;

/** Not pursued, and may be pursued again. */
export type ClosedLead = DisqualifiedLead | InvalidLead | ArchivedLead;

export type AnyLead = OpenLead | ClosedLead | MergedLead | ConvertedLead;
export type Lead = { readonly status: 'unknown' } | AnyLead;

export type LeadRefusal =
  | 'LeadUnknown'
  | 'LeadAlreadyCaptured'
  | 'ProcessNotInForce'
  | 'SourceContradicted'
  | 'LeadDisqualified'
  | 'LeadInvalid'
  | 'LeadArchived'
  | 'LeadNotClosed'
  | 'LeadMerged'
  | 'LeadAlreadyConverted'
  | 'LeadNotScreened'
  | 'ScreeningPassed'
  | 'LeadInNurture'
  | 'LeadNotInNurture'
  | 'WakeNotAhead'
  | 'LeadUnassigned'
  | 'AssigneeNotActive'
  | 'NoRuleFits'
  | 'NobodyToAssignTo'
  | 'FirstContactNotMissed'
  | 'LeadNotMql'
  | 'NothingHandedOver'
  | 'NotHandedToYou'
  | 'HandOverNotAccepted'
  | 'HandOverAccepted'
  | 'ContactUnknown'
  | 'QualificationNotAscending'
  | 'QuestionUnknown'
  | 'BantUnanswered'
  | 'BantUnmet'
  | 'LeadNotQualified'
  | 'GateNotPassed'
  | 'CriterionNotAsked'
  | 'CriterionNotOpen'
  | 'OverrideNotAllowed'
  | 'OwnLead'
  | 'MergeIntoItself'
  | 'SurvivorUnknown'
  | 'SurvivorNotOpen'
  | 'SurvivorLater'
  | 'StatedOtherwise'
  | 'NotOnFile';

export type Outcome = Decision<LeadEvent, LeadRefusal>;
