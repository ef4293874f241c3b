import type { Command } from '#eventsourcing';
import type { NegotiationEvent } from '#event-contracts';
import { statingOf, type ChapterOf } from '#rules';
import type { Known, NegotiationRefusal, OpenNegotiation, Outcome } from './negotiation.state.ts';

/** One chapter of a negotiation: each of its commands, decided while it goes on. */
export type Chapter<C extends Command> = ChapterOf<C, OpenNegotiation, Known, Outcome>;

/** A command that states one fact of a negotiation. */
export const stating = statingOf<OpenNegotiation, Known, NegotiationEvent, NegotiationRefusal>();
