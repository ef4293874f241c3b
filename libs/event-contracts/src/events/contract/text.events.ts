import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Line, Money, open, openOptional, Prose, Sha256 } from '../../fields.ts';
import { FactSource } from '../approval.shared.ts';
import { ContractClause, ContractQuote, ContractTerm, Instalment, PaymentDays } from './contract.shared.ts';

const closed = { additionalProperties: false };

/** The contract in one version, as it is put before reviewers, approvers and the customer. */
const content = {
  contractId: open(Id),
  opportunityId: open(Id),
  /** Counted over the contract, from 1. */
  version: open(Type.Integer({ minimum: 1 })),
  /** The standard form that it was made from (L278). */
  template: open(Type.Object({ documentId: Id, version: Id }, closed)),
  /** The text as it is to be signed: bytes that the server received. */
  document: open(Type.Object({ documentId: Id, sha256: Sha256 }, closed)),
  quote: open(ContractQuote),
  /** The net amount of the quote, to the cent. */
  amount: open(Money),
  /** The longest time that any part of the price may stay unpaid. */
  paymentDays: open(PaymentDays),
  /** Add up to the amount, to the cent. */
  instalments: open(Type.Array(Instalment)),
  delivery: open(Prose),
  service: openOptional(Prose),
  clauses: open(Type.Array(ContractClause)),
  /** What was agreed on at the table, in the contract's words. */
  terms: open(Type.Array(ContractTerm)),
  /** Of the RFC 8785 bytes of all of the above and of the deviations that stand. */
  contentSha256: open(Sha256),
};

/** What is to be signed, in versions. */
export const contractText = {
  ContractOpened: event('ContractOpened', {
    aggregate: 'contract',
    description: 'A contract is to be made of a quote that the customer has (L155, L273).',
    fields: {
      contractId: open(Id),
      opportunityId: open(Id),
      ownerId: open(Id),
      /** Everyone who ever owned the deal: what takes someone other than its owner takes none of them. */
      owners: open(Type.Array(Id)),
      company: open(Line),
      quote: open(ContractQuote),
      amount: open(Money),
      source: open(FactSource),
    },
  }),
  ContractReassigned: event('ContractReassigned', {
    aggregate: 'contract',
    description: 'The deal of the contract has another owner.',
    fields: { contractId: open(Id), from: open(Id), to: open(Id), source: open(FactSource) },
  }),
  ContractDrafted: event('ContractDrafted', {
    aggregate: 'contract',
    description: 'A contract was drafted from a version of the standard form (L273).',
    fields: content,
  }),
  ContractRevised: event('ContractRevised', {
    aggregate: 'contract',
    description: 'A contract has a new version: what was reviewed, reconciled and approved of an earlier one does not speak for it (L151).',
    fields: { ...content, reason: open(Prose) },
  }),
  ContractClauseDeviationRecorded: event('ContractClauseDeviationRecorded', {
    aggregate: 'contract',
    description: 'A clause of the contract is not the standard one: non-standard terms (L188, L275).',
    fields: {
      contractId: open(Id),
      opportunityId: open(Id),
      deviationId: open(Id),
      clauseId: open(Id),
      /** What the standard form says. */
      standard: open(Prose),
      reason: open(Prose),
      /** Of the content with this deviation. */
      contentSha256: open(Sha256),
    },
  }),
};
