import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Money, OneOf, open, openOptional, restricted, Sha256 } from '../../fields.ts';
import { ApprovalAsk, ApprovalNote, withReviews, FactSource } from '../approval.shared.ts';
import { NegotiatedTerm, statementsSealed, TermStatement } from '../negotiation.shared.ts';
import { ReviewFinding, reviewResults, TermDifference } from './contract.shared.ts';

const reviewed = {
  contractId: open(Id),
  result: open(OneOf(...reviewResults)),
  findings: open(Type.Array(ReviewFinding)),
  /** Of the very content that was reviewed. */
  contentSha256: open(Sha256),
};

/** What has to be so before a contract may leave the house: reviews, the agreed terms in the text, approval. */
export const contractReview = {
  LegalReviewRequested: event('LegalReviewRequested', {
    aggregate: 'contract',
    description: 'The legal department is asked to review the contract as it stands (L151).',
    fields: { contractId: open(Id), contentSha256: open(Sha256) },
  }),
  LegalReviewCompleted: event('LegalReviewCompleted', {
    aggregate: 'contract',
    description: 'The legal department reviewed the clauses (L151, L275).',
    fields: reviewed,
  }),
  FinanceReviewCompleted: event('FinanceReviewCompleted', {
    aggregate: 'contract',
    description: 'The finance department reviewed how the price is to be paid (L156).',
    fields: reviewed,
  }),
  NegotiatedTermsNoted: event('NegotiatedTermsNoted', {
    aggregate: 'contract',
    ...statementsSealed,
    description: 'What the negotiation ended in is known to the contract (L153).',
    fields: {
      contractId: open(Id),
      negotiationId: open(Id),
      terms: open(Type.Array(NegotiatedTerm)),
      /** As the deal passed it on. */
      statements: restricted('negotiation', Type.Array(TermStatement)),
      /** Of the terms, as the negotiation says it. */
      termsSha256: open(Sha256),
      source: open(FactSource),
    },
  }),
  ContractTextReconciled: event('ContractTextReconciled', {
    aggregate: 'contract',
    description: 'The text was held against the agreed terms, by someone other than who drafted it (L153).',
    fields: {
      contractId: open(Id),
      negotiationId: open(Id),
      termsSha256: open(Sha256),
      contentSha256: open(Sha256),
      /** None where the text says what was agreed. */
      differences: open(Type.Array(TermDifference)),
    },
  }),
  ContractApprovalSought: event('ContractApprovalSought', {
    aggregate: 'contract',
    ...withReviews,
    description:
      'An approval of the contract as it stands is asked for; what it is measured by was reckoned from its content (L154, L156, L188).',
    fields: {
      contractId: open(Id),
      approvalId: open(Id),
      ask: open(ApprovalAsk),
      /** Who may not decide: all who ever owned the deal, who asked, who wrote the contract. */
      barred: open(Type.Array(Id)),
    },
  }),
  ContractApprovalNoted: event('ContractApprovalNoted', {
    aggregate: 'contract',
    ...withReviews,
    description: 'What became of an approval is known to the contract, with where it was read (L154).',
    fields: {
      contractId: open(Id),
      approvalId: open(Id),
      note: open(ApprovalNote),
      /** Who granted it, and in whose name. */
      deciders: open(Type.Array(Id)),
    },
  }),
  ContractApprovalOverturned: event('ContractApprovalOverturned', {
    aggregate: 'contract',
    description: 'The content that an approval was asked for or granted on is no longer the contract’s: it counts no longer.',
    fields: {
      contractId: open(Id),
      approvalId: open(Id),
      because: open(OneOf('contentChanged', 'withdrawn')),
      approvedSha256: open(Sha256),
      currentSha256: open(Sha256),
    },
  }),
  ContractApproved: event('ContractApproved', {
    aggregate: 'contract',
    description: 'The contract as it stands is reviewed, reconciled and approved: the final draft, as approved in the house (L154, L157).',
    fields: {
      contractId: open(Id),
      opportunityId: open(Id),
      version: open(Type.Integer({ minimum: 1 })),
      amount: open(Money),
      contentSha256: open(Sha256),
      /** The approval of type contract that it rests on; others are noted beside it. */
      approvalId: openOptional(Id),
    },
  }),
};
