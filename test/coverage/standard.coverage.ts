import { kpi, role, type Row } from './row.ts';
import { roles, stages } from './proofs.ts';

/** The second version of the policy: SALES-PROC-003, up to the confirmed proposal (L83–L145, L184–L192). */
export const standard: readonly Row[] = [
  role(106, '市场部、销售发展代表、销售代表', 'Marketing, sales development, representatives', [
    roles.roles('SDR'),
    stages.contents('SALES-PROC-003/S1', 'roles'),
  ]),
  kpi(108, '线索数量与质量、转化率、培育周期', 'Number and quality of leads, conversion, time of nurture', [
    stages.contents('SALES-PROC-003/S1', 'kpis'),
  ]),
  role(119, '销售代表', 'Representatives', [stages.contents('SALES-PROC-003/S2', 'roles')]),
  kpi(121, '转化率、信息完整准确、早期流失', 'Conversion, complete and accurate data, early losses', [
    stages.contents('SALES-PROC-003/S2', 'kpis'),
  ]),
  role(132, '销售代表、售前、技术与产品部门', 'Representatives, presales, product and development', [
    roles.roles('PRODUCT', 'RND', 'SOLUTION_ARCHITECT'),
    stages.contents('SALES-PROC-003/S3', 'roles'),
  ]),
  kpi(134, '匹配度、反馈积极性、验证成功率', 'Match, favour of the feedback, success of demonstrations and proofs', [
    stages.contents('SALES-PROC-003/S3', 'kpis'),
  ]),
  role(143, '销售代表、售前、销售经理', 'Representatives, presales, sales managers', [stages.contents('SALES-PROC-003/S4', 'roles')]),
  kpi(145, '完整及时、确认比例、进阶转化率', 'Complete and in time, share of confirmed, conversion to the next stage', [
    stages.contents('SALES-PROC-003/S4', 'kpis'),
  ]),
];
