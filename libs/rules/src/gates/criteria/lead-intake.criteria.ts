import { listed } from '../../facts/gathering.ts';
import type { LeadFacts } from '../../facts/lead-facts.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';
import { distinct } from '../../values.ts';

const required = ['company', 'contact', 'need'] as const;

/** L102, L107, L223: company, contact and need are known. Each is a statement of its own content; nothing asserts that they are complete. */
const leadComplete: Criterion<LeadFacts> = {
  name: 'leadComplete',
  version: 1,
  title: { zh: '线索关键信息完整(公司、联系人、初步需求)', en: 'Company, contact and need of the lead are known' },
  policyLines: [102, 107, 223],
  parameters: {},
  suppliedBy: ['EnrichLead'],
  judge: ({ statedBy }) => {
    const lacks = required.filter((field) => statedBy[field] === undefined);
    const evidence = distinct(required.flatMap((field) => statedBy[field] ?? []));
    return lacks.length === 0 ? met(evidence) : unmet('incomplete', evidence, { lacks });
  },
};

/** L103, L224: the lead was screened, and passed: its result is reckoned from the profile and the rules, not given. */
const leadScreened: Criterion<LeadFacts> = {
  name: 'leadScreened',
  version: 1,
  title: { zh: '线索已通过初步筛选', en: 'The lead passed its screening' },
  policyLines: [103, 224],
  parameters: {},
  suppliedBy: ['ScreenLead'],
  judge: ({ screenings }) => {
    const last = listed(screenings).at(-1);
    if (!last) return missing();
    const { result } = last.data;
    return result === 'passed' ? met([last.eventId]) : unmet(result === 'incomplete' ? 'incomplete' : 'screeningFailed', [last.eventId]);
  },
};

/** L105: by its behaviour and completeness the lead reached the threshold of the scoring model it was last scored under. */
const scoreReachesMql: Criterion<LeadFacts> = {
  name: 'scoreReachesMql',
  version: 1,
  title: { zh: '线索评分达到 MQL 阈值', en: 'The lead’s score reaches the MQL threshold' },
  policyLines: [105],
  parameters: {},
  suppliedBy: ['RecordLeadBehaviour', 'EnrichLead', 'ScoreLead'],
  judge: ({ scores, behaviours }) => {
    const last = listed(scores).at(-1);
    if (!last) return missing();
    const { total, threshold, reachedMql } = last.data;
    if (!reachedMql) return unmet('belowThreshold', [last.eventId], { total, threshold });
    const before = listed(behaviours).filter(({ revision }) => revision < last.revision);
    return met([...before.map(({ eventId }) => eventId), last.eventId]);
  },
};

export const leadIntakeCriteria: readonly Criterion<LeadFacts>[] = [leadComplete, leadScreened, scoreReachesMql];
