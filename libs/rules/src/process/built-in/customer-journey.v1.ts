import type { ProcessContents, Stage } from '../process-definition.ts';
import { activity, asks, asksUnless, defaults, paper, text } from './notation.ts';

const explore: Stage = {
  code: 'J1',
  name: text('认知与探索', 'Awareness and exploration'),
  buyerStage: text('问题识别、初步研究', 'Recognises a problem, looks around'),
  objective: text(
    '唤起潜在客户对问题或机会的认识,让公司成为可能的方案提供者。',
    'Make potential customers aware of a problem or a chance, and the company one that might solve it.',
  ),
  milestones: ['M1'],
  policyLines: [16, 25],
  defaultProbability: 5,
  activities: [
    activity(19, 'content', '以博客、白皮书、案例吸引关注', 'Attract attention by articles, papers and cases'),
    activity(20, 'events', '线上线下活动,建立初步联系', 'Meet people at events, online and on site'),
    activity(21, 'firstContact', '初步接触,了解行业和普遍痛点', 'Make contact, learn of the industry and its pains'),
    activity(22, 'insights', '分享行业洞察和趋势', 'Share insights and trends'),
    activity(23, 'record', '录入线索,初步分类和培育', 'Record, classify and nurture leads'),
  ],
  roles: { responsible: ['MARKETING', 'SALES_REP'], accountable: ['MARKETING'], consulted: ['PRODUCT'], informed: ['SALES_MANAGER'] },
  tools: [paper('companyProfile', '公司介绍', 'Company profile'), paper('caseStudy', '案例研究', 'Case study')],
  deliverables: [paper('leadRecord', '线索记录', 'Lead on record, classified')],
  kpis: ['K01', 'K02', 'K03', 'K04', 'K05'],
  limit: { days: 90 },
  exit: { all: [asks('leadComplete/1'), asks('leadAssigned/1'), asks('firstContactMade/1')] },
};

