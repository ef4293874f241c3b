import type { PolicyContents } from '../policy.ts';

type Section = PolicyContents['sections'][number];

const section = (code: string, lines: readonly [number, number], title: Section['title'], text: Section['text']): Section => ({
  code,
  title,
  text,
  lines,
});

const notes = [
  'The texts are a summary in the program’s own words; the lines are those of the company’s paper',
  'Numbers of the editions that bear none: default, not policy',
];

/** The policy of seven stages, SALES-PROC-003 (L82–L192). */
export const sevenStagePolicy: PolicyContents = {
  id: 'SALES-PROC-003',
  version: 1,
  title: { zh: '销售流程管理制度(七阶段)', en: 'Sales process policy, seven stages' },
  notes,
  publisher: 'SALES_OPS',
  scope: [
    ...(['SALES_REP', 'SDR', 'SALES_MANAGER', 'SALES_DIRECTOR', 'MARKETING', 'PRESALES', 'PRODUCT', 'LEGAL', 'FINANCE'] as const),
    ...(['DELIVERY', 'CUSTOMER_SERVICE'] as const),
  ],
  sections: [
    section(
      '1',
      [87, 95],
      { zh: '总纲:目的与原则', en: 'Purpose and principles' },
      {
        zh: '统一销售操作框架,让过程规范、有结构、有协作、靠数据、能改进,以提高预测准确性、满意度和赢单率。',
        en: 'One framework for selling, so that it is regular, structured, done together, based on data and open to change: for better forecasts, satisfied customers and more deals won.',
      },
    ),
    section(
      '2',
      [96, 182],
      { zh: '阶段定义与操作细则', en: 'Stages and how to work them' },
      {
        zh: '标准流程分为 S1 至 S7 七个阶段;战略大客户、中小企业和渠道销售可有差异。各阶段的任务、职责、交付物和指标见流程定义 SALES-PROC-003。',
        en: 'The standard process has seven stages, S1 to S7; strategic accounts, small companies and channel sales may differ. Tasks, duties, deliverables and indicators of each stage stand in the process definition SALES-PROC-003.',
      },
    ),
    section(
      '3',
      [183, 188],
      { zh: '支撑工具与管理要求', en: 'Tools and management' },
      {
        zh: 'CRM 是唯一官方平台,信息须实时、准确;知识库、预测、会议和审批按规定执行。',
        en: 'The CRM is the one official platform and is kept complete and up to date; the knowledge base, forecasts, meetings and approvals follow their rules.',
      },
    ),
    section(
      '4',
      [189, 192],
      { zh: '附则', en: 'Final provisions' },
      {
        zh: '由销售运营部解释;每年至少审视一次,修订须经管理层批准;自发布之日起生效。',
        en: 'Sales operations says how it is meant; it is reviewed at least yearly, and management approves its revisions; it is in force from its publication on.',
      },
    ),
  ],
  supersedes: [{ zh: '此前所有相关的销售流程规定', en: 'All earlier rules on the sales process' }],
};

/** The edition that follows the customer’s journey, five stages (L3–L80). */
export const journeyPolicy: PolicyContents = {
  id: 'CUSTOMER-JOURNEY',
  version: 1,
  title: { zh: '销售流程管理制度(客户旅程,五阶段)', en: 'Sales process policy along the customer’s journey, five stages' },
  notes: [...notes, 'publisher, scope: default, not policy (this edition names neither)'],
  publisher: 'SALES_OPS',
  scope: [
    'SALES_REP',
    'SDR',
    'SALES_MANAGER',
    'SALES_DIRECTOR',
    'MARKETING',
    'PRESALES',
    'PRODUCT',
    'DELIVERY',
    'SERVICE_TEAM',
    'CSM',
    'LEGAL',
    'FINANCE',
  ],
  sections: [
    section(
      '0',
      [4, 5],
      { zh: '前言', en: 'Preface' },
      {
        zh: '销售是与客户同行的旅程,以价值和协作建立长期伙伴关系。',
        en: 'Selling is a journey together with the customer, towards a lasting partnership built on value and collaboration.',
      },
    ),
    section(
      '1',
      [6, 13],
      { zh: '理念与原则', en: 'Principles' },
      {
        zh: '帮助客户成功,以价值而非价格竞争,诚信守诺,团队协作,用数据决策,持续学习。',
        en: 'Help customers succeed, compete by value, keep promises, work as a team, decide by data, go on learning.',
      },
    ),
    section(
      '2',
      [14, 72],
      { zh: '购买旅程与销售阶段', en: 'The journey and its stages' },
      {
        zh: '五个阶段与客户的购买旅程相对应:认知、评估、决策、实施、长期合作。',
        en: 'Five stages correspond to the customer’s own: awareness, evaluation, decision, implementation, lasting cooperation.',
      },
    ),
    section(
      '3',
      [73, 78],
      { zh: '支撑体系与管理机制', en: 'Support and management' },
      {
        zh: '以 CRM、工具包、培训、兼顾结果与过程的考核以及定期复盘支撑流程。',
        en: 'The CRM, a tool kit, training, appraisal of results and of conduct, and regular reviews support the process.',
      },
    ),
    section(
      '4',
      [79, 80],
      { zh: '结语', en: 'Closing words' },
      {
        zh: '希望每位相关人员理解并践行以客户为中心。',
        en: 'Everyone concerned is to understand what it means to put customers first, and to do so.',
      },
    ),
  ],
  supersedes: [],
};

/** The edition by departments, seven stages and numbered articles (L194–L322). */
export const functionalPolicy: PolicyContents = {
  id: 'CLASSIC-SALES',
  version: 1,
  title: { zh: '销售流程管理制度(职能分工,七阶段)', en: 'Sales process policy by departments, seven stages' },
  notes,
  publisher: 'SALES_MGMT_DEPT',
  scope: ['SALES_REP', 'SALES_MANAGER', 'MARKETING', 'PRESALES', 'AFTER_SALES', 'LEGAL', 'FINANCE', 'ORDER_SPECIALIST', 'DELIVERY', 'CSM'],
  sections: [
    section(
      '1',
      [195, 212],
      { zh: '总则', en: 'General' },
      {
        zh: '规范销售行为,适用于所有部门和所有项目,不论规模;坚持客户导向、标准化、过程管理、协作和改进;定义常用术语。',
        en: 'Regulates selling for all departments and all projects of any size: customers first, standards, control of the process, collaboration, improvement; and defines the terms.',
      },
    ),
    section(
      '2',
      [213, 307],
      { zh: '销售流程详解', en: 'The process in detail' },
      {
        zh: '七个阶段各有活动、责任人、工具文档和产出;分配的线索须在规定时间内(例如 24 小时)首次联系。',
        en: 'Each of the seven stages has its activities, people, tools and results; a lead that was assigned is contacted in time, for example within 24 hours.',
      },
    ),
    section(
      '3',
      [308, 318],
      { zh: '销售支持与管理', en: 'Support and management' },
      {
        zh: 'CRM 使用、培训、会议、预测与报告、绩效考核的要求。',
        en: 'What holds for the CRM, training, meetings, forecasts, reports and appraisals.',
      },
    ),
    section(
      '4',
      [319, 322],
      { zh: '修订与解释', en: 'Revision and interpretation' },
      {
        zh: '由销售管理部门制定、修订和解释;每年至少评审一次;自发布之日起生效。',
        en: 'The sales management department writes, revises and interprets it; it is reviewed at least yearly; it is in force from its publication on.',
      },
    ),
  ],
  supersedes: [],
};
