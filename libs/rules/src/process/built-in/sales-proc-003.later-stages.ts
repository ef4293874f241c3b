import type { Stage } from '../process-definition.ts';
import { activity, asks, asksUnless, paper, text } from './notation.ts';

/** S5 to S7: from negotiation to the relation that is kept (L146–L182). */
const negotiate: Stage = {
  code: 'S5',
  name: text('商务谈判与合同敲定', 'Negotiate and settle the contract'),
  objective: text(
    '就价格、条款、付款方式和法律细节谈判一致,敲定合同文本。',
    'Agree on price, terms, payment and law, and settle the text of the contract.',
  ),
  milestones: ['M6'],
  policyLines: [146, 158],
  defaultProbability: 70,
  activities: [
    activity(149, 'strategy', '制定谈判策略,明确底线和授权', 'Set the strategy, the floor and the authority'),
    activity(150, 'negotiate', '与客户多轮谈判', 'Negotiate in rounds'),
    activity(151, 'legalReview', '法务审核和修订条款', 'Have the clauses reviewed and revised'),
    activity(152, 'risks', '解决履约风险点', 'Settle the risks of performance'),
    activity(153, 'reconcile', '确保谈判结果写入合同', 'See that what was agreed stands in the contract'),
    activity(154, 'approve', '取得内部审批', 'Have it approved inside'),
    activity(155, 'send', '把待签合同发给客户', 'Send the contract for signature'),
  ],
  roles: {
    responsible: ['SALES_REP', 'LEGAL', 'FINANCE'],
    accountable: ['SALES_MANAGER'],
    consulted: ['SALES_DIRECTOR'],
    informed: ['CONTRACT_ADMIN'],
  },
  tools: [
    paper('negotiationStrategy', '谈判策略表', 'Negotiation strategy'),
    paper('contractTemplate', '标准合同模板', 'Standard contract'),
  ],
  deliverables: [
    paper('contractDraft', '经审批的合同草案', 'Approved draft of the contract'),
    paper('negotiationRecord', '谈判记录', 'Record of the negotiation'),
  ],
  kpis: ['K39', 'K40', 'K41'],
  limit: { days: 45 },
  exit: {
    all: [
      asks('negotiationStrategySet/1'),
      asks('negotiationConcluded/1'),
      asksUnless(['SALES_DIRECTOR', 'MANAGEMENT'], 'risksMitigated/1'),
      asks('discountWithinAuthority/1'),
      asks('contractApproved/1'),
      asks('contractSent/1'),
    ],
  },
};

const sign: Stage = {
  code: 'S6',
  name: text('合同签署与订单转化', 'Sign the contract and turn it into an order'),
  objective: text(
    '完成双方签署,并把合同准确转为内部订单。',
    'Have both parties sign, and turn the contract into an internal order without error.',
  ),
  milestones: ['M7', 'M8'],
  policyLines: [159, 170],
  defaultProbability: 90,
  activities: [
    activity(162, 'track', '跟踪客户签章', 'Follow the customer’s signing'),
    activity(163, 'countersign', '客户签署后公司签章', 'Countersign once the customer has signed'),
    activity(164, 'file', '把合同交合同管理部和财务部', 'File the contract with its administration and finance'),
    activity(165, 'win', '商机更新为已赢单', 'Close the deal as won'),
    activity(166, 'order', '在订单系统创建销售订单', 'Create the sales order'),
    activity(167, 'notify', '通知客户订单已确认', 'Tell the customer that the order is confirmed'),
  ],
  roles: {
    responsible: ['SALES_REP', 'CONTRACT_ADMIN', 'ORDER_SPECIALIST'],
    accountable: ['SALES_REP'],
    consulted: ['FINANCE'],
    informed: ['DELIVERY', 'PRODUCTION'],
  },
  tools: [paper('signedContract', '合同', 'Contract')],
  deliverables: [
    paper('signedContract', '双方签署的合同', 'Contract signed by both'),
    paper('salesOrder', '销售订单', 'Sales order'),
    paper('closingRecord', '商机关闭记录', 'Record of the closing'),
  ],
  kpis: ['K46', 'K47', 'K49', 'K50'],
  limit: { days: 21 },
  exit: { all: [asks('contractSigned/1'), asks('contractFiled/1', { departments: ['CONTRACT_ADMIN', 'FINANCE'] })] },
};

const handOver: Stage = {
  code: 'S7',
  name: text('客户交接与关系维护', 'Hand over and keep the relation'),
  objective: text(
    '把客户顺利交接给交付和服务团队,维护关系并发掘长期价值。',
    'Hand the customer over to those who deliver and serve, keep the relation, and find what else is of value.',
  ),
  milestones: ['M9', 'M10'],
  policyLines: [171, 182],
  defaultProbability: 100,
  activities: [
    activity(174, 'kickoff', '内部启动会,传递背景、需求和合同要点', 'Kick off inside: background, needs, contract'),
    activity(175, 'introduce', '向客户介绍服务接口人', 'Introduce those who serve'),
    activity(176, 'accompany', '交付期间关注并协助重大问题', 'Stay close during delivery, help with major issues'),
    activity(177, 'survey', '满意度回访和业务回顾', 'Ask how satisfied they are, review the business'),
    activity(178, 'record', '记录客户信息和潜在新需求', 'Record what is learned and new needs'),
    activity(179, 'grow', '发掘增购、续约和交叉销售', 'Find growth, renewal and cross-selling'),
  ],
  roles: {
    responsible: ['SALES_REP', 'PROJECT_MANAGER', 'CSM', 'SERVICE_TEAM'],
    accountable: ['SALES_REP'],
    consulted: ['DELIVERY'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('handover', '交接文档模板', 'Handover form'), paper('satisfactionSurvey', '满意度问卷', 'Satisfaction survey')],
  deliverables: [
    paper('handover', '交接文档或会议纪要', 'Handover document or minutes'),
    paper('serviceProfile', '客户服务档案', 'Service profile of the customer'),
    paper('newLead', '新的线索或商机', 'New leads or deals'),
  ],
  kpis: ['K54', 'K55', 'K57', 'K59', 'K63'],
};

/** S5 to S7 of the standard process. */
export const fromNegotiation: readonly [Stage, Stage, Stage] = [negotiate, sign, handOver];
