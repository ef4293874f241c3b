import type { Stage } from '../process-definition.ts';
import { activity, asks, asksUnless, paper, text } from './notation.ts';

export const acquire: Stage = {
  code: 'C1',
  name: text('线索获取与管理', 'Acquire and manage leads'),
  objective: text('多渠道获取潜在客户信息,并初步筛选和分类。', 'Learn of potential customers on many channels, screen and sort them.'),
  milestones: ['M1'],
  policyLines: [215, 228],
  defaultProbability: 5,
  activities: [
    activity(218, 'campaigns', '线上、展会、广告、内容等市场推广', 'Campaigns: online, fairs, advertising, content'),
    activity(219, 'prospecting', '陌生拜访、电话营销、社交开拓', 'Cold visits, telemarketing, social networks'),
    activity(220, 'partners', '合作伙伴推荐', 'Recommendations of partners'),
    activity(221, 'referrals', '客户转介绍', 'Referrals of customers'),
    activity(222, 'inbound', '网站和热线咨询', 'Website and hotline'),
    activity(223, 'record', '及时、完整录入', 'Record them in time and whole'),
    activity(224, 'screen', '评估完整性和来源,剔除无效线索', 'Check completeness and source, drop what is invalid'),
  ],
  roles: { responsible: ['MARKETING', 'SALES_REP'], accountable: ['MARKETING'], consulted: [], informed: ['SALES_MANAGER'] },
  tools: [paper('campaignReport', '市场活动报告', 'Campaign report'), paper('leadEntryForm', '线索录入模板', 'Lead entry form')],
  deliverables: [paper('leadList', '合格潜在客户线索清单', 'List of valid leads')],
  kpis: ['K04', 'K10', 'K11'],
  limit: { days: 60 },
  exit: { all: [asks('leadComplete/1'), asks('leadScreened/1')] },
};

