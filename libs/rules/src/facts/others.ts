import type { DealFacts } from './deal-facts.ts';
import type { Fact } from './gathering.ts';

/** Stated by someone other than whose deal it is now. */
export const isOthers = ({ ownerId }: Pick<DealFacts, 'ownerId'>, { by }: Fact): boolean => by !== ownerId;
