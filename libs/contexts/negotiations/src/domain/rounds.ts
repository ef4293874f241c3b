import { accept, refuse, type Command } from '#eventsourcing';
import { listed, same } from '#rules';
import type { Chapter } from './chapter.ts';
import { whole, type Data, type Known, type OpenNegotiation, type Outcome, type Said } from './negotiation.state.ts';

/** L150, L272. Rounds are counted by the server. */
export type HoldNegotiationRound = Command<
  'HoldNegotiationRound',
  Said<Omit<Data<'NegotiationRoundHeld'>, 'n'>, 'asks' | 'concessions' | 'outcome'>
>;

const hold = (given: HoldNegotiationRound['data'], { facts }: OpenNegotiation, { opened }: Known): Outcome => {
  const { roundId } = given;
  const earlier = facts.rounds[roundId];
  if (!earlier) return accept({ type: 'NegotiationRoundHeld', data: { ...given, n: listed(facts.rounds).length + 1 } });
  return same({ ...given, n: earlier.data.n }, whole(earlier, opened.rounds, roundId))
    ? accept()
    : refuse('StatedOtherwise', { roundId, event: 'NegotiationRoundHeld' }, ['state it under an id of its own']);
};

/** Rounds, with what was asked for and what was given for what in return (L150, L272). */
export const rounds: Chapter<HoldNegotiationRound> = { HoldNegotiationRound: hold };
