import { Type, type Static } from '@sinclair/typebox';
import { Id, Line, Money, OneOf, Sha256 } from '../fields.ts';

/** What is to be approved (L127, L149, L154, L156, L188, L278). */
export const approvalTypes = ['discount', 'nonStandardTerms', 'paymentTerms', 'resource', 'contract', 'solutionReview'] as const;
export const approvalSubjects = ['quote', 'contract', 'poc', 'resource', 'solution'] as const;
/** Solutions were not approved at first: the second version of every event that names a type or a subject. */
export const withReviews = { version: 2, upcasters: { 1: (data: Readonly<Record<string, unknown>>) => data } };
/** How an approval ended, or where it went back to. */
export const approvalOutcomes = ['granted', 'rejected', 'sentBack', 'recalled', 'voided'] as const;

const closed = { additionalProperties: false };
const BasisPoints = Type.Integer({ minimum: 0, maximum: 10_000 });

/** The very thing that is approved: an approval counts for these contents and for no others. */
export const ApprovalSubject = Type.Object(
  {
    kind: OneOf(...approvalSubjects),
    id: Id,
    version: Type.Integer({ minimum: 1 }),
    /** Of the RFC 8785 bytes of its open content. */
    contentSha256: Sha256,
  },
  closed,
);
export type ApprovalSubject = Static<typeof ApprovalSubject>;

/** What the matrix goes by. Discounts are the largest of any line, of the document, and over all live quotes of the deal. */
export const ApprovalMeasures = Type.Object(
  {
    amount: Type.Optional(Money),
    lineDiscountBp: Type.Optional(BasisPoints),
    documentDiscountBp: Type.Optional(BasisPoints),
    dealDiscountBp: Type.Optional(BasisPoints),
    /** The longest time that any part of the price may stay unpaid, in days after delivery. */
    paymentDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    deviations: Type.Optional(Type.Integer({ minimum: 0 })),
    personDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  closed,
);
export type ApprovalMeasures = Static<typeof ApprovalMeasures>;

/** One approval that is asked for, as the stream that needs it says it and the approval's own stream repeats it. */
export const ApprovalAsk = Type.Object(
  {
    approvalId: Id,
    type: OneOf(...approvalTypes),
    opportunityId: Id,
    /** Of the deal, when it was asked for. */
    ownerId: Id,
    requestedBy: Id,
    subject: ApprovalSubject,
    measures: ApprovalMeasures,
    reason: Line,
  },
  closed,
);
export type ApprovalAsk = Static<typeof ApprovalAsk>;

/** Where a fact of another stream was read: what makes it count here. */
export const FactSource = Type.Object({ eventId: Id, stream: Line, revision: Type.Integer({ minimum: 0 }) }, closed);
export type FactSource = Static<typeof FactSource>;

/** The outcome of an approval, as the stream that asked for it notes it. */
export const ApprovalNote = Type.Object(
  {
    approvalId: Id,
    type: OneOf(...approvalTypes),
    outcome: OneOf(...approvalOutcomes),
    subject: ApprovalSubject,
    /** `id@version#sha256` of the approval matrix that it went by. */
    matrix: Line,
    source: FactSource,
  },
  closed,
);
export type ApprovalNote = Static<typeof ApprovalNote>;
