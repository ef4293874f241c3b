import { Type, type Static } from '@sinclair/typebox';
import { Id, Line, Money, OneOf, Prose, Sha256 } from '../fields.ts';

/** What is negotiated about (L149, L271). */
export const termTopics = ['price', 'payment', 'delivery', 'service', 'legal', 'other'] as const;
export const negotiatingParties = ['us', 'customer'] as const;

const closed = { additionalProperties: false };
const Topic = OneOf(...termTopics);
const Party = OneOf(...negotiatingParties);
const PaymentDays = Type.Integer({ minimum: 0, maximum: 10_000 });

/** What is asked for in a round (L150). */
export const NegotiationAsk = Type.Object({ by: Party, topic: Topic, statement: Line }, closed);

/** What one party gave, and what it got for it (L272). */
export const NegotiationConcession = Type.Object({ by: Party, topic: Topic, given: Line, inReturn: Line }, closed);

/** What is said of a term, but for its price. */
export const termContent = { topic: Topic, statement: Prose, paymentDays: PaymentDays };

/** A term that both parties hold to. Its price is open: it is what the contract will say. */
export const AgreedTerm = Type.Object(
  {
    termId: Id,
    topic: Topic,
    statement: Prose,
    price: Type.Optional(Money),
    /** The longest time that the price may stay unpaid, in days after delivery. */
    paymentDays: Type.Optional(PaymentDays),
  },
  closed,
);
export type AgreedTerm = Static<typeof AgreedTerm>;

/** The very version of a quote that is negotiated about, with its sums. */
export const NegotiatedQuote = Type.Object(
  { quoteId: Id, version: Type.Integer({ minimum: 1 }), contentSha256: Sha256, list: Money, net: Money },
  closed,
);
