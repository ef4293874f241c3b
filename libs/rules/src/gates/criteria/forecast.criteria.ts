import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { daysPassed } from '../../process/limit.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

/**
 * L144: since the deal came to its stage, whoever works on it has stated its probability by hand, or confirmed it. What is asked for is their own
 * judgement: it is the thing itself, and evidence of nothing else.
 */
const winProbabilityUpdated: Criterion<DealFacts> = {
  name: 'winProbabilityUpdated',
  version: 1,
  title: { zh: '本阶段已更新赢率预测', en: 'The win probability was updated at this stage' },
  policyLines: [144],
  parameters: {},
  suppliedBy: ['ReviseForecast', 'ConfirmForecast'],
  judge: ({ probabilityStated, forecastConfirmations, stageSince }) => {
    const stated = [...listed(forecastConfirmations), ...(probabilityStated ? [probabilityStated] : [])];
    const evidence = (facts: typeof stated) => facts.map(({ eventId }) => eventId);
    const since = stated.filter(({ at }) => at >= stageSince);
    if (since.length > 0) return met(evidence(since));
    return stated.length === 0 ? missing() : unmet('beforeStage', evidence(stated), { stageSince });
  },
};

/** L186: what is expected of the deal was confirmed lately. */
const forecastConfirmed: Criterion<DealFacts> = {
  name: 'forecastConfirmed',
  version: 1,
  title: { zh: '商机预测已按期确认', en: 'The forecast was confirmed lately' },
  policyLines: [186],
  parameters: { days: 'number' },
  suppliedBy: ['ConfirmForecast'],
  judge: ({ forecastConfirmations }, { days }, now) => {
    const last = listed(forecastConfirmations).at(-1);
    if (!last) return missing();
    const old = daysPassed({ days: Number(days) }, last.at, now);
    return old ? unmet('tooOld', evidenceOf([last]), { confirmedAt: last.at }) : met(evidenceOf([last]));
  },
};

/** What is expected of the deal (L144, L186). */
export const forecastCriteria: readonly Criterion<DealFacts>[] = [winProbabilityUpdated, forecastConfirmed];
