import { activity, goal, kpi, record, role, type Row } from './row.ts';
import {
  acceptance,
  activities,
  commitmentGates,
  commitments,
  dealDeadlines,
  deadlines,
  deal,
  discovery,
  discoveryGates,
  documents,
  handover,
  intake,
  lead,
  leadGates,
  leadQualification,
  nurture,
  organisation,
  peopleGates,
  policies,
  qualification,
  qualificationGates,
  roles,
  stages,
  stakeholders,
} from './proofs.ts';

/** SALES-PROC-003, S1 and S2: from the lead to the opened deal (L98–L121). */
export const standardLeads: readonly Row[] = [
  goal(
    98,
    'S1:线索识别与培育',
    'S1: leads',
    [stages.contents('SALES-PROC-003/S1', 'milestones')],
    'The first stage, a lead’s, with its place among the milestones.',
  ),
  goal(
    99,
    '多渠道发现,筛选完善,培育到位',
    'Find, screen, complete and nurture until ready',
    [stages.contents('SALES-PROC-003/S1', 'objective', 'exit'), leadGates.criteria('leadScreened/1', 'salesAccepted/1')],
    'A lead leaves the stage complete, screened, scored and accepted by sales.',
  ),
  activity(101, '接收各渠道的线索', 'Leads of every channel', [
    lead.events('LeadCaptured'),
    stages.contents('SALES-PROC-003/S1', 'activities'),
  ]),
  record(102, '建立线索记录并补全', 'Leads on record, completed', [
    lead.events('LeadCaptured', 'LeadEnriched'),
    leadGates.criteria('leadComplete/1'),
  ]),
  activity(103, '按行业和规模初步评估', 'Screened by industry and size', [
    intake.events('LeadScreened'),
    leadGates.criteria('leadScreened/1'),
  ]),
  activity(104, '培育池:保持接触', 'The nurture pool', [
    nurture.events('LeadNurtureEntered', 'LeadNurtureTouched', 'LeadNurtureExited'),
    deadlines.deadlines('nurture-wake'),
  ]),
  activity(105, '评分达到阈值后转交', 'Scored, and handed over at the threshold', [
    nurture.events('LeadBehaviourRecorded', 'LeadScored'),
    handover.events('LeadHandedOver', 'LeadAssigned'),
    handover.refusals('NoRuleFits', 'NobodyToAssignTo'),
    organisation.events('TeamTerritoriesSet', 'UserTerritoriesSet'),
    leadGates.criteria('scoreReachesMql/1'),
    policies.definitions('scoringModel/standard/mqlThreshold'),
  ]),
  role(106, '市场部、销售发展代表、销售代表', 'Marketing, sales development, representatives', [
    roles.roles('SDR'),
    stages.contents('SALES-PROC-003/S1', 'roles'),
  ]),
  record(107, '合格线索记录:需求、联系人、评分、历史', 'The qualified lead: need, contacts, score, history', [
    handover.events('LeadHandedOver', 'LeadSalesAccepted', 'LeadSalesRejected'),
    acceptance.events('LeadAcceptanceOverdue'),
    dealDeadlines.deadlines('acceptance'),
    leadGates.criteria('salesAccepted/1'),
    leadQualification.refusals('HandOverNotAccepted'),
    stages.contents('SALES-PROC-003/S1', 'deliverables'),
  ]),
  kpi(108, '线索数量与质量、转化率、培育周期', 'Number and quality of leads, conversion, time of nurture', [
    stages.contents('SALES-PROC-003/S1', 'kpis'),
  ]),
  goal(
    109,
    'S2:机会确认与立项',
    'S2: the opportunity',
    [stages.contents('SALES-PROC-003/S2', 'milestones')],
    'The stage at which deals open, with its place among the milestones.',
  ),
  goal(
    110,
    '确认需求、预算、决策流程和时间,判断并立项',
    'Confirm need, budget, decision process and time, and open the deal',
    [
      stages.contents('SALES-PROC-003/S2', 'objective', 'exit'),
      qualificationGates.criteria('qualificationMet/1'),
      peopleGates.criteria('stakeholdersKnown/1'),
    ],
    'The four answers have to be met with evidence, and the decider known, before the stage is left.',
  ),
  activity(112, '首次正式会议或拜访', 'The first formal meeting or visit', [
    activities.events('ActivityLogged'),
    discoveryGates.criteria('firstFormalMeetingHeld/1'),
  ]),
  activity(113, 'BANT、MEDDPICC 系统地确认', 'Qualified by BANT or MEDDPICC', [
    qualification.events('QualificationAnswered', 'QualificationAssessed'),
    qualification.refusals('QuestionUnknown', 'FormNotInForce'),
    leadQualification.refusals('QuestionUnknown', 'BantUnanswered'),
    qualificationGates.criteria('qualificationMet/1'),
    policies.definitions('qualificationForm/BANT', 'qualificationForm/MEDDPICC'),
  ]),
  activity(114, '核心痛点与业务目标', 'Core pains and objectives', [
    discovery.events('PainPointRecorded', 'BusinessObjectiveRecorded'),
    discoveryGates.criteria('painsAndObjectivesKnown/1'),
  ]),
  activity(115, '现有方案与竞争格局', 'The current solution, and who competes', [
    discovery.events('CurrentSolutionRecorded', 'CompetitorIdentified'),
    discoveryGates.criteria('currentSolutionKnown/1'),
    peopleGates.criteria('competitionKnown/1'),
  ]),
  activity(116, '初步判断匹配度', 'The fit, judged for the first time', [
    discovery.events('FitAssessed'),
    discoveryGates.criteria('fitAssessed/1'),
  ]),
  activity(117, '客户继续深入的承诺', 'The customer’s commitment to go on', [
    commitments.events('CustomerCommitmentObtained'),
    commitmentGates.criteria('customerCommitted/1'),
  ]),
  record(118, '线索转为商机并立项', 'The lead becomes an opportunity', [
    lead.events('LeadConverted'),
    deal.events('OpportunityOpened'),
    discoveryGates.criteria('projectDataComplete/1'),
  ]),
  role(119, '销售代表', 'Representatives', [stages.contents('SALES-PROC-003/S2', 'roles')]),
  record(120, '商机记录:资质、需求概要、联系人', 'The opportunity: qualification, needs, contacts', [
    stages.contents('SALES-PROC-003/S2', 'deliverables'),
    qualification.events('QualificationAssessed'),
    stakeholders.events('StakeholderIdentified'),
    documents.events('DocumentReceived'),
  ]),
  kpi(121, '转化率、信息完整准确、早期流失', 'Conversion, complete and exact data, early losses', [
    stages.contents('SALES-PROC-003/S2', 'kpis'),
    deal.events('OpportunityLost'),
  ]),
];
