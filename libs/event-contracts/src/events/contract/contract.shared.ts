import { Type, type Static } from '@sinclair/typebox';
import { Id, Line, Money, OneOf, Prose, Sha256 } from '../../fields.ts';

const closed = { additionalProperties: false };

/** The version of a quote that a contract is made of. */
export const ContractQuote = Type.Object({ quoteId: Id, version: Type.Integer({ minimum: 1 }), contentSha256: Sha256 }, closed);
export type ContractQuote = Static<typeof ContractQuote>;

/** Days after delivery. */
export const PaymentDays = Type.Integer({ minimum: 0, maximum: 10_000 });

/** One agreed term, as the contract says it. A price is that of the whole contract. */
export { AgreedTerm as ContractTerm, termTopics } from '../negotiation.shared.ts';

/** A part of the price, and how long after delivery it is to be paid; what is paid in advance has 0 days. */
export const Instalment = Type.Object({ instalmentId: Id, amount: Money, paymentDays: PaymentDays, condition: Line }, closed);
export type Instalment = Static<typeof Instalment>;

export const ContractClause = Type.Object({ clauseId: Id, title: Line, text: Prose }, closed);
export type ContractClause = Static<typeof ContractClause>;

/** What a reviewer found; what blocks has to be mended before the contract is approved. */
export const ReviewFinding = Type.Object(
  { findingId: Id, clauseId: Type.Optional(Id), statement: Prose, severity: OneOf('blocking', 'advice') },
  closed,
);
export const reviewResults = ['accepted', 'changesNeeded'] as const;

/** Where the text says otherwise than was agreed: it lacks a term, words it otherwise, or holds one that nobody agreed on. */
export const TermDifference = Type.Object(
  { termId: Id, kind: OneOf('missing', 'differs', 'notAgreed'), fields: Type.Optional(Type.Array(Line)) },
  closed,
);
export type TermDifference = Static<typeof TermDifference>;

/** Where a document stands with the customer (L162, L274): a default, not policy. */
export const signatureSteps = ['received', 'underReview', 'internalApproval', 'beingSealed', 'onItsWayBack'] as const;

/** Where signed contracts are handed in (L164). */
export const filingDepartments = ['CONTRACT_ADMIN', 'FINANCE'] as const;
export const filedForms = ['original', 'scan'] as const;

/** Why a commission counts no longer. */
export const voidingReasons = ['quoteRevised', 'quoteWithdrawn', 'dealEnded'] as const;

/** What became of a contract, as far as the deal has to know. */
export const contractProgress = [
  'drafted',
  'approved',
  'sent',
  'recalled',
  'signed',
  'filed',
  'archived',
  'cancelled',
  'voided',
  'upheld',
] as const;
