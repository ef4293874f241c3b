import type { Role } from '#event-contracts';
import type { ApprovalMatrixContents, MatrixStep, MatrixTier } from '../approval-matrix.ts';

const names: Readonly<Partial<Record<Role, MatrixStep['name']>>> = {
  SALES_MANAGER: { zh: '销售经理审批', en: 'Sales manager' },
  SALES_DIRECTOR: { zh: '销售总监审批', en: 'Sales director' },
  LEGAL: { zh: '法务审批', en: 'Legal' },
  FINANCE: { zh: '财务审批', en: 'Finance' },
  PRESALES: { zh: '售前资源审批', en: 'Presales' },
  MANAGEMENT: { zh: '管理层审批', en: 'Management' },
};

const step = (role: Role, escalatesTo: Role, workdays = 1): MatrixStep => ({
  ...{ name: names[role] ?? { zh: role, en: role }, roles: [role], decides: 'any' },
  ...{ within: { workdays }, escalatesTo: [escalatesTo] },
});

const manager = step('SALES_MANAGER', 'SALES_DIRECTOR');
const director = step('SALES_DIRECTOR', 'MANAGEMENT');
const finance = step('FINANCE', 'MANAGEMENT');
const legal = step('LEGAL', 'MANAGEMENT', 2);
const management = step('MANAGEMENT', 'MANAGEMENT', 2);

const tier = (code: string, above: MatrixTier['above'], ...steps: readonly MatrixStep[]): MatrixTier => ({ code, above, steps });

/** L154: all three of them, each for themself. */
const contractReview: MatrixStep = {
  name: { zh: '合同会审', en: 'Contract review' },
  roles: ['SALES_DIRECTOR', 'LEGAL', 'FINANCE'],
  decides: 'all',
  within: { workdays: 2 },
  escalatesTo: ['MANAGEMENT'],
};

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const large = cny(1_000_000_000);

/** Who may allow what, until the company publishes a matrix of its own. */
export const standardApprovalMatrix: ApprovalMatrixContents = {
  id: 'APPROVAL-MATRIX',
  version: 1,
  title: { zh: '审批权限矩阵', en: 'Approval matrix' },
  notes: [
    'limits, standardPaymentDays, resourcePersonDays, bounds of tiers, within, escalatesTo: default, not policy',
    'routes of contracts and of terms of payment: L154, L156; special discounts, non-standard terms and large resources take an approval: L149, L188; who gives it: default, not policy',
  ],
  limits: [
    { role: 'SALES_REP', lineBp: 1_500, documentBp: 1_200, dealBp: 1_200 },
    { role: 'SALES_MANAGER', lineBp: 2_000, documentBp: 1_500, dealBp: 1_500 },
    { role: 'SALES_DIRECTOR', lineBp: 3_000, documentBp: 2_500, dealBp: 2_500 },
  ],
  standardPaymentDays: 30,
  resourcePersonDays: 20,
  routes: [
    {
      type: 'discount',
      tiers: [
        tier('manager', {}, manager),
        tier(
          'director',
          { lineDiscountBp: 2_000, documentDiscountBp: 1_500, dealDiscountBp: 1_500, amount: cny(300_000_000) },
          manager,
          director,
        ),
        tier('management', { documentDiscountBp: 3_000, dealDiscountBp: 3_000, amount: large }, manager, director, finance, management),
      ],
    },
    {
      type: 'nonStandardTerms',
      tiers: [tier('standard', {}, director, legal), tier('management', { deviations: 3, amount: large }, director, legal, management)],
    },
    {
      type: 'paymentTerms',
      tiers: [
        tier('finance', {}, director, finance),
        tier('management', { paymentDays: 90, amount: large }, director, finance, management),
      ],
    },
    {
      type: 'resource',
      tiers: [
        tier('director', {}, step('PRESALES', 'SALES_DIRECTOR'), director),
        tier('management', { personDays: 60 }, step('PRESALES', 'SALES_DIRECTOR'), director, management),
      ],
    },
    {
      type: 'contract',
      tiers: [
        tier('review', {}, contractReview),
        tier('management', { amount: large, paymentDays: 90, deviations: 3 }, contractReview, management),
      ],
    },
  ],
};
