import { principle, record, role, system, type Row } from './row.ts';
import {
  account,
  activities,
  adoption,
  audit,
  commitmentGates,
  deal,
  dealTeam,
  definition,
  documents,
  forecast,
  forecastTime,
  forecasts,
  funnel,
  gates,
  leadOverrides,
  policies,
  proposalGates,
  reviews,
  roles,
  stages,
  migration,
} from './proofs.ts';

/** The second version of the policy, SALES-PROC-003: purpose and principles (L83–L97). */
export const standardPrinciples: readonly Row[] = [
  principle(
    83,
    '政策编号 SALES-PROC-003',
    'The policy’s number',
    [policies.definitions('policy/SALES-PROC-003')],
    'The policy and the process are streams under that number.',
  ),
  role(84, '销售运营部发布', 'Issued by sales operations', [
    roles.roles('SALES_OPS'),
    policies.definitions('policy/SALES-PROC-003/publisher'),
  ]),
  principle(
    85,
    '发布之日起生效',
    'In force from its publication on',
    [definition.events('DefinitionPublished'), definition.refusals('EffectiveInThePast')],
    'A version is in force from the day of its publication or later, never earlier.',
  ),
  role(86, '适用于销售和协作部门', 'For sales and those who work with it', [
    policies.definitions('policy/SALES-PROC-003/scope'),
    roles.roles('MARKETING', 'PRESALES', 'PRODUCT', 'LEGAL', 'FINANCE', 'DELIVERY', 'CUSTOMER_SERVICE'),
    definition.refusals('NotInScope'),
  ]),
  principle(
    89,
    '标准化框架,提升预测、效率和赢单',
    'One framework, for better forecasts, efficiency and more deals won',
    [
      policies.definitions('policy/SALES-PROC-003/sections', 'kpiParameters/standard'),
      stages.contents('SALES-PROC-003/S4', 'kpis'),
      forecasts.projections('forecast'),
    ],
    'The purpose stands in the policy’s sections; each of its aims is an indicator with parameters of its own.',
  ),
  principle(
    91,
    '规范化:统一流程与标准',
    'One process, one standard',
    [
      gates.refusals('GateNotPassed'),
      deal.refusals('StageSkipped'),
      leadOverrides.events('LeadCriterionOverridden'),
      leadOverrides.refusals('CriterionNotAsked', 'OverrideNotAllowed', 'OwnLead'),
    ],
    'No stage is skipped, and none is left without what its gate asks for, unless who may decides so of someone else’s, for a reason.',
  ),
  principle(
    92,
    '结构化:清晰的阶段',
    'Clear stages',
    [stages.contents('SALES-PROC-003/S2', 'milestones', 'objective', 'activities'), deal.events('OpportunityAdvanced')],
    'Stages are data with objective, activities, roles and indicators, and a deal is at one of them at any time.',
  ),
  principle(
    93,
    '协同化:跨部门协作',
    'Across departments',
    [
      dealTeam.events('DealTeamMemberAdded', 'CollaborationRequested', 'CollaborationResponded'),
      stages.contents('SALES-PROC-003/S3', 'roles'),
    ],
    'Each stage names who does, answers for, is asked and is told; a deal has a team.',
  ),
  principle(
    94,
    '数据化:监控与分析',
    'Watched and analysed by data',
    [funnel.projections('funnel'), audit.projections('audit')],
    'Read models are folded from the same events that decide.',
  ),
  principle(
    95,
    '动态优化',
    'Reviewed and adjusted',
    [
      definition.events('DefinitionReviewed', 'DefinitionRevised', 'DefinitionSuperseded'),
      reviews.deadlines('review-process'),
      migration.events('ProcessMigrated'),
      migration.refusals('MigrationNotInForce', 'PinnedToAnotherProcess'),
    ],
    'A process is a version; it comes up for review, is revised and followed by the next, and running deals stay with theirs until an approved migration moves them.',
  ),
  principle(
    97,
    '七个阶段;战略、中小、渠道的差异',
    'Seven stages; strategic, small and channel customers differ',
    [
      account.events('CustomerSegmentAssigned'),
      adoption.events('ProcessVariantPinned'),
      stages.contents('SALES-PROC-003-STRATEGIC/S3', 'exit'),
      stages.contents('SALES-PROC-003-SME/S3', 'skip'),
      stages.contents('SALES-PROC-003-CHANNEL/S2', 'exit'),
      commitmentGates.conditions('segmentIs/1', 'dealAtLeast/1'),
      deal.refusals('StageUnknown'),
    ],
    'Each kind of customer has a variant of the process, which a deal is pinned to.',
  ),
];

/** Its tools and final provisions (L184–L192). */
export const standardProvisions: readonly Row[] = [
  system(
    184,
    'CRM 是唯一官方平台,实时准确录入',
    'The one platform, kept complete and exact',
    [
      activities.events('ActivityLogged', 'ActivityCorrected'),
      documents.events('DocumentReceived'),
      documents.refusals('StatedOtherwise'),
      gates.refusals('GateNotPassed'),
    ],
    'Nothing counts that is not recorded: gates look at nothing else, and what was stated is corrected on record, never rewritten.',
  ),
  record(186, '每周或每月更新预测,滚动汇总', 'Forecasts confirmed weekly or monthly, and rolled up', [
    deal.events('ForecastRevised'),
    forecast.events('OpportunityForecastConfirmed', 'ForecastSubmissionMissed'),
    forecastTime.deadlines('forecast-confirmation'),
    proposalGates.criteria('forecastConfirmed/1'),
    forecasts.projections('forecast'),
  ]),
  principle(
    190,
    '由销售运营部解释',
    'Sales operations says how it is meant',
    [definition.events('PolicyInterpreted'), definition.refusals('NotThePolicysOwner')],
    'Only the department that a policy belongs to interprets it.',
  ),
  principle(
    191,
    '每年至少审视一次,修订经管理层批准',
    'Reviewed at least yearly, revisions approved by management',
    [
      definition.events('DefinitionReviewDue', 'DefinitionReviewed', 'DefinitionApproved'),
      definition.refusals('NotApproved', 'OwnDraft', 'ReviewNotWithinAYear'),
      reviews.deadlines('review-policy'),
    ],
    'A review falls due within a year of every publication and review; nothing is published that management has not approved.',
  ),
  principle(
    192,
    '发布即生效,取代以前的规定',
    'In force with its publication, in the place of earlier rules',
    [definition.events('DefinitionPublished', 'DefinitionSuperseded'), policies.definitions('policy/SALES-PROC-003/supersedes')],
    'A published version ends the one before; what it takes the place of beyond that, it names.',
  ),
];
