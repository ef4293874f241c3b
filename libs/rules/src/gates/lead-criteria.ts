import type { LeadFacts } from '../facts/lead-facts.ts';
import { leadIntakeCriteria } from './criteria/lead-intake.criteria.ts';
import { leadSalesCriteria } from './criteria/lead-sales.criteria.ts';
import { vocabularyOf, type Vocabulary } from './criterion.ts';

/** Everything that a definition may ask of a lead. */
export const leadCriteria: Vocabulary<LeadFacts> = vocabularyOf<LeadFacts>(...leadIntakeCriteria, ...leadSalesCriteria);
