import type { DealFacts } from '../../facts/deal-facts.ts';
import { contractsOf, standingContract, type ContractStanding } from '../../facts/contracts.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';

/** What is asked of the contract that is meant; what was told of another says nothing of it. */
const judging =
  (judge: (contract: ContractStanding, parameters: Readonly<Record<string, unknown>>) => Verdict) =>
  (facts: DealFacts, parameters: Readonly<Record<string, unknown>>): Verdict => {
    const contract = standingContract(facts);
    if (contract) return judge(contract, parameters);
    const last = contractsOf(facts).at(-1);
    return last ? unmet('noLongerMeant', last.evidence, { contractId: last.contractId }) : missing('notCommissioned');
  };

/** What is still to be told by the contract's own stream. */
const pending = ({ contractId, evidence }: ContractStanding, because: string): Verdict => unmet(because, evidence, { contractId });

/** L154, L157, L188: the contract as it stands is reviewed, reconciled and approved in the house. Nobody passes over the approval of the exact content. */
const contractApproved: Criterion<DealFacts> = {
  name: 'contractApproved',
  version: 1,
  title: { zh: '合同最终文本已通过内部审批', en: 'The final contract is approved in the house' },
  policyLines: [151, 153, 154, 157],
  parameters: {},
  suppliedBy: [
    'CommissionContract',
    'DraftContract',
    'CompleteLegalReview',
    'CompleteFinanceReview',
    'ReconcileContractText',
    'SeekContractApproval',
  ],
  absolute: true,
  judge: judging((contract) => {
    const { contentSha256, approvedSha256, evidence, contractId } = contract;
    if (contentSha256 === undefined) return pending(contract, 'notDrafted');
    if (approvedSha256 === undefined) return pending(contract, 'notApproved');
    return approvedSha256 === contentSha256
      ? met(evidence)
      : unmet('otherContent', evidence, { contractId, approvedSha256, contentSha256 });
  }),
};

/** L155: the approved contract is with the customer. */
const contractSent: Criterion<DealFacts> = {
  name: 'contractSent',
  version: 1,
  title: { zh: '合同已发送客户签署', en: 'The contract was sent to the customer to be signed' },
  policyLines: [155],
  parameters: {},
  suppliedBy: ['CommissionContract', 'SendContract'],
  judge: judging((contract) => (contract.sentSha256 === undefined ? pending(contract, 'notSent') : met(contract.evidence))),
};

/** L160, L163, L279: both signatures of the same content, by bytes and confirmed. Nobody passes over a signature. */
const contractSigned: Criterion<DealFacts> = {
  name: 'contractSigned',
  version: 1,
  title: { zh: '双方已签署合同', en: 'Both parties have signed the contract' },
  policyLines: [160, 163, 279],
  parameters: {},
  suppliedBy: ['CommissionContract', 'ReceiveContractSignature', 'ConfirmContractSignature'],
  absolute: true,
  judge: judging((contract) => (contract.signed ? met(contract.evidence) : pending(contract, 'notSigned'))),
};

/** L164: the signed contract is at contract administration and finance, or at those that are named. */
const contractFiled: Criterion<DealFacts> = {
  name: 'contractFiled',
  version: 1,
  title: { zh: '已签合同已提交合同管理部与财务部', en: 'The signed contract was handed in at the departments' },
  policyLines: [164],
  parameters: { departments: 'many?' },
  suppliedBy: ['FileSignedContract'],
  judge: judging((contract, { departments = ['CONTRACT_ADMIN', 'FINANCE'] }) => {
    if (!contract.signed) return pending(contract, 'notSigned');
    const { departments: filed, evidence, contractId } = contract;
    const absent = [departments]
      .flat()
      .map(String)
      .filter((department) => !filed.some((each) => each === department));
    return absent.length > 0 ? unmet('notFiled', evidence, { contractId, departments: absent }) : met(evidence);
  }),
};

/** What the contract's own stream has told the deal (L151–L165, L279). */
export const contractCriteria: readonly Criterion<DealFacts>[] = [contractApproved, contractSent, contractSigned, contractFiled];
