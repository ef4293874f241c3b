import type { Command } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import { statingOf, type CalendarContents, type ChapterOf, type Form, type KnownOfAsking, type NamedMatrix } from '#rules';
import type { KnownMigration } from './known-migration.ts';
import type { OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';

export { onFile } from '#rules';

/** What is allowed without asking, and whom to ask for more. */
export interface Allowance {
  readonly matrix?: NamedMatrix;
  readonly ownerRoles: readonly string[];
}

/** What the application looks up for every command on a deal. */
export interface Known extends KnownOfAsking {
  /** The company’s, as it is in force. */
  readonly calendar: CalendarContents;
  /** For one that is to be opened: the process that its case was under before its segment’s variant was chosen. */
  readonly from?: string;
  /** Of the account that the command names: whether there is one. */
  readonly accountOnFile?: boolean;
  /** Of the person whom the command names, if it names one: the roles that they hold. */
  readonly namedRoles?: readonly string[];
  /** Of a process that the command names: whether one of that id is in force. */
  readonly inForce?: boolean;
  /** The migration that the command names, if it is in force. */
  readonly migration?: KnownMigration | undefined;
  /** Of the people of ours whom the command names: the roles that each of them holds; nobody is here who is not a user. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** Of the sales method whose question the command answers: the form in force; nothing when none is. */
  readonly form?: Form;
  /** For what gives something away, or asks whether it may be, or who has to be asked: the matrix in force, and the roles of the deal's owner. */
  readonly allowance?: Allowance;
  /** Of the bytes that the command names, if the server has them: how many they are. */
  readonly stored?: { readonly size: number };
}

/** One chapter of a deal's work: each of its commands, decided on an open deal. */
export type Chapter<C extends Command> = ChapterOf<C, OpenDeal, Known, Outcome>;

/** A command that states one fact of a deal. */
export const stating = statingOf<OpenDeal, Known, OpportunityEvent, OpportunityRefusal>();