export const followUp: Stage = {
  code: 'C2',
  name: text('线索跟进与资质评估', 'Follow up and qualify'),
  objective: text(
    '与潜在客户建立联系,按预算、权限、需求、时间判断能否成为意向客户。',
    'Get in touch, and judge by budget, authority, need and timeline who is a prospect.',
  ),
  milestones: ['M2'],
  policyLines: [229, 240],
  defaultProbability: 10,
  activities: [
    activity(232, 'firstContact', '规定时间内首次联系', 'Make contact within the time set'),
    activity(233, 'introduce', '介绍公司和产品,探寻痛点', 'Introduce the company, ask for pains'),
    activity(234, 'assess', '评估意向、预算、决策链和时间', 'Assess intent, budget, decision chain and time'),
    activity(235, 'update', '更新客户信息和沟通记录', 'Keep the record up to date'),
    activity(236, 'sort', '转为意向客户,或注明原因存档、退回', 'Make it a prospect, or archive or return it with the reason'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_REP'], consulted: ['MARKETING'], informed: ['SALES_MANAGER'] },
  tools: [paper('outreachTemplate', '沟通话术和邮件模板', 'Scripts and mails'), paper('bantAssessment', 'BANT 评估表', 'BANT assessment')],
  deliverables: [paper('prospectRecord', '合格意向客户', 'Prospect on record')],
  kpis: ['K13', 'K14', 'K15'],
  limit: { days: 30 },
  exit: { all: [asks('leadAssigned/1'), asks('firstContactMade/1'), asks('bantMet/1'), asks('purchaseIntentAssessed/1')] },
};

export const analyse: Stage = {
  code: 'C3',
  name: text('需求深度分析', 'Analyse the needs'),
  objective: text(
    '深入了解意向客户的需求、痛点、目标、决策流程和关键人。',
    'Understand needs, pains, objectives, decision process and who has influence.',
  ),
  milestones: ['M3'],
  policyLines: [241, 253],
  defaultProbability: 20,
  activities: [
    activity(244, 'interviews', '深入访谈,必要时售前参与', 'Interview in depth, with presales if needed'),
    activity(245, 'challenges', '引导客户表达挑战和期望', 'Have challenges and expectations expressed'),
    activity(246, 'current', '了解现有方案及不足', 'Learn of the current solution and what it lacks'),
    activity(247, 'people', '识别决策者、影响者、使用者', 'Identify deciders, influencers, users'),
    activity(248, 'procurement', '明确采购流程、预算来源和审批权限', 'Learn of procurement, source of budget, authority to approve'),
    activity(249, 'report', '记录需求分析结果', 'Record the analysis'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_REP'], consulted: ['PRESALES'], informed: ['SALES_MANAGER'] },
  tools: [paper('needsQuestionnaire', '需求调研问卷', 'Questionnaire'), paper('meetingMinutes', '会议纪要模板', 'Minutes')],
  deliverables: [
    paper('needsAnalysisReport', '需求分析报告', 'Needs analysis report'),
    paper('decisionChain', '决策链信息', 'Decision chain'),
  ],
  kpis: ['K21', 'K22', 'K24'],
  limit: { days: 30 },
  exit: {
    all: [
      asks('needsResearched/1'),
      asks('painsAndObjectivesKnown/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'currentSolutionKnown/1'),
      asks('stakeholdersKnown/1', { roles: ['decisionMaker', 'influencer', 'user'] }),
      asks('decisionChainKnown/1'),
      asks('needsReportReviewed/1'),
    ],
  },
};

export const propose: Stage = {
  code: 'C4',
  name: text('方案制定与呈现', 'Make and present the solution'),
  objective: text(
    '针对需求制定方案并专业呈现,取得客户初步认可。',
    'Make a solution for what is needed, present it well, and have it accepted in principle.',
  ),
  milestones: ['M4', 'M5'],
  policyLines: [254, 266],
  defaultProbability: 45,
  activities: [
    activity(257, 'design', '设计产品组合、服务内容和实施计划', 'Design products, services and plan'),
    activity(258, 'write', '编写建议书和报价单', 'Write proposal and quote'),
    activity(259, 'review', '必要时内部方案评审', 'Review inside if needed'),
    activity(260, 'present', '向关键决策人演示讲解', 'Present to those who decide'),
    activity(261, 'answer', '解答疑问,收集反馈', 'Answer doubts, collect feedback'),
    activity(262, 'adjust', '根据反馈调整方案', 'Adjust'),
  ],
  roles: { responsible: ['SALES_REP', 'PRESALES'], accountable: ['SALES_REP'], consulted: ['PRODUCT', 'RND'], informed: ['SALES_MANAGER'] },
  tools: [
    paper('solutionProposal', '解决方案模板', 'Template of the proposal'),
    paper('quote', '报价模板', 'Template of the quote'),
    paper('productManual', '产品说明书', 'Product manual'),
    paper('presentation', '演示PPT', 'Presentation'),
  ],
  deliverables: [paper('solutionProposal', '建议书', 'Proposal'), paper('quote', '报价单', 'Quote')],
  kpis: ['K26', 'K27', 'K31'],
  limit: { days: 30 },
  exit: {
    all: [
      asks('solutionDesigned/1', { parts: ['products', 'services', 'plan'] }),
      asks('proposalComplete/1', { sections: ['solution', 'implementationPlan'] }),
      asks('quoteIssued/1'),
      { when: { criterion: 'complexProject/1' }, then: asksUnless(['SALES_DIRECTOR'], 'solutionReviewed/1') },
      asks('demoHeld/1', { audience: ['decisionMaker'] }),
      asks('objectionsResolved/1'),
      asks('feedbackAddressed/1'),
      // The proposal is accepted, or there is clear feedback on it (L265).
      { any: [asks('customerConfirmed/1'), asks('feedbackCollected/1', { subject: 'proposal' })] },
    ],
  },
};
