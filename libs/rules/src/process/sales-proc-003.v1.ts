import type { ProcessContents } from './process-definition.ts';

/** The standard sales process of seven stages (L83, L96–L182). Published: a change is a new version in a file of its own. */
export const salesProc003v1: ProcessContents = {
  id: 'SALES-PROC-003',
  version: 1,
  title: { zh: '标准销售流程(七阶段)', en: 'Standard sales process, seven stages' },
  notes: ['defaultProbability: default, not policy (the policy asks for a win probability, L144 and L186, and states no figure)'],
  opensAt: 'S2',
  signsAt: 'S6',
  closesAt: 'S7',
  stages: [
    {
      code: 'S1',
      name: { zh: '线索识别与培育', en: 'Find and nurture leads' },
      objective: {
        zh: '从各渠道发现线索,补全信息并持续培育,直到可以交给销售。',
        en: 'Find leads on every channel, complete what is known of them and nurture them until sales can take over.',
      },
      milestones: ['M1'],
      policyLines: [98, 108],
      defaultProbability: 5,
    },
    {
      code: 'S2',
      name: { zh: '机会确认与立项', en: 'Confirm and open the opportunity' },
      objective: {
        zh: '确认真实需求、预算、决策流程和购买时间,判断商机是否成立并立项。',
        en: 'Confirm need, budget, decision process and time frame, judge whether there is a deal, and open it.',
      },
      milestones: ['M2'],
      policyLines: [109, 121],
      defaultProbability: 10,
    },
    {
      code: 'S3',
      name: { zh: '方案设计与验证', en: 'Design and validate the solution' },
      objective: {
        zh: '根据客户需求设计有差异化优势的方案,取得对方向和价值的初步认可。',
        en: 'Design a solution that meets the need and stands out, and have its direction and value accepted in principle.',
      },
      milestones: ['M3', 'M4'],
      policyLines: [122, 134],
      defaultProbability: 25,
    },
    {
      code: 'S4',
      name: { zh: '价值呈现与方案确认', en: 'Present the value and have the solution confirmed' },
      objective: {
        zh: '完整呈现最终方案的价值,取得客户对方案和商务条件的正式确认。',
        en: 'Present the whole value of the final solution and have it and its commercial terms confirmed.',
      },
      milestones: ['M5'],
      policyLines: [135, 145],
      defaultProbability: 50,
    },
    {
      code: 'S5',
      name: { zh: '商务谈判与合同敲定', en: 'Negotiate and settle the contract' },
      objective: {
        zh: '就价格、条款、付款和法律细节达成一致,定稿合同。',
        en: 'Agree on price, terms, payment and law, and settle the text of the contract.',
      },
      milestones: ['M6'],
      policyLines: [146, 158],
      defaultProbability: 70,
    },
    {
      code: 'S6',
      name: { zh: '合同签署与订单转化', en: 'Sign the contract and turn it into an order' },
      objective: {
        zh: '双方签署合同,并把合同准确转为内部订单。',
        en: 'Have both parties sign, and turn the contract into an internal order without error.',
      },
      milestones: ['M7', 'M8'],
      policyLines: [159, 170],
      defaultProbability: 90,
    },
    {
      code: 'S7',
      name: { zh: '客户交接与关系维护', en: 'Hand over and keep the relation' },
      objective: {
        zh: '把客户交接给交付和服务团队,维护关系并发掘长期价值。',
        en: 'Hand the customer over to those who deliver and serve, keep the relation, and find what else is of value.',
      },
      milestones: ['M9', 'M10'],
      policyLines: [171, 182],
      defaultProbability: 100,
    },
  ],
};
