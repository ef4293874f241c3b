import { Type } from '@sinclair/typebox';
import { contracts } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DraftingCommand } from '../domain/drafting.ts';
import type { ContractApprovalCommand } from '../domain/approvals.ts';
import type { ReviewCommand } from '../domain/reviews.ts';
import { contractController } from './contract-controller.ts';

const { ContractDrafted, ContractRevised, ContractClauseDeviationRecorded, LegalReviewCompleted, FinanceReviewCompleted } = contracts;
const { instalments, reason } = { ...ContractDrafted.fields, ...ContractRevised.fields };

/** What follows from the quote, from the instalments or from the content is reckoned by the server. */
const reckoned = ['contractId', 'opportunityId', 'version', 'quote', 'amount', 'paymentDays', 'contentSha256'];
/** A price is paid in one part at least. */
const parts = { schema: { ...instalments.schema, minItems: 1, maxItems: 500 }, required: true };
const contentSha256 = { schema: ContractDrafted.fields.contentSha256.schema, required: true };
const askedTypes = Type.Union([Type.Literal('contract'), Type.Literal('nonStandardTerms'), Type.Literal('paymentTerms')]);

export const ContractsController = contractController<
  Exclude<(DraftingCommand | ReviewCommand | ContractApprovalCommand)['type'], `Note${string}`>
>('Contracts', 'contracts', {
  DraftContract: {
    path: 'draft',
    summary: 'A contract is drafted from the standard form, for what the quote says (L273).',
    body: { ...bodyOf(ContractDrafted.fields, ...reckoned), instalments: parts },
  },
  ReviseContract: {
    path: 'revise',
    summary: 'A contract gets a new version, which is reviewed and approved anew (L151).',
    body: { ...bodyOf(ContractRevised.fields, ...reckoned), instalments: parts, reason },
  },
  RecordClauseDeviation: {
    path: 'deviations',
    summary: 'A clause is not the standard one (L188, L275).',
    body: bodyOf(ContractClauseDeviationRecorded.fields, 'contractId', 'opportunityId', 'deviationId', 'contentSha256'),
    makes: { deviationId: 'deviation' },
  },
  RequestLegalReview: { path: 'legal-review/request', summary: 'The legal department is asked to review it (L151).', body: {} },
  CompleteLegalReview: {
    path: 'legal-review',
    summary: 'The legal department reviewed it as it stands (L151, L275).',
    body: bodyOf(LegalReviewCompleted.fields, 'contractId'),
  },
  CompleteFinanceReview: {
    path: 'finance-review',
    summary: 'The finance department reviewed how it is to be paid (L156).',
    body: bodyOf(FinanceReviewCompleted.fields, 'contractId'),
  },
  ReconcileContractText: {
    path: 'reconcile',
    summary: 'The text is held against what was agreed, by someone who did not write it (L153).',
    body: { contentSha256 },
  },
  SeekContractApproval: {
    path: 'approvals',
    summary: 'An approval of it as it stands is asked for (L154, L156, L188).',
    body: {
      type: { schema: askedTypes, required: true },
      reason: { schema: contracts.ContractApprovalSought.fields.ask.schema.properties.reason, required: true },
    },
    makes: { approvalId: 'approval' },
  },
});