const compare: Stage = {
  code: 'J2',
  name: text('方案评估与比较', 'Evaluation and comparison'),
  buyerStage: text('需求明确、方案搜寻', 'Knows the need, searches for solutions'),
  objective: text(
    '深入理解需求和期望,建立信任,提供初步方案方向。',
    'Understand needs and expectations, build trust, and give a first direction of the solution.',
  ),
  milestones: ['M2', 'M3', 'M4'],
  policyLines: [26, 37],
  defaultProbability: 20,
  activities: [
    activity(29, 'talk', '电话、会议、拜访深度沟通', 'Talk in depth, by phone and in person'),
    activity(30, 'qualify', '用 SPIN、MEDDIC 了解深层需求和决策', 'Learn of needs and decisions by SPIN and MEDDIC'),
    activity(31, 'people', '识别关键人物及其关注点', 'Identify who matters and what concerns them'),
    activity(32, 'demonstrate', '针对痛点演示', 'Demonstrate against their pains'),
    activity(33, 'references', '提供客户案例', 'Give references'),
    activity(34, 'presales', '与售前确认技术需求和初步方案', 'Confirm technical needs and a direction with presales'),
    activity(35, 'record', '记录全部互动和需求', 'Record every contact and need'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_REP'], consulted: ['PRESALES'], informed: ['SALES_MANAGER'] },
  tools: [paper('presentation', '演示材料', 'Presentation'), paper('caseStudy', '案例研究', 'Case study')],
  deliverables: [
    paper('needsRecord', '需求记录', 'Needs on record'),
    paper('solutionDirection', '初步方案方向', 'Direction of the solution'),
  ],
  kpis: ['K12', 'K20', 'K23', 'K25'],
  limit: { days: 60 },
  exit: {
    all: [
      { any: [asks('qualificationMet/1', { framework: 'MEDDIC' }), asks('qualificationMet/1', { framework: 'SPIN' })] },
      asks('stakeholdersKnown/1', { roles: ['decisionMaker'] }),
      asks('needsConfirmed/1'),
      asks('technicalNeedsConfirmed/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'demoHeld/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'referenceCaseShared/1'),
      asks('solutionDirectionProposed/1'),
    ],
  },
};

const decide: Stage = {
  code: 'J3',
  name: text('决策与选型', 'Decision and selection'),
  buyerStage: text('供应商评估、最终决策', 'Evaluates suppliers, decides'),
  objective: text(
    '提交有竞争力的定制方案和报价,处理疑虑,推动购买决策。',
    'Hand in a competitive solution and quote made for the customer, settle doubts, and bring about the decision to buy.',
  ),
  milestones: ['M5', 'M6', 'M7'],
  policyLines: [38, 49],
  defaultProbability: 50,
  activities: [
    activity(41, 'propose', '提交详细建议书和报价', 'Hand in proposal and quote'),
    activity(42, 'value', '论证价值,量化收益', 'Argue the value, quantify the return'),
    activity(43, 'executives', '高层对接或研讨会', 'Bring executives together, or hold a workshop'),
    activity(44, 'compete', '应对竞争对手', 'Answer competitors'),
    activity(45, 'negotiate', '商务谈判', 'Negotiate'),
    activity(46, 'procurement', '协助客户内部采购流程', 'Help with the customer’s procurement'),
    activity(47, 'contract', '准备并审核合同', 'Prepare and review the contract'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_MANAGER'], consulted: ['PRESALES', 'LEGAL'], informed: ['SALES_DIRECTOR'] },
  tools: [
    paper('solutionProposal', '解决方案模板', 'Template of the proposal'),
    paper('contractTemplate', '合同范本', 'Standard contract'),
  ],
  deliverables: [
    paper('solutionProposal', '解决方案建议书', 'Proposal'),
    paper('quote', '报价', 'Quote'),
    paper('contractDraft', '合同文本', 'Text of the contract'),
  ],
  kpis: ['K32', 'K35', 'K38', 'K42', 'K48'],
  limit: { days: 60 },
  exit: {
    all: [
      asks('proposalComplete/1', { sections: ['solution'] }),
      asks('quoteIssued/1'),
      asks('roiAnalysed/1'),
      asksUnless(['SALES_MANAGER', 'SALES_DIRECTOR'], 'executiveMeetingHeld/1'),
      asks('competitorsCountered/1'),
      asks('objectionsResolved/1'),
      asks('customerConfirmed/1'),
      asks('negotiationConcluded/1'),
      asks('discountWithinAuthority/1'),
      asks('contractApproved/1'),
      asks('contractSigned/1'),
    ],
  },
};

const realise: Stage = {
  code: 'J4',
  name: text('实施与价值实现', 'Delivery and realised value'),
  buyerStage: text('购买后、使用与评估', 'Has bought, uses and judges'),
  objective: text(
    '顺利交付和实施,让客户尽快获益并满意。',
    'Deliver well, so that the customer soon gains what was expected and is satisfied.',
  ),
  milestones: ['M8', 'M9'],
  policyLines: [50, 60],
  defaultProbability: 100,
  activities: [
    activity(53, 'handover', '签约后内部交接', 'Hand over inside once it is signed'),
    activity(54, 'plan', '与客户制定实施计划', 'Agree on the plan with the customer'),
    activity(55, 'contact', '定期沟通进展和反馈', 'Talk regularly about progress and feedback'),
    activity(56, 'issues', '协调解决问题', 'Settle issues'),
    activity(57, 'train', '用户培训', 'Train the users'),
    activity(58, 'assess', '上线后评估效果、确认价值', 'Assess the effect, have the value confirmed'),
  ],
  roles: {
    responsible: ['SALES_REP', 'PROJECT_MANAGER', 'SERVICE_TEAM'],
    accountable: ['PROJECT_MANAGER'],
    consulted: ['CSM'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('handover', '交接文档', 'Handover form')],
  deliverables: [
    paper('implementationPlan', '实施计划', 'Plan of the delivery'),
    paper('valueAssessment', '价值评估', 'Assessment of the value'),
  ],
  kpis: ['K53', 'K54', 'K55', 'K56'],
};

const grow: Stage = {
  code: 'J5',
  name: text('持续合作与成长', 'Lasting relation and growth'),
  buyerStage: text('长期使用、扩展需求', 'Uses it for long, needs more'),
  objective: text(
    '维持长期稳固的关系,持续满足客户,实现客户全生命周期价值。',
    'Keep a lasting relation, meet new needs, and realise the value of the customer’s whole life with the company.',
  ),
  milestones: ['M10'],
  policyLines: [61, 72],
  defaultProbability: 100,
  activities: [
    activity(64, 'visit', '定期回访和业务回顾', 'Visit and review regularly'),
    activity(65, 'inform', '提供资讯、更新和最佳实践', 'Share news, updates and good practice'),
    activity(66, 'predict', '了解发展,预测未来需求', 'Foresee needs'),
    activity(67, 'recommend', '推荐升级、增购和交叉销售', 'Recommend upgrades and more'),
    activity(68, 'renew', '处理续约', 'Renew'),
    activity(69, 'advocate', '鼓励案例分享和推荐', 'Encourage references and referrals'),
    activity(70, 'update', '更新客户信息和健康度', 'Keep customer data and health up to date'),
  ],
  roles: {
    responsible: ['CSM', 'SALES_REP', 'SERVICE_TEAM'],
    accountable: ['CSM'],
    consulted: ['PRODUCT', 'MARKETING'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('followUpRecord', '回访记录', 'Record of a visit')],
  deliverables: [paper('healthRecord', '客户健康度', 'Health of the customer')],
  kpis: ['K57', 'K59', 'K60', 'K61', 'K62'],
};

/** The journey of the customer in five stages, after the customer's own steps (L3–L80). It has no stage for orders. */
export const customerJourneyV1: ProcessContents = {
  id: 'CUSTOMER-JOURNEY',
  version: 1,
  title: text('以客户为中心的销售旅程(五阶段)', 'The customer’s journey, five stages'),
  notes: defaults,
  stages: [explore, compare, decide, realise, grow],
  opensAt: 'J2',
  signsAt: 'J3',
  signing: 'contract',
  closesAt: 'J5',
  wonLabel: text('赢单', 'Won'),
  stalledAfter: { days: 30 },
  reopening: { within: { days: 365 } },
};
