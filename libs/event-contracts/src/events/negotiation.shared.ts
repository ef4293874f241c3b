import { Type, type Static } from '@sinclair/typebox';
import { sha256Hex } from '../canonical.ts';
import type { Upcaster } from '../definition.ts';
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

/** A term that both parties hold to, in words: as the contract says it, and as it was told in the open before its words were sealed. */
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

/** The same, as it is told to those who do not negotiate. Its price is open: it is what the contract will say. */
export const NegotiatedTerm = Type.Object(
  {
    termId: Id,
    topic: Topic,
    /** Keyed, of the words: whoever writes the same ones into a contract can be found to have done so. Without a key where they were open. */
    statementDigest: Sha256,
    price: Type.Optional(Money),
    /** The longest time that the price may stay unpaid, in days after delivery. */
    paymentDays: Type.Optional(PaymentDays),
  },
  closed,
);
export type NegotiatedTerm = Static<typeof NegotiatedTerm>;

/** The words of a term, for those who negotiate. */
export const TermStatement = Type.Object({ termId: Id, statement: Prose }, closed);
export type TermStatement = Static<typeof TermStatement>;

/** Of words that anybody may read: it keeps nothing from anybody. */
export const openStatementDigest = (statement: string): string => sha256Hex(Buffer.from(statement, 'utf8'));

/** A term as it is told on: with its words where they were open when it was first told, else with their digest. */
export type ToldTerm = AgreedTerm | NegotiatedTerm;

type Apart<D extends { readonly terms?: unknown }> = Omit<D, 'terms'> & {
  [K in keyof Pick<D, 'terms'>]: NegotiatedTerm[] | Extract<D['terms'], undefined>;
} & { readonly statements?: TermStatement[] };

const areOpen = (terms: readonly ToldTerm[]): terms is readonly AgreedTerm[] => terms.some((term) => 'statement' in term);

/**
 * What was told of terms before their words were sealed: the words stand beside them, as open as they were where they are read, and sealed where they are
 * written anew. The hash of the terms stays that of what was told then.
 */
export const statementsApart = <D extends object & { readonly terms?: readonly ToldTerm[] | undefined }>(data: D): Apart<D> => {
  const { terms, ...rest } = data;
  if (terms === undefined || !areOpen(terms)) return data as unknown as Apart<D>;
  return {
    ...rest,
    terms: terms.map(({ statement, ...term }) => ({ ...term, statementDigest: openStatementDigest(statement) })),
    statements: terms.map(({ termId, statement }) => ({ termId, statement })),
  };
};

interface Sealing {
  readonly version: number;
  readonly upcasters: Readonly<Record<number, Upcaster>>;
}

/**
 * Free text of a negotiation was open in its first version: an older event is read as it was written, its words among its open data, where nobody can
 * take them back from. What is written today seals them.
 */
export const wordsSealed: Sealing = { version: 2, upcasters: { 1: (data) => data } };

/** The same of an event that tells of agreed terms. */
export const statementsSealed: Sealing = { version: 2, upcasters: { 1: (data) => statementsApart(data) } };

/** The very version of a quote that is negotiated about, with its sums. */
export const NegotiatedQuote = Type.Object(
  { quoteId: Id, version: Type.Integer({ minimum: 1 }), contentSha256: Sha256, list: Money, net: Money },
  closed,
);
