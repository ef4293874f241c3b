import type { Stage } from '../process-definition.ts';
import { activity, asks, asksUnless, paper, text } from './notation.ts';

/** S1 to S4: from the lead to the customer's confirmation (L98–L145). */
const findAndNurture: Stage = {
  code: 'S1',
  name: text('线索识别与培育', 'Find and nurture leads'),
  objective: text(
    '从各渠道发现线索,筛选并补全信息,持续互动培育,直到可以交给销售跟进。',
    'Find leads on every channel, screen and complete them, and keep in touch until sales can take over.',
  ),
  milestones: ['M1'],
  policyLines: [98, 108],
  defaultProbability: 5,
  activities: [
    activity(101, 'receive', '接收并整理各渠道的线索', 'Receive and sort the leads of every channel'),
    activity(102, 'record', '建立线索记录并补全公司、联系人和需求', 'Record the lead with company, contact and need'),
    activity(103, 'screen', '按行业和规模做初步评估', 'Screen by industry and size'),
    activity(104, 'nurture', '对尚未成熟的线索保持接触', 'Keep in touch with leads that are not ready'),
    activity(105, 'score', '按互动和完整度评分,达到阈值后转交', 'Score behaviour and completeness, hand over at the threshold'),
  ],
  roles: {
    responsible: ['MARKETING', 'SDR', 'SALES_REP'],
    accountable: ['MARKETING'],
    consulted: ['SALES_REP'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('leadEntryForm', '线索录入模板', 'Lead entry form')],
  deliverables: [paper('sqlRecord', '合格销售线索记录', 'Sales qualified lead, with need, contacts, score and history')],
  kpis: ['K04', 'K06', 'K08', 'K09'],
  limit: { days: 90 },
  exit: {
    all: [
      asks('leadComplete/1'),
      asks('leadScreened/1'),
      // A lead that sales found itself is as far as a marketing qualified one when its four questions are answered.
      { any: [asks('scoreReachesMql/1'), asks('bantAnswered/1')] },
      asks('salesAccepted/1'),
    ],
  },
};

const confirmAndOpen: Stage = {
  code: 'S2',
  name: text('机会确认与立项', 'Confirm and open the opportunity'),
  objective: text(
    '与客户首次深入沟通,确认需求、预算、决策流程和时间框架,判断商机是否成立并立项。',
    'Talk to the customer in depth for the first time, confirm need, budget, decision process and time frame, and open the deal if there is one.',
  ),
  milestones: ['M2'],
  policyLines: [109, 121],
  defaultProbability: 10,
  activities: [
    activity(112, 'firstMeeting', '首次正式会议或拜访', 'First formal meeting or visit'),
    activity(113, 'qualify', '按 BANT、MEDDPICC 系统地了解并确认', 'Qualify by BANT or MEDDPICC'),
    activity(114, 'pains', '识别核心痛点和业务目标', 'Identify core pains and business objectives'),
    activity(115, 'current', '了解现有方案和竞争格局', 'Learn of the current solution and of competitors'),
    activity(116, 'fit', '初步判断匹配度', 'Judge the fit for the first time'),
    activity(117, 'commitment', '取得客户继续深入的承诺', 'Obtain the commitment to go on'),
    activity(118, 'open', '转为商机并填写立项信息', 'Open the deal with what is expected of it'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_REP'], consulted: ['SDR', 'PRESALES'], informed: ['SALES_MANAGER'] },
  tools: [paper('bantAssessment', 'BANT 评估表', 'BANT assessment')],
  deliverables: [paper('opportunityRecord', '商机记录', 'Opportunity with qualification, needs in outline and key contacts')],
  kpis: ['K16', 'K17', 'K18', 'K19'],
  limit: { days: 30 },
  exit: {
    all: [
      asks('firstFormalMeetingHeld/1'),
      { any: [asks('qualificationMet/1', { framework: 'BANT' }), asks('qualificationMet/1', { framework: 'MEDDPICC' })] },
      asks('painsAndObjectivesKnown/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'currentSolutionKnown/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'competitionKnown/1'),
      asks('fitAssessed/1', { phase: 'preliminary' }),
      asks('customerCommitted/1', { type: 'continue' }),
      asks('projectDataComplete/1'),
      asks('stakeholdersKnown/1', { roles: ['decisionMaker'] }),
    ],
  },
};

const designAndValidate: Stage = {
  code: 'S3',
  name: text('方案设计与验证', 'Design and validate the solution'),
  objective: text(
    '在理解需求的基础上设计有差异化优势的方案,取得客户对方向和价值的初步认可。',
    'Understand the need, design a solution that stands out, and have its direction and value accepted in principle.',
  ),
  milestones: ['M3', 'M4'],
  policyLines: [122, 134],
  defaultProbability: 25,
  activities: [
    activity(125, 'research', '详细需求调研,多轮沟通和现场访谈', 'Research the needs in several rounds, on site too'),
    activity(126, 'feasibility', '售前或架构师参与可行性分析和设计', 'Presales or an architect assess feasibility and design'),
    activity(127, 'review', '复杂项目的跨部门方案研讨', 'Review complex projects across departments'),
    activity(128, 'draft', '准备方案初稿或演示材料', 'Prepare a draft or what is shown'),
    activity(129, 'demonstrate', '向关键干系人演示或验证(POC)', 'Demonstrate or prove the concept to those who matter'),
    activity(130, 'feedback', '收集反馈并调整方案', 'Collect feedback and adjust'),
    activity(131, 'value', '确认客户认同核心价值点', 'Have the core value acknowledged'),
  ],
  roles: {
    responsible: ['SALES_REP', 'PRESALES', 'SOLUTION_ARCHITECT'],
    accountable: ['SALES_REP'],
    consulted: ['PRODUCT', 'RND'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('needsQuestionnaire', '需求调研提纲', 'Outline of the needs research'), paper('presentation', '演示材料', 'Presentation')],
  deliverables: [
    paper('needsAnalysisReport', '需求分析文档', 'Needs analysis report'),
    paper('solutionDraft', '方案初稿', 'Draft of the solution'),
    paper('feedbackRecord', '客户反馈记录', 'Feedback of the customer'),
    paper('feasibilityRecord', '技术可行性确认', 'Technical feasibility'),
  ],
  kpis: ['K26', 'K27', 'K28', 'K29'],
  limit: { days: 45 },
  exit: {
    all: [
      asks('needsResearched/1'),
      asks('needsConfirmed/1'),
      asks('needsReportReviewed/1'),
      asksUnless(['SALES_DIRECTOR'], 'technicalFeasibilityAssessed/1'),
      { when: { criterion: 'complexProject/1' }, then: asks('solutionReviewed/1', { departments: ['PRODUCT', 'RND'] }) },
      asks('solutionDraftSubmitted/1'),
      { any: [asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'demoHeld/1'), asks('pocConcluded/1')] },
      asks('feedbackCollected/1', { subject: 'solution' }),
      asks('feedbackAddressed/1'),
      asks('solutionValueAcknowledged/1'),
    ],
  },
};

const presentAndConfirm: Stage = {
  code: 'S4',
  name: text('价值呈现与方案确认', 'Present the value and have the solution confirmed'),
  objective: text(
    '完整呈现方案的功能、效益、实施和服务价值,取得客户对方案和商务条件的正式确认。',
    'Present the whole value of the final solution, from function to service, and have it and its commercial terms confirmed.',
  ),
  milestones: ['M5'],
  policyLines: [135, 145],
  defaultProbability: 50,
  activities: [
    activity(138, 'proposal', '撰写完整建议书,含实施、服务和收益', 'Write the whole proposal: solution, plan, service, return'),
    activity(139, 'quote', '提交正式报价单', 'Hand in the formal quote'),
    activity(140, 'executives', '高层拜访或专题研讨会', 'Meet executives or hold a workshop'),
    activity(141, 'objections', '处理细节、规格和服务水平的疑问', 'Settle doubts about details, specification and service levels'),
    activity(142, 'confirmation', '取得客户对方案和报价的确认', 'Have solution and quote confirmed'),
  ],
  roles: { responsible: ['SALES_REP', 'PRESALES'], accountable: ['SALES_REP'], consulted: ['SALES_MANAGER'], informed: ['SALES_DIRECTOR'] },
  tools: [paper('solutionProposal', '建议书模板', 'Template of the proposal'), paper('quote', '报价模板', 'Template of the quote')],
  deliverables: [
    paper('solutionProposal', '最终版建议书', 'Final proposal'),
    paper('quote', '正式报价单', 'Formal quote'),
    paper('customerConfirmation', '客户确认记录', 'Confirmation by the customer'),
  ],
  kpis: ['K30', 'K31', 'K33', 'K34', 'K36'],
  limit: { days: 30 },
  exit: {
    all: [
      asks('proposalComplete/1', { sections: ['solution', 'implementationPlan', 'serviceSupport', 'roi'] }),
      asks('roiAnalysed/1'),
      asks('quoteIssued/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'executiveMeetingHeld/1'),
      asks('objectionsResolved/1', { categories: ['detail', 'specification', 'sla'] }),
      asks('customerConfirmed/1'),
      asks('winProbabilityUpdated/1'),
    ],
  },
};

/** S1 to S4 of the standard process. */
export const untilConfirmation: readonly [Stage, Stage, Stage, Stage] = [
  findAndNurture,
  confirmAndOpen,
  designAndValidate,
  presentAndConfirm,
];
