import type { KpiParametersContents } from '../kpi-parameters.ts';

type Indicator = KpiParametersContents['indicators'][number];
type Parameter = Indicator['parameters'][number];

const byDefault = { zh: '默认值,非制度规定', en: 'default, not policy' };

const parameter = (code: string, value: Parameter['value'], note: Parameter['note'] = byDefault): Parameter => ({ code, value, note });
const indicator = (code: string, ...parameters: readonly Parameter[]): Indicator => ({ code, parameters });

/** What the policy's indicators are reckoned with: it names them and states no formula, window or threshold but these few. */
export const standardKpiParameters: KpiParametersContents = {
  id: 'standard',
  version: 1,
  title: { zh: '指标参数', en: 'Parameters of the indicators' },
  notes: ['everything whose note does not name a line of the policy: default, not policy'],
  indicators: [
    indicator('K05', parameter('scoredWithin', { days: 7 })),
    indicator('K06', parameter('qualifiedWithin', { days: 90 })),
    indicator('K08', parameter('acceptedWithin', { days: 60 })),
    indicator('K11', parameter('attribution', 'firstTouch')),
    indicator('K14', parameter('contactedWithin', { hours: 24 }, { zh: '制度示例(L232)', en: 'the policy’s example, L232' })),
    indicator('K15', parameter('effectiveMinutes', 3)),
    indicator('K16', parameter('convertedWithin', { days: 60 })),
    indicator('K18', parameter('correctedWithin', { days: 30 })),
    indicator('K27', parameter('positiveFrom', 4), parameter('scale', 5)),
    indicator('K36', parameter('snapshotsBefore', '30, 60, 90')),
    indicator('K49', parameter('foundWithin', { days: 30 })),
    indicator('K50', parameter('orderedWithin', { workdays: 1 })),
    indicator('K52', parameter('processedWithin', { workdays: 2 })),
    indicator('K54', parameter('satisfiedFrom', 4), parameter('scale', 5)),
    indicator('K55', parameter('promoterFrom', 9), parameter('detractorUpTo', 6)),
    indicator('K56', parameter('feedbackWithin', { days: 90 })),
    indicator('K57', parameter('grace', { days: 30 })),
    indicator('K58', parameter('withinMonths', 12)),
    indicator('K60', parameter('yearsAtMost', 10), parameter('discountRate', 0.1)),
    indicator('K64', parameter('snapshotsBefore', '30, 7')),
    indicator(
      'K65',
      parameter('every', 'week', { zh: '每周或每月(L186)', en: 'weekly or monthly, L186' }),
      parameter('freshWithin', { days: 7 }),
    ),
    indicator(
      'K71',
      ...(
        [
          ['timely', 0.4],
          ['complete', 0.4],
          ['accurate', 0.2],
        ] as const
      ).map(([code, weight]) => parameter(code, weight)),
      parameter('recordedWithin', { hours: 24 }),
    ),
    indicator('K75', parameter('processReviewEveryMonths', 3, { zh: '如每季度(L78)', en: 'quarterly, for example, L78' })),
    indicator('K76', parameter('reviewedWithin', { days: 365 }, { zh: '每年至少一次(L191、L321)', en: 'at least yearly, L191 and L321' })),
  ],
};
