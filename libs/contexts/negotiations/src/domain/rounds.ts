import { accept, refuse, type Command } from '#eventsourcing';
import { listed, same, type Given } from '#rules';
import type { Chapter } from './chapter.ts';
import type { Data, OpenNegotiation, Outcome } from './negotiation.state.ts';

/** L150, L272. Rounds are counted by the server. */
export type HoldNegotiationRound = Command<'HoldNegotiationRound', Given<Omit<Data<'NegotiationRoundHeld'>, 'n'>>>;

const hold = (given: HoldNegotiationRound['data'], { facts }: OpenNegotiation): Outcome => {
  const { roundId } = given;
  const earlier = facts.rounds[roundId]?.data;
  if (!earlier) return accept({ type: 'NegotiationRoundHeld', data: { ...given, n: listed(facts.rounds).length + 1 } });
  return same({ ...given, n: earlier.n }, earlier)
    ? accept()
    : refuse('StatedOtherwise', { roundId, event: 'NegotiationRoundHeld' }, ['state it under an id of its own']);
};

/** Rounds, with what was asked for and what was given for what in return (L150, L272). */
export const rounds: Chapter<HoldNegotiationRound> = { HoldNegotiationRound: hold };
