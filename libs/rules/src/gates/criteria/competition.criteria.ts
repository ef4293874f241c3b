import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { met, missing, notApplicable, unmet, type Criterion } from '../criterion.ts';

const idsOf = (facts: readonly { readonly data: { readonly competitorId: string } }[]) => facts.map(({ data }) => data.competitorId);

/** L115: against whom we compete is known, and how each of them stands. */
const competitionKnown: Criterion<DealFacts> = {
  name: 'competitionKnown',
  version: 1,
  title: { zh: '已了解竞争格局', en: 'The competition is known' },
  policyLines: [115],
  parameters: {},
  suppliedBy: ['IdentifyCompetitor', 'AssessCompetitorPosition'],
  judge: ({ competitors, competitorPositions }) => {
    const known = listed(competitors);
    if (known.length === 0) return missing();
    const evidence = evidenceOf([...known, ...listed(competitorPositions)]);
    const unassessed = known.filter(({ data }) => !competitorPositions[data.competitorId]);
    return unassessed.length > 0 ? unmet('notAssessed', evidence, { competitors: idsOf(unassessed) }) : met(evidence);
  },
};

/** L44: whoever is not behind us is met by a strategy. Not applicable while nobody is known to compete. */
const competitorsCountered: Criterion<DealFacts> = {
  name: 'competitorsCountered',
  version: 1,
  title: { zh: '已制定应对竞争对手的策略', en: 'Competitors are met by a strategy' },
  policyLines: [44],
  parameters: {},
  suppliedBy: ['AssessCompetitorPosition', 'RecordCounterStrategy'],
  judge: ({ competitors, competitorPositions, counterStrategies }) => {
    const known = listed(competitors);
    if (known.length === 0) return notApplicable;
    const evidence = evidenceOf([...known, ...listed(competitorPositions), ...listed(counterStrategies)]);
    const unassessed = known.filter(({ data }) => !competitorPositions[data.competitorId]);
    if (unassessed.length > 0) return unmet('notAssessed', evidence, { competitors: idsOf(unassessed) });
    const dangerous = known.filter(({ data }) => competitorPositions[data.competitorId]?.data.position !== 'behind');
    const uncountered = dangerous.filter(({ data }) => !counterStrategies[data.competitorId]);
    return uncountered.length > 0 ? unmet('noStrategy', evidence, { competitors: idsOf(uncountered) }) : met(evidence);
  },
};

export const competitionCriteria: readonly Criterion<DealFacts>[] = [competitionKnown, competitorsCountered];
