import type { DealFacts } from '../facts/deal-facts.ts';
import { vocabularyOf, type Vocabulary } from './criterion.ts';
import { approvalCriteria } from './criteria/approvals.criteria.ts';
import { commitmentCriteria } from './criteria/commitments.criteria.ts';
import { competitionCriteria } from './criteria/competition.criteria.ts';
import { contractCriteria } from './criteria/contract.criteria.ts';
import { conditionCriteria } from './criteria/conditions.criteria.ts';
import { forecastCriteria } from './criteria/forecast.criteria.ts';
import { negotiationCriteria } from './criteria/negotiation.criteria.ts';
import { persuasionCriteria } from './criteria/persuasion.criteria.ts';
import { proposalCriteria } from './criteria/proposal.criteria.ts';
import { qualificationCriteria } from './criteria/qualification.criteria.ts';
import { stakeholderCriteria } from './criteria/stakeholders.criteria.ts';
import { demonstrationCriteria } from './criteria/demonstration.criteria.ts';
import { discoveryCriteria } from './criteria/discovery.criteria.ts';
import { needsCriteria } from './criteria/needs.criteria.ts';
import { solutionCriteria } from './criteria/solution.criteria.ts';
import { valueCriteria } from './criteria/value.criteria.ts';

/** Everything that a definition may ask of a deal. */
export const dealCriteria: Vocabulary<DealFacts> = vocabularyOf<DealFacts>(
  ...discoveryCriteria,
  ...qualificationCriteria,
  ...competitionCriteria,
  ...stakeholderCriteria,
  ...commitmentCriteria,
  ...conditionCriteria,
  ...needsCriteria,
  ...solutionCriteria,
  ...demonstrationCriteria,
  ...valueCriteria,
  ...proposalCriteria,
  ...persuasionCriteria,
  ...forecastCriteria,
  ...approvalCriteria,
  ...contractCriteria,
  ...negotiationCriteria,
);
