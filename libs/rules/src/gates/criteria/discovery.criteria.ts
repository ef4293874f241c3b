import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

/** L114: the customer's pains are known, and what it wants to reach. */
const painsAndObjectivesKnown: Criterion<DealFacts> = {
  name: 'painsAndObjectivesKnown',
  version: 1,
  title: { zh: '已识别核心痛点与业务目标', en: 'Core pains and business objectives are identified' },
  policyLines: [114],
  parameters: {},
  suppliedBy: ['RecordPainPoint', 'RecordBusinessObjective'],
  judge: ({ painPoints, businessObjectives }) => {
    const [pains, objectives] = [listed(painPoints), listed(businessObjectives)];
    const evidence = evidenceOf([...pains, ...objectives]);
    if (evidence.length === 0) return missing();
    if (pains.length === 0) return unmet('noPainPoint', evidence);
    if (objectives.length === 0) return unmet('noBusinessObjective', evidence);
    return met(evidence);
  },
};

export const discoveryCriteria: readonly Criterion<DealFacts>[] = [painsAndObjectivesKnown];
