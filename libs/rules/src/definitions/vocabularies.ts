import { dealCriteria } from '../gates/deal-criteria.ts';
import { leadCriteria } from '../gates/lead-criteria.ts';
import type { Surroundings } from './fault.ts';

/** What a definition may ask: of a lead, before there is a deal, and of a deal. */
export const definitionVocabularies: Surroundings['vocabularies'] = { lead: leadCriteria, deal: dealCriteria };
