import type { Stage } from '../process-definition.ts';
import { activity, asks, asksUnless, paper, text } from './notation.ts';

export const close: Stage = {
  code: 'C5',
  name: text('商务谈判与合同签订', 'Negotiate and sign'),
  objective: text('就价格和条款达成一致,签订销售合同。', 'Agree on price and terms, and sign the contract.'),
  milestones: ['M6', 'M7'],
  policyLines: [267, 280],
  defaultProbability: 75,
  activities: [
    activity(270, 'strategy', '明确目标和底线,制定策略', 'Set goal, floor and strategy'),
    activity(271, 'terms', '协商价格、付款、交付和服务', 'Negotiate price, payment, delivery and service'),
    activity(272, 'objections', '处理异议,争取最优条件', 'Settle objections, reach for the best terms'),
    activity(273, 'contract', '准备并审核合同', 'Prepare and review the contract'),
    activity(274, 'sign', '推动客户审批并签署', 'Have the customer approve and sign'),
    activity(275, 'compliance', '确保条款清晰、合法、合规', 'See that the clauses are clear and lawful'),
    activity(276, 'archive', '合同归档,状态更新为已签约', 'Archive the contract, close the deal as signed'),
  ],
  roles: { responsible: ['SALES_REP'], accountable: ['SALES_MANAGER'], consulted: ['LEGAL'], informed: ['FINANCE'] },
  tools: [
    paper('negotiationStrategy', '谈判策略表', 'Negotiation strategy'),
    paper('contractTemplate', '标准合同模板', 'Standard contract'),
    paper('priceApproval', '价格审批单', 'Price approval'),
  ],
  deliverables: [paper('signedContract', '正式签署的销售合同', 'Signed contract')],
  kpis: ['K39', 'K43', 'K44', 'K45'],
  limit: { days: 45 },
  exit: {
    all: [
      asks('negotiationStrategySet/1'),
      asks('negotiationConcluded/1'),
      asksUnless(['SALES_DIRECTOR', 'MANAGEMENT'], 'objectionsResolved/1'),
      asks('discountWithinAuthority/1'),
      asks('contractApproved/1'),
      asks('contractSigned/1'),
      asks('contractFiled/1', { departments: ['CONTRACT_ADMIN'] }),
    ],
  },
};

export const deliver: Stage = {
  code: 'C6',
  name: text('订单处理与交付启动', 'Process the order and start delivery'),
  objective: text(
    '把合同信息准确传递给内部各部门,启动订单和交付。',
    'Hand what was signed to the departments without error, and start order and delivery.',
  ),
  milestones: ['M8'],
  policyLines: [281, 293],
  defaultProbability: 100,
  activities: [
    activity(284, 'submit', '提交合同和资料至订单管理部门', 'Hand contract and papers to order management'),
    activity(285, 'enter', '审核并录入业务系统', 'Check and enter the order'),
    activity(286, 'downPayment', '财务确认首付款', 'Have the down payment confirmed'),
    activity(287, 'start', '通知生产、采购、物流或实施', 'Tell production, purchasing, logistics or implementation'),
    activity(288, 'confirm', '向客户发送订单确认', 'Confirm the order to the customer'),
    activity(289, 'update', '更新订单和交付信息', 'Keep order and delivery up to date'),
  ],
  roles: {
    responsible: ['SALES_REP', 'ORDER_SPECIALIST', 'FINANCE', 'DELIVERY'],
    accountable: ['ORDER_SPECIALIST'],
    consulted: ['PRODUCTION', 'PURCHASING', 'LOGISTICS'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('signedContract', '销售合同', 'Contract'), paper('orderProcessingForm', '订单处理流程单', 'Order form')],
  deliverables: [paper('salesOrder', '有效订单', 'Valid order'), paper('deliveryNotice', '启动交付通知', 'Notice that delivery starts')],
  kpis: ['K51', 'K52'],
};

export const maintain: Stage = {
  code: 'C7',
  name: text('客户关系维护与增值服务', 'Keep the relation and serve'),
  objective: text(
    '交付中和交付后保持良好沟通,让客户满意,发掘新的机会。',
    'Stay in touch during and after delivery, keep the customer satisfied, and find new chances.',
  ),
  milestones: ['M9', 'M10'],
  policyLines: [294, 307],
  defaultProbability: 100,
  activities: [
    activity(297, 'contact', '交付中定期沟通', 'Talk regularly during delivery'),
    activity(298, 'help', '协助解决使用问题', 'Help with problems of use'),
    activity(299, 'survey', '交付后满意度调查', 'Survey after delivery'),
    activity(300, 'visit', '定期回访', 'Visit regularly'),
    activity(301, 'recommend', '推荐升级、增值服务和交叉销售', 'Recommend upgrades and services'),
    activity(302, 'record', '维护关系记录和互动历史', 'Keep the record of the relation'),
    activity(303, 'invite', '邀请参加公司活动', 'Invite to events'),
  ],
  roles: {
    responsible: ['SALES_REP', 'CSM', 'AFTER_SALES'],
    accountable: ['CSM'],
    consulted: ['SERVICE_TEAM'],
    informed: ['SALES_MANAGER'],
  },
  tools: [paper('satisfactionSurvey', '满意度调查问卷', 'Survey'), paper('followUpRecord', '回访记录表', 'Record of a visit')],
  deliverables: [
    paper('satisfactionReport', '满意度报告', 'Report on satisfaction'),
    paper('followUpRecord', '回访记录', 'Record of visits'),
    paper('newLead', '新的销售机会', 'New chances'),
  ],
  kpis: ['K54', 'K57', 'K58', 'K59', 'K63'],
};
