import { kpi, role, tool, type Row } from './row.ts';
import { documentKinds, stages } from './proofs.ts';

/** The third version of the policy: by departments, up to the presented proposal (L196–L266, L320–L322). */
export const classic: readonly Row[] = [
  role(225, '市场部、销售部', 'Marketing, sales', [stages.contents('CLASSIC-SALES/C1', 'roles')]),
  tool(226, '市场活动报告、线索录入模板', 'Campaign report, lead entry form', [
    stages.contents('CLASSIC-SALES/C1', 'tools'),
    documentKinds.documentKinds('campaignReport', 'leadEntryForm'),
  ]),
  kpi(228, '线索数量、有效率、获取成本', 'Number of leads, share of valid ones, cost', [stages.contents('CLASSIC-SALES/C1', 'kpis')]),
  role(237, '销售代表', 'Representatives', [stages.contents('CLASSIC-SALES/C2', 'roles')]),
  tool(238, '话术和邮件模板、BANT 评估表', 'Scripts and mails, BANT assessment', [
    stages.contents('CLASSIC-SALES/C2', 'tools'),
    documentKinds.documentKinds('outreachTemplate', 'bantAssessment'),
  ]),
  kpi(240, '转化率、首次联系及时率、有效沟通', 'Conversion, first contacts in time, effective contacts', [
    stages.contents('CLASSIC-SALES/C2', 'kpis'),
  ]),
  role(250, '销售代表、售前', 'Representatives, presales', [stages.contents('CLASSIC-SALES/C3', 'roles')]),
  tool(251, '需求调研问卷、会议纪要', 'Questionnaire, minutes', [
    stages.contents('CLASSIC-SALES/C3', 'tools'),
    documentKinds.documentKinds('needsQuestionnaire', 'meetingMinutes'),
  ]),
  kpi(253, '报告完整准确、决策人识别率', 'Complete and accurate reports, deciders identified', [
    stages.contents('CLASSIC-SALES/C3', 'kpis'),
  ]),
  role(263, '销售代表、售前、产品与技术部门', 'Representatives, presales, product and development', [
    stages.contents('CLASSIC-SALES/C4', 'roles'),
  ]),
  tool(264, '方案和报价模板、产品说明书、演示材料', 'Templates of proposal and quote, product manual, presentation', [
    stages.contents('CLASSIC-SALES/C4', 'tools'),
    documentKinds.documentKinds('solutionProposal', 'quote', 'productManual', 'presentation'),
  ]),
  kpi(266, '提交及时率、匹配度、反馈积极性', 'Handed in on time, match, favour of the feedback', [
    stages.contents('CLASSIC-SALES/C4', 'kpis'),
  ]),
];
