import type { ProcessContents, Stage } from '../process-definition.ts';
import { asks, asksUnless, defaults, text } from './notation.ts';
import { fromNegotiation } from './sales-proc-003.later-stages.ts';
import { untilConfirmation } from './sales-proc-003.stages.ts';
import { salesProc003v2 } from './sales-proc-003.v2.ts';

const [s1, s2, s3, s4] = untilConfirmation;

const variantNote = 'variant: the policy names the kinds of customers (L97) and leaves the differences open: default, not policy';

const variantOf = (
  segment: NonNullable<ProcessContents['variant']>['segment'],
  suffix: string,
  title: ProcessContents['title'],
  stages: readonly Stage[],
): ProcessContents => ({
  ...salesProc003v2,
  id: `SALES-PROC-003-${suffix}`,
  version: 1,
  title,
  variant: { of: 'SALES-PROC-003', segment },
  notes: [...defaults, variantNote],
  stages: [...stages, ...fromNegotiation],
});

/** L97: strategic accounts. The whole buying centre is known, the solution is always reviewed, executives always meet. */
export const strategicAccounts: ProcessContents = variantOf(
  'strategic',
  'STRATEGIC',
  text('战略大客户销售流程', 'Sales to strategic accounts'),
  [
    s1,
    {
      ...s2,
      limit: { days: 60 },
      exit: {
        all: [
          asks('firstFormalMeetingHeld/1'),
          asks('qualificationMet/1', { framework: 'MEDDPICC' }),
          asks('painsAndObjectivesKnown/1'),
          asks('currentSolutionKnown/1'),
          asks('competitionKnown/1'),
          asks('fitAssessed/1', { phase: 'preliminary' }),
          asks('customerCommitted/1', { type: 'continue' }),
          asks('projectDataComplete/1'),
          asks('stakeholdersKnown/1', { roles: ['decisionMaker', 'influencer', 'user'] }),
          asks('decisionChainKnown/1'),
        ],
      },
    },
    {
      ...s3,
      limit: { days: 90 },
      exit: {
        all: [
          asks('needsResearched/1', { rounds: 2, onsite: true, presales: true }),
          asks('needsConfirmed/1'),
          asks('needsReportReviewed/1'),
          asks('technicalFeasibilityAssessed/1'),
          asks('solutionReviewed/1', { departments: ['PRODUCT', 'RND'] }),
          asks('solutionDraftSubmitted/1'),
          asks('demoHeld/1', { audience: ['technical', 'business', 'decisionMaker'] }),
          asks('pocConcluded/1'),
          asks('feedbackCollected/1', { subject: 'solution' }),
          asks('feedbackAddressed/1'),
          asks('solutionValueAcknowledged/1'),
        ],
      },
    },
    {
      ...s4,
      limit: { days: 60 },
      exit: {
        all: [
          asks('proposalComplete/1', { sections: ['solution', 'implementationPlan', 'serviceSupport', 'roi'] }),
          asks('roiAnalysed/1'),
          asks('quoteIssued/1'),
          asks('executiveMeetingHeld/1'),
          asks('competitorsCountered/1'),
          asks('objectionsResolved/1'),
          asks('customerConfirmed/1'),
          asks('winProbabilityUpdated/1'),
        ],
      },
    },
  ],
);

/** L97: small and medium customers. Shorter; the design may be passed over where a standard product fits what is needed. */
export const smallAndMediumCustomers: ProcessContents = variantOf(
  'sme',
  'SME',
  text('中小企业客户销售流程', 'Sales to small and medium customers'),
  [
    s1,
    {
      ...s2,
      limit: { days: 14 },
      exit: {
        all: [
          asks('firstFormalMeetingHeld/1'),
          asks('qualificationMet/1', { framework: 'BANT' }),
          asks('painsAndObjectivesKnown/1'),
          asksUnless(['SALES_MANAGER'], 'competitionKnown/1'),
          asks('fitAssessed/1', { phase: 'preliminary' }),
          asks('customerCommitted/1', { type: 'continue' }),
          asks('projectDataComplete/1'),
          asks('stakeholdersKnown/1', { roles: ['decisionMaker'] }),
        ],
      },
    },
    {
      ...s3,
      limit: { days: 21 },
      skip: {
        when: { all: [asks('needsConfirmed/1'), asks('fitAssessed/1', { phase: 'preliminary', atLeast: 80 })] },
        by: ['SALES_MANAGER'],
      },
      exit: {
        all: [
          asks('needsConfirmed/1'),
          asksUnless(['SALES_MANAGER'], 'technicalFeasibilityAssessed/1'),
          asks('solutionDraftSubmitted/1'),
          asksUnless(['SALES_MANAGER'], 'demoHeld/1'),
          asks('feedbackCollected/1', { subject: 'solution' }),
          asks('solutionValueAcknowledged/1'),
        ],
      },
    },
    {
      ...s4,
      limit: { days: 14 },
      exit: {
        all: [
          asks('proposalComplete/1', { sections: ['solution', 'implementationPlan', 'serviceSupport', 'roi'] }),
          asks('quoteIssued/1'),
          asks('objectionsResolved/1'),
          asks('customerConfirmed/1'),
          asks('winProbabilityUpdated/1'),
        ],
      },
    },
  ],
);

/** L97: sales through partners. Who decides, who buys and who pays is on record, for it is not one company. */
export const channelSales: ProcessContents = variantOf('channel', 'CHANNEL', text('渠道销售流程', 'Sales through partners'), [
  s1,
  {
    ...s2,
    exit: {
      all: [
        asks('firstFormalMeetingHeld/1'),
        asks('qualificationMet/1', { framework: 'BANT' }),
        asks('painsAndObjectivesKnown/1'),
        asks('competitionKnown/1'),
        asks('fitAssessed/1', { phase: 'preliminary' }),
        asks('customerCommitted/1', { type: 'continue' }),
        asks('projectDataComplete/1'),
        asks('stakeholdersKnown/1', { roles: ['decisionMaker'] }),
        asks('decisionChainKnown/1'),
      ],
    },
  },
  s3,
  s4,
]);
