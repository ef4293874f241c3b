import type { DealFacts } from '../facts/deal-facts.ts';
import { vocabularyOf, type Vocabulary } from './criterion.ts';
import { discoveryCriteria } from './criteria/discovery.criteria.ts';

/** Everything that a definition may ask of a deal. */
export const dealCriteria: Vocabulary<DealFacts> = vocabularyOf<DealFacts>(...discoveryCriteria);
