import type { Command, Instant } from '#eventsourcing';
import type { LeadEvent } from '#event-contracts';
import {
  statingOf,
  type CalendarContents,
  type Candidate,
  type ChapterOf,
  type Definition,
  type Form,
  type KnownOfAsking,
  type LeadRulesContents,
} from '#rules';
import type { Lead, LeadRefusal, OpenLead, Outcome } from './lead.state.ts';

/** The lead that another is to be merged into, as its own stream tells. */
export interface Survivor {
  readonly status: Lead['status'];
  readonly capturedAt: Instant;
  readonly companyKey: string;
  readonly contactKeys: readonly string[];
}

/** What the application looks up for every command on a lead. */
export interface Known extends KnownOfAsking {
  /** The rules in force. */
  readonly limits: LeadRulesContents;
  readonly assignmentRules: Definition<'assignmentRules'>;
  readonly scoringModel: Definition<'scoringModel'>;
  readonly bantForm: Form;
  readonly calendar: CalendarContents;
  /** Keyed digests of the contact details that the command gives. */
  readonly contactKeys: readonly string[];
  /** Those whom the rule that fits may give the lead to, and who are active, with the work that they have. */
  readonly candidates: readonly Candidate[];
  /** Of the lead that the command names; nothing where there is none. */
  readonly survivor?: Survivor;
  /** False when the process that the command names is not in force. */
  readonly processInForce: boolean;
}

/** One chapter of the work on a lead: each of its commands, decided on an open lead. */
export type Chapter<C extends Command> = ChapterOf<C, OpenLead, Known, Outcome>;

/** A command that states one fact of a lead. */
export const stating = statingOf<OpenLead, Known, LeadEvent, LeadRefusal>();
