import { goal, kpi, role, type Row } from './row.ts';
import { roles, stages } from './proofs.ts';

/** The first version of the policy: the customer’s journey (L1–L44). */
export const journey: readonly Row[] = [
  goal(
    16,
    '阶段一:认知与探索',
    'The first stage: awareness and exploration',
    [stages.contents('CUSTOMER-JOURNEY/J1', 'milestones', 'buyerStage')],
    'The stage is J1 of the journey; it names where the customer stands and its place among the milestones.',
  ),
  role(24, '市场部主导,销售代表外联', 'Marketing leads, representatives reach out', [
    roles.roles('MARKETING', 'SALES_REP'),
    stages.contents('CUSTOMER-JOURNEY/J1', 'roles'),
  ]),
  kpi(25, '流量、下载、参与、新线索、线索评分', 'Traffic, downloads, attendance, new leads, scores', [
    stages.contents('CUSTOMER-JOURNEY/J1', 'kpis'),
  ]),
  goal(
    26,
    '阶段二:方案评估与比较',
    'The second stage: evaluation and comparison',
    [stages.contents('CUSTOMER-JOURNEY/J2', 'milestones', 'buyerStage')],
    'The stage is J2 of the journey; it names where the customer stands and its place among the milestones.',
  ),
  role(36, '销售代表主导,售前支持', 'Representatives lead, presales supports', [
    roles.roles('PRESALES'),
    stages.contents('CUSTOMER-JOURNEY/J2', 'roles'),
  ]),
  kpi(37, '转化率、需求完整度、决策人覆盖、演示评分', 'Conversion, completeness of needs, deciders known, rating of demonstrations', [
    stages.contents('CUSTOMER-JOURNEY/J2', 'kpis'),
  ]),
  goal(
    38,
    '阶段三:决策与选型',
    'The third stage: decision and selection',
    [stages.contents('CUSTOMER-JOURNEY/J3', 'milestones', 'buyerStage')],
    'The stage is J3 of the journey; it names where the customer stands and its place among the milestones.',
  ),
];
