import type { Instant, LedgerEvent } from '#eventsourcing';
import type { ApprovalCommand } from '#approvals';
import type { ContractCommand } from '#contracts';
import type { DefinitionCommand } from '#definitions';
import type { AnyEvent, DefinitionCategory } from '#event-contracts';
import type { LeadCommand } from '#leads';
import type { OpportunityCommand } from '#opportunities';

/** Which commands a deadline may give to which streams, by the streams' category. A context that has deadlines is added here and where handlers are handed over. */
export interface DeadlineCommands extends Readonly<Record<DefinitionCategory, DefinitionCommand>> {
  readonly lead: LeadCommand;
  readonly opportunity: OpportunityCommand;
  readonly approval: ApprovalCommand;
  readonly contract: ContractCommand;
}
export type Category = keyof DeadlineCommands;

type EventType = AnyEvent['type'];
type Told<T extends EventType> = LedgerEvent<Extract<AnyEvent, { type: T }>>;

/** A deadline that an event sets. */
export interface Due<C> {
  /** What it is about; a new one about the same takes the place of one that is not due yet. */
  readonly subject: string;
  /** Put into the event by its decider, so that nobody has to reckon it anew under other rules. */
  readonly dueAt: Instant;
  /** Given to the stream in which the deadline stands. The aggregate decides: it may refuse, or find nothing to do. */
  readonly command: C;
}

/**
 * A deadline: what sets it, what ends it, what follows when it passes. An event ends it only if it happened by `dueAt`; one that happened
 * later comes too late, and the command is given all the same, even when nobody looked in between.
 */
export interface Deadline<A extends Category = Category> {
  /** Its identity in every command id; never used for another. */
  readonly name: string;
  /** Raised with every change of what is declared here. */
  readonly version: number;
  /** Of whose streams; what sets and ends it stands in the same stream. */
  readonly of: A;
  readonly starts: {
    readonly [T in EventType]?: (event: Told<T>) => Due<DeadlineCommands[A]> | readonly Due<DeadlineCommands[A]>[] | undefined;
  };
  /** End it, whatever it is about. */
  readonly ends?: readonly EventType[];
  /** End it for the subject that they name. */
  readonly endsOne?: { readonly [T in EventType]?: (event: Told<T>) => string | undefined };
  /** What its command leaves behind when the aggregate accepts it. Refusals and no-effects end it by themselves. */
  readonly effects: readonly EventType[];
}

/** Declares a deadline. */
export const deadline = <A extends Category>(declared: Deadline<A>): Deadline<A> => declared;

/** A deadline of whatever streams, as the fold sees it. */
export interface AnyDeadline {
  readonly name: string;
  readonly version: number;
  readonly of: string;
  readonly starts: Readonly<Record<string, ((event: never) => unknown) | undefined>>;
  readonly ends?: readonly string[];
  readonly endsOne?: Readonly<Record<string, ((event: never) => string | undefined) | undefined>>;
  readonly effects: readonly string[];
}
