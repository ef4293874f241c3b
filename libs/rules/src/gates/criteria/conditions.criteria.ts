import type { Money } from '#event-contracts';
import type { DealFacts } from '../../facts/deal-facts.ts';
import { listed } from '../../facts/gathering.ts';
import { isOthers } from '../../facts/others.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';
import type { Parameters } from '../requirement.ts';

/** Whether what is expected of a deal reaches an amount; nothing when it is in another currency. */
const reaches = ({ minor, currency }: Money, asked: Parameters): boolean | undefined =>
  currency === asked.currency ? minor >= Number(asked.minor) : undefined;

/** For `when`: how large the deal is expected to be. In another currency it is not known, so that what depends on it is asked for. */
const dealAtLeast: Criterion<DealFacts> = {
  name: 'dealAtLeast',
  version: 1,
  title: { zh: '预计金额达到标准', en: 'The deal is expected to be of at least this amount' },
  policyLines: [97, 127],
  parameters: { minor: 'number', currency: 'text' },
  suppliedBy: ['ReviseForecast'],
  judge: ({ forecast: { amount } }, parameters) => {
    const enough = reaches(amount, parameters);
    if (enough === undefined) return missing('otherCurrency', { currency: amount.currency });
    return enough ? met([]) : unmet('belowAmount', []);
  },
};

/** For `when`: whom the deal is with (L97). */
const segmentIs: Criterion<DealFacts> = {
  name: 'segmentIs',
  version: 1,
  title: { zh: '客户属于所列类型', en: 'The customer is of one of these segments' },
  policyLines: [97],
  parameters: { segments: 'many' },
  suppliedBy: [],
  judge: ({ segment }, { segments }) =>
    (segments as readonly string[]).includes(segment) ? met([]) : unmet('otherSegment', [], { segment }),
};

const byAmount = ({ forecast: { amount } }: DealFacts, parameters: Parameters): Verdict => {
  if (parameters.minor === undefined) return missing('notAssessed');
  const enough = reaches(amount, parameters);
  if (enough === undefined) return missing('otherCurrency', { currency: amount.currency });
  return enough ? met([]) : unmet('belowAmount', []);
};

/** For `when` (L127): presales judged so, or the amount alone makes it so. Of the deal's owner it takes no word. */
const complexProject: Criterion<DealFacts> = {
  name: 'complexProject',
  version: 1,
  title: { zh: '复杂项目', en: 'The deal is a complex project' },
  policyLines: [127],
  parameters: { minor: 'number?', currency: 'text?' },
  suppliedBy: ['AssessProjectComplexity'],
  judge: (facts, parameters) => {
    const [assessed] = listed(facts.complexity);
    const amount = byAmount(facts, parameters);
    if (amount.result === 'met' || !assessed || !isOthers(facts, assessed)) return amount;
    return assessed.data.complex ? met([assessed.eventId]) : unmet('notComplex', [assessed.eventId]);
  },
};

export const conditionCriteria: readonly Criterion<DealFacts>[] = [dealAtLeast, segmentIs, complexProject];
