import { dateOf, day } from '../storyline.ts';
import { isDrawnUp, isSignedAndWon } from './contract.ts';
import { isAllowed, negotiates } from './negotiation.ts';
import type { Telling } from './telling.ts';

/**
 * The last chapter, which is no past: an approval is of the moment in which it is given, so this deal is negotiated, allowed, signed and won while the
 * demonstration runs. Days are those of the season, so that telling it once more says the same.
 */
export const playToday = async (telling: Telling, until: Date): Promise<string> => {
  await negotiates(telling, dateOf(until));
  await isAllowed(telling, dateOf(new Date(until.getTime() + 90 * day)));
  await isDrawnUp(telling);
  await isSignedAndWon(telling, dateOf(until));
  return telling.text();
};
