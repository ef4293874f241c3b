import { activity, goal, kpi, meeting, record, role, type Row } from './row.ts';
import {
  commitmentGates,
  dealTeam,
  demonstration,
  demonstrationGates,
  documentKinds,
  forecast,
  needs,
  needsGates,
  persuasion,
  persuasionGates,
  proposalGates,
  proposals,
  quotes,
  roles,
  solution,
  solutionGates,
  solutionReviews,
  stages,
  value,
  valueGates,
} from './proofs.ts';

/** SALES-PROC-003, S3 and S4: from the design to the customer’s confirmation (L122–L145). */
export const standardSolution: readonly Row[] = [
  goal(
    122,
    'S3:方案设计与验证',
    'S3: the solution',
    [stages.contents('SALES-PROC-003/S3', 'milestones')],
    'The stage, with its place among the milestones.',
  ),
  goal(
    123,
    '设计有差异化的方案,获得初步认可',
    'A solution that stands out, accepted in principle',
    [
      stages.contents('SALES-PROC-003/S3', 'objective', 'exit'),
      valueGates.criteria('solutionValueAcknowledged/1'),
      solutionGates.criteria('solutionDesigned/1'),
    ],
    'The stage is not left before the design was shown, judged feasible, and its value acknowledged by the customer.',
  ),
  activity(125, '多轮、现场的需求调研', 'Needs researched in rounds, on site too', [
    needs.events('NeedsResearchSessionHeld', 'NeedConfirmed'),
    needsGates.criteria('needsResearched/1', 'needsConfirmed/1'),
  ]),
  activity(126, '售前或架构师的可行性分析和设计', 'Presales or an architect judge and design', [
    dealTeam.events('DealTeamMemberAdded'),
    solution.events('SolutionDesignStarted', 'TechnicalFeasibilityAssessed'),
    solutionGates.criteria('technicalFeasibilityAssessed/1'),
    roles.roles('SOLUTION_ARCHITECT'),
  ]),
  meeting(127, '复杂项目的跨部门研讨', 'Complex projects are reviewed across departments', [
    dealTeam.events('ProjectComplexityAssessed'),
    solution.events('SolutionReviewRequested', 'SolutionReviewHeld'),
    solutionGates.criteria('solutionReviewed/1'),
    solutionReviews.refusals('ReviewGoverned'),
    commitmentGates.conditions('complexProject/1'),
  ]),
  record(128, '方案初稿或演示材料', 'A draft, or what is shown', [
    solution.events('SolutionDraftSubmitted'),
    solutionGates.criteria('solutionDraftSubmitted/1'),
    documentKinds.documentKinds('solutionDraft', 'presentation'),
  ]),
  activity(129, '向关键干系人演示或验证', 'Demonstrations and proofs of concept', [
    demonstration.events('DemoDelivered', 'PocRequested', 'PocStarted', 'PocConcluded'),
    demonstrationGates.criteria('demoHeld/1', 'pocConcluded/1'),
  ]),
  activity(130, '收集反馈并调整', 'Feedback, and what is changed by it', [
    value.events('CustomerFeedbackReceived', 'FeedbackAddressed'),
    solution.events('SolutionRevised'),
    valueGates.criteria('feedbackCollected/1', 'feedbackAddressed/1'),
  ]),
  activity(131, '客户认同核心价值点', 'The core value acknowledged', [
    value.events('SolutionValueAcknowledged'),
    valueGates.criteria('solutionValueAcknowledged/1'),
  ]),
  role(132, '销售代表、售前、技术与产品部门', 'Representatives, presales, product and development', [
    roles.roles('PRODUCT', 'RND', 'SOLUTION_ARCHITECT'),
    stages.contents('SALES-PROC-003/S3', 'roles'),
  ]),
  record(133, '需求文档、方案初稿、反馈、可行性', 'Needs analysis, draft, feedback, feasibility', [
    stages.contents('SALES-PROC-003/S3', 'deliverables'),
    needs.events('NeedsAnalysisReportSubmitted'),
    needsGates.criteria('needsReportReviewed/1'),
    solution.events('SolutionDraftSubmitted', 'TechnicalFeasibilityAssessed'),
    value.events('CustomerFeedbackReceived'),
  ]),
  kpi(134, '匹配度、反馈积极性、验证成功率', 'Match, favour of the feedback, success of demonstrations and proofs', [
    stages.contents('SALES-PROC-003/S3', 'kpis'),
    solution.events('SolutionMatchAssessed'),
    demonstration.events('DemoOutcomeRecorded', 'PocConcluded'),
  ]),
  goal(
    135,
    'S4:价值呈现与方案确认',
    'S4: the confirmation',
    [stages.contents('SALES-PROC-003/S4', 'milestones')],
    'The stage, with its place among the milestones.',
  ),
  goal(
    136,
    '呈现全部价值,获得正式确认',
    'Present the whole value and have it confirmed',
    [stages.contents('SALES-PROC-003/S4', 'objective', 'exit'), persuasionGates.criteria('customerConfirmed/1')],
    'The stage is not left before the customer confirmed solution and quote, by evidence or by another’s witness.',
  ),
  record(138, '完整建议书:方案、实施、服务、收益', 'The whole proposal: solution, plan, service, return', [
    proposals.events('ProposalDrafted', 'ProposalSubmitted', 'ProposalCompletenessChecked'),
    proposalGates.criteria('proposalComplete/1'),
    valueGates.criteria('roiAnalysed/1'),
    documentKinds.documentKinds('solutionProposal'),
  ]),
  record(139, '正式报价单', 'The formal quote', [
    quotes.events('QuoteDrafted', 'QuoteIssued'),
    proposalGates.criteria('quoteIssued/1'),
    documentKinds.documentKinds('quote'),
  ]),
  meeting(140, '高层拜访或专题研讨会', 'Executives visited, or a workshop', [
    persuasion.events('ExecutiveMeetingHeld', 'WorkshopHeld'),
    persuasionGates.criteria('executiveMeetingHeld/1'),
  ]),
  activity(141, '处理细节、规格和服务水平的疑问', 'Doubts about details, specification and service levels', [
    persuasion.events('ObjectionRaised', 'ObjectionResolved'),
    persuasionGates.criteria('objectionsResolved/1'),
  ]),
  activity(142, '取得客户的确认', 'The customer’s confirmation', [
    persuasion.events('CustomerConfirmationObtained', 'CustomerConfirmationWitnessed'),
    persuasionGates.criteria('customerConfirmed/1'),
  ]),
  role(143, '销售代表、售前、销售经理', 'Representatives, presales, sales managers', [
    roles.roles('SALES_MANAGER'),
    stages.contents('SALES-PROC-003/S4', 'roles'),
  ]),
  record(144, '最终建议书、报价、确认记录、赢率', 'Final proposal, quote, confirmation, win probability', [
    stages.contents('SALES-PROC-003/S4', 'deliverables'),
    documentKinds.documentKinds('customerConfirmation'),
    forecast.events('ForecastRevised'),
    proposalGates.criteria('winProbabilityUpdated/1'),
  ]),
  kpi(145, '完整及时、确认比例、进阶转化率', 'Complete and in time, share of confirmed, conversion to the next stage', [
    stages.contents('SALES-PROC-003/S4', 'kpis'),
    proposals.events('ProposalDueDateSet', 'ProposalCompletenessChecked'),
  ]),
];
