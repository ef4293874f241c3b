import type { Command } from '#eventsourcing';
import type { Given } from '#rules';
import type { ConcludeNegotiation, ReopenNegotiation } from './conclusion.ts';
import type { Data, Known } from './negotiation.state.ts';
import type { RiskCommand } from './risks.ts';
import type { HoldNegotiationRound } from './rounds.ts';
import type { StrategyCommand } from './strategy.ts';
import type { TermCommand } from './terms.ts';

export type * from './conclusion.ts';
export type * from './risks.ts';
export type * from './rounds.ts';
export type * from './strategy.ts';
export type { AgreeNegotiationTerm, ProposeNegotiationTerm, TermCommand, WithdrawNegotiationTerm } from './terms.ts';

/** L45, L149. Follows from the deal's entering it. */
export type OpenNegotiationCommand = Command<'OpenNegotiation', Given<Data<'NegotiationOpened'>>>;
/** Follows from the deal's going to another owner. */
export type HandOverNegotiation = Command<'HandOverNegotiation', { readonly negotiationId: string; readonly to: string }>;

/** What may be asked of a negotiation. */
export type NegotiationCommand =
  | OpenNegotiationCommand
  | HandOverNegotiation
  | StrategyCommand
  | HoldNegotiationRound
  | TermCommand
  | RiskCommand
  | ConcludeNegotiation
  | ReopenNegotiation;

/** The same with what the decider is to know. */
export type InformedNegotiationCommand = NegotiationCommand & { readonly known: Known };
