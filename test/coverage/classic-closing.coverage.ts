import { activity, goal, kpi, record, role, tool, type Row } from './row.ts';
import {
  approvalGates,
  approvalSteps,
  contract,
  contractCourse,
  contractGates,
  contracting,
  documentKinds,
  negotiation,
  negotiationGates,
  persuasion,
  persuasionGates,
  policies,
  roles,
  stages,
} from './proofs.ts';
import { followingRoles } from './scope.ts';

/** From negotiation to the signed contract, and who takes part after it (L267–L304). */
export const classicClosing: readonly Row[] = [
  goal(
    267,
    '阶段五:商务谈判与合同签订',
    'Stage five: negotiation and contract',
    [stages.contents('CLASSIC-SALES/C5', 'milestones')],
    'The stage, with its place among the milestones.',
  ),
  goal(
    268,
    '谈妥价格和条款,签订合同',
    'Price and terms agreed on, the contract signed',
    [
      stages.contents('CLASSIC-SALES/C5', 'objective', 'exit'),
      negotiationGates.criteria('negotiationConcluded/1'),
      contractGates.criteria('contractSigned/1'),
    ],
    'The stage is not left before the negotiation is concluded and both have signed exactly what was approved.',
  ),
  activity(270, '谈判目标、底线和策略', 'Objective, floor and strategy', [
    negotiation.events('NegotiationStrategySet', 'NegotiationStrategyApproved'),
    negotiation.refusals('BelowFloor', 'StrategyNotApproved'),
    negotiationGates.criteria('negotiationStrategySet/1'),
  ]),
  activity(271, '商谈价格、付款、交付、服务', 'Price, payment, delivery and service negotiated', [
    negotiation.events('NegotiationTermProposed', 'NegotiationTermAgreed', 'NegotiationTermWithdrawn'),
    negotiation.refusals('PriceMissing', 'PriceMisplaced', 'PriceAlreadyAgreed', 'TermWithdrawn', 'CurrencyDiffers'),
  ]),
  activity(
    272,
    '处理异议,争取更好条件',
    'Objections settled, better terms sought',
    [
      persuasion.events('ObjectionRaised', 'ObjectionResolved'),
      persuasionGates.criteria('objectionsResolved/1'),
      negotiation.events('NegotiationRoundHeld'),
    ],
    'A round tells what was asked for, and what was conceded in return for what.',
  ),
  record(273, '按谈判结果准备并审核合同', 'The contract made of what was agreed, and reviewed', [
    contracting.events('ContractCommissioned'),
    contracting.refusals('ContractAlreadyCommissioned'),
    contractCourse.processes('contract-course'),
    contract.events('ContractOpened', 'ContractDrafted', 'LegalReviewCompleted', 'ContractTextReconciled'),
    contract.refusals('InstalmentsDiffer', 'NamedTwice', 'AlreadyDrafted'),
  ]),
  activity(274, '推动客户审批并签署', 'The customer brought to approve and sign', [
    contract.events('CustomerSignatureTracked', 'ContractSignatureReceived', 'ContractSignatureOverdue'),
    contractCourse.deadlines('customer-signature'),
  ]),
  activity(275, '条款清晰、合法、合规', 'Clauses that are clear and lawful', [
    contract.events('ContractClauseDeviationRecorded', 'LegalReviewCompleted'),
    contract.refusals('FindingBlocks', 'ContractNotReady'),
  ]),
  record(
    276,
    '合同归档,商机已签约',
    'The contract archived, the deal closed as signed',
    [
      contract.events('ContractArchived'),
      contract.refusals('NotOnFile', 'NotSigned'),
      contracting.events('OpportunityWon'),
      contractGates.criteria('contractFiled/1'),
    ],
    'What is archived is what contract administration was given, by its bytes.',
  ),
  role(277, '销售代表、销售经理、法务', 'Representatives, managers, legal', [
    roles.roles('SALES_REP', 'SALES_MANAGER', 'LEGAL'),
    stages.contents('CLASSIC-SALES/C5', 'roles'),
    policies.definitions('authority/standard'),
  ]),
  tool(
    278,
    '谈判策略表、标准合同模板、价格审批单',
    'Strategy sheet, standard contract, price approval',
    [
      stages.contents('CLASSIC-SALES/C5', 'tools'),
      documentKinds.documentKinds('negotiationStrategy', 'contractTemplate', 'priceApproval'),
      negotiation.events('NegotiationStrategySet'),
      contract.events('ContractDrafted'),
      approvalSteps.events('ApprovalRequested', 'ApprovalStepDecided', 'ApprovalGranted'),
      approvalGates.criteria('approvalGranted/1'),
    ],
    'The price approval is printed as a form of the events of its stream; a contract names the template it was made of.',
  ),
  record(279, '正式签署的合同', 'The signed contract', [
    stages.contents('CLASSIC-SALES/C5', 'deliverables'),
    contract.events('ContractFullySigned'),
    documentKinds.documentKinds('signedContract'),
    contractGates.criteria('contractSigned/1'),
  ]),
  kpi(280, '签约率、合同额、利润率、谈判周期', 'Deals closed, amounts, margin, length of negotiations', [
    stages.contents('CLASSIC-SALES/C5', 'kpis'),
    negotiation.events('NegotiationOpened', 'NegotiationConcluded'),
    contract.events('ContractFullySigned'),
  ]),
  role(
    290,
    '销售代表、订单管理、财务、交付各部门',
    'Representatives, order specialists, finance, and all who deliver',
    [roles.roles('SALES_REP', 'ORDER_SPECIALIST', 'FINANCE', 'DELIVERY', 'PRODUCTION', 'PURCHASING', 'LOGISTICS')],
    followingRoles,
  ),
  role(
    304,
    '销售代表、客户成功与售后服务',
    'Representatives, customer success, after-sales service',
    [roles.roles('SALES_REP', 'CSM', 'AFTER_SALES')],
    followingRoles,
  ),
];
