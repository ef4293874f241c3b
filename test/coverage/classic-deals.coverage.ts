import { activity, goal, kpi, meeting, principle, record, role, tool, type Row } from './row.ts';
import {
  commitmentGates,
  definition,
  demonstration,
  demonstrationGates,
  discovery,
  discoveryGates,
  documentKinds,
  needs,
  needsGates,
  peopleGates,
  persuasion,
  persuasionGates,
  policies,
  proposalGates,
  proposals,
  quotes,
  reviews,
  roles,
  solution,
  solutionGates,
  stages,
  stakeholders,
  value,
  valueGates,
} from './proofs.ts';

/** The third version of the policy: needs, solution, and final provisions (L241–L266, L320–L322). */
export const classicDeals: readonly Row[] = [
  goal(
    241,
    '阶段三:需求深度分析',
    'Stage three: needs',
    [stages.contents('CLASSIC-SALES/C3', 'milestones')],
    'The stage, with its place among the milestones.',
  ),
  goal(
    242,
    '深入了解需求、痛点、目标、决策和关键人',
    'Needs, pains, objectives, decisions and who has influence',
    [
      stages.contents('CLASSIC-SALES/C3', 'objective', 'exit'),
      discoveryGates.criteria('painsAndObjectivesKnown/1'),
      peopleGates.criteria('decisionChainKnown/1'),
    ],
    'The stage is not left before all of these are on record.',
  ),
  meeting(244, '深入访谈,必要时售前参与', 'Interviews in depth, with presales if needed', [
    needs.events('NeedsResearchSessionHeld'),
    needsGates.criteria('needsResearched/1'),
  ]),
  activity(245, '引导客户表达挑战和期望', 'Challenges and expectations expressed', [
    discovery.events('ChallengeStated', 'BusinessObjectiveRecorded'),
  ]),
  activity(246, '现有方案及不足', 'The current solution and what it lacks', [
    discovery.events('CurrentSolutionRecorded'),
    discoveryGates.criteria('currentSolutionKnown/1'),
  ]),
  activity(247, '决策者、影响者、使用者', 'Deciders, influencers, users', [
    stakeholders.events('StakeholderIdentified'),
    peopleGates.criteria('stakeholdersKnown/1'),
  ]),
  activity(248, '采购流程、预算来源、审批权限', 'Procurement, source of budget, authority to approve', [
    discovery.events('ProcurementProcessRecorded'),
    peopleGates.criteria('decisionChainKnown/1'),
  ]),
  record(249, '记录需求分析结果', 'The analysis on record', [
    needs.events('NeedsAnalysisReportSubmitted'),
    needsGates.criteria('needsReportReviewed/1'),
  ]),
  role(250, '销售代表、售前', 'Representatives, presales', [stages.contents('CLASSIC-SALES/C3', 'roles')]),
  tool(251, '需求调研问卷、会议纪要', 'Questionnaire, minutes', [
    stages.contents('CLASSIC-SALES/C3', 'tools'),
    documentKinds.documentKinds('needsQuestionnaire', 'meetingMinutes'),
    discovery.events('QuestionnaireAnswered'),
  ]),
  record(252, '需求分析报告、决策链', 'Needs analysis report, decision chain', [
    stages.contents('CLASSIC-SALES/C3', 'deliverables'),
    documentKinds.documentKinds('needsAnalysisReport'),
    needsGates.criteria('needsReportReviewed/1'),
    peopleGates.criteria('decisionChainKnown/1'),
  ]),
  kpi(253, '报告完整准确、决策人识别率', 'Complete and exact reports, deciders identified', [
    stages.contents('CLASSIC-SALES/C3', 'kpis'),
    needs.events('NeedsAnalysisReportReviewed'),
  ]),
  goal(
    254,
    '阶段四:方案制定与呈现',
    'Stage four: the solution',
    [stages.contents('CLASSIC-SALES/C4', 'milestones')],
    'The stage, with its place among the milestones.',
  ),
  goal(
    255,
    '针对性方案,专业呈现,初步认可',
    'A solution to the need, presented well, accepted in principle',
    [
      stages.contents('CLASSIC-SALES/C4', 'objective', 'exit'),
      solutionGates.criteria('solutionDesigned/1'),
      demonstrationGates.criteria('demoHeld/1'),
    ],
    'The stage is not left before a designed solution was shown to who decides, and confirmed or answered by feedback.',
  ),
  activity(257, '设计产品组合、服务和实施计划', 'Products, services and plan designed', [
    solution.events('SolutionDesigned'),
    solutionGates.criteria('solutionDesigned/1'),
  ]),
  record(258, '建议书和报价单', 'Proposal and quote', [
    proposals.events('ProposalDrafted', 'ProposalSubmitted'),
    quotes.events('QuoteDrafted', 'QuoteIssued'),
    proposalGates.criteria('proposalComplete/1', 'quoteIssued/1'),
  ]),
  meeting(259, '必要时内部评审', 'Reviewed inside if needed', [
    solution.events('SolutionReviewRequested', 'SolutionReviewHeld'),
    solutionGates.criteria('solutionReviewed/1'),
    commitmentGates.conditions('complexProject/1'),
  ]),
  activity(260, '向决策人演示讲解', 'Presented to those who decide', [
    demonstration.events('DemoDelivered'),
    proposals.events('ProposalPresented'),
    demonstrationGates.criteria('demoHeld/1'),
  ]),
  activity(261, '解答疑问,收集反馈', 'Doubts answered, feedback collected', [
    persuasion.events('ObjectionRaised', 'ObjectionResolved'),
    value.events('CustomerFeedbackReceived'),
    valueGates.criteria('feedbackCollected/1'),
  ]),
  activity(262, '根据反馈调整', 'Changed by the feedback', [
    solution.events('SolutionRevised'),
    proposals.events('ProposalRevised'),
    quotes.events('QuoteRevised'),
    value.events('FeedbackAddressed'),
    valueGates.criteria('feedbackAddressed/1'),
  ]),
  role(263, '销售代表、售前、产品与技术部门', 'Representatives, presales, product and development', [
    stages.contents('CLASSIC-SALES/C4', 'roles'),
  ]),
  tool(264, '方案和报价模板、产品说明书、演示材料', 'Templates of proposal and quote, product manual, presentation', [
    stages.contents('CLASSIC-SALES/C4', 'tools'),
    documentKinds.documentKinds('solutionProposal', 'quote', 'productManual', 'presentation'),
  ]),
  record(265, '客户认可或有反馈的建议书、报价', 'Proposal and quote, accepted or with feedback', [
    stages.contents('CLASSIC-SALES/C4', 'deliverables'),
    persuasion.events('CustomerConfirmationObtained'),
    value.events('CustomerFeedbackReceived'),
    persuasionGates.criteria('customerConfirmed/1'),
    valueGates.criteria('feedbackCollected/1'),
  ]),
  kpi(266, '提交及时率、匹配度、反馈积极性', 'Handed in on time, match, favour of the feedback', [
    stages.contents('CLASSIC-SALES/C4', 'kpis'),
    proposals.events('ProposalDueDateSet'),
  ]),
];

/** Its final provisions (L320–L322). */
export const classicProvisions: readonly Row[] = [
  principle(
    320,
    '由销售管理部门制定、修订和解释',
    'Written, revised and interpreted by the sales management department',
    [
      roles.roles('SALES_MGMT_DEPT'),
      policies.definitions('policy/CLASSIC-SALES/publisher'),
      definition.events('DefinitionDrafted', 'DefinitionRevised', 'PolicyInterpreted'),
      definition.refusals('NotThePolicysOwner'),
    ],
    'The department is the policy’s publisher; only a publisher interprets what is its own.',
  ),
  principle(
    321,
    '每年至少评审和修订一次',
    'Reviewed at least once a year',
    [
      definition.events('DefinitionReviewDue', 'DefinitionReviewed'),
      definition.refusals('ReviewNotWithinAYear'),
      reviews.deadlines('review-policy'),
    ],
    'As L191.',
  ),
  principle(
    322,
    '发布之日起生效',
    'In force from its publication on',
    [definition.events('DefinitionPublished'), definition.refusals('EffectiveInThePast')],
    'As L85.',
  ),
];
