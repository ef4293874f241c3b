import { Type, type TSchema } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { CalendarDate, Id, Money, OneOf, open, openOptional, Prose, restricted, Sha256 } from '../fields.ts';
import {
  NegotiatedQuote,
  NegotiatedTerm,
  NegotiationAsk,
  NegotiationConcession,
  negotiatingParties,
  statementsSealed,
  termContent,
  TermStatement,
  wordsSealed,
} from './negotiation.shared.ts';

const Version = Type.Integer({ minimum: 1 });
const Count = Type.Integer({ minimum: 0, maximum: 100_000 });

/** For those who negotiate. */
const told = <T extends TSchema>(schema: T) => restricted('negotiation', schema);

/**
 * Streams `negotiation-{negotiationId}`, in the case of their deal. What we would settle for at worst is sealed for those who negotiate, and so is
 * whatever is said in words: somebody may write it there.
 */
export const negotiations = {
  NegotiationOpened: event('NegotiationOpened', {
    aggregate: 'negotiation',
    description: 'A negotiation about a deal began (L45, L149).',
    fields: {
      negotiationId: open(Id),
      opportunityId: open(Id),
      /** Of the deal. */
      ownerId: open(Id),
      /** Of every price in it. */
      currency: open(Type.String({ pattern: '^[A-Z]{3}$' })),
      quote: openOptional(NegotiatedQuote),
    },
  }),
  NegotiationHandedOver: event('NegotiationHandedOver', {
    aggregate: 'negotiation',
    description: 'A negotiation went with its deal to another owner.',
    fields: { negotiationId: open(Id), from: open(Id), to: open(Id) },
  }),
  NegotiationStrategySet: event('NegotiationStrategySet', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'What is to be reached, and what we would settle for at worst (L149, L270); it binds once it is approved.',
    fields: {
      negotiationId: open(Id),
      /** Counted over the negotiation, from 1. */
      version: open(Version),
      objective: told(Prose),
      /** The lowest net price. */
      floor: told(Money),
      /** The largest discount from the quote's list price, in basis points. */
      authorisedDiscountBp: told(Type.Integer({ minimum: 0, maximum: 10_000 })),
      /** What to do when nothing is agreed. */
      fallback: told(Prose),
      documentId: openOptional(Id),
    },
  }),
  NegotiationStrategyApproved: event('NegotiationStrategyApproved', {
    aggregate: 'negotiation',
    description: 'A sales manager approved a strategy that another had set (L149, L156, L270); from now on it binds.',
    fields: { negotiationId: open(Id), opportunityId: open(Id), version: open(Version), setBy: open(Id) },
  }),
  NegotiationRoundHeld: event('NegotiationRoundHeld', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'A round was held: what was asked for, what was given for what in return (L150, L272).',
    fields: {
      negotiationId: open(Id),
      roundId: open(Id),
      /** Counted over the negotiation, from 1. */
      n: open(Version),
      heldOn: open(CalendarDate),
      asks: told(Type.Array(NegotiationAsk)),
      concessions: told(Type.Array(NegotiationConcession)),
      outcome: told(Prose),
    },
  }),
  NegotiationTermProposed: event('NegotiationTermProposed', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'A party proposed a term (L271). What is only proposed is for those who negotiate.',
    fields: {
      negotiationId: open(Id),
      termId: open(Id),
      by: open(OneOf(...negotiatingParties)),
      topic: open(termContent.topic),
      /** Without the price, which has a field of its own. */
      statement: told(termContent.statement),
      /** Net, for the whole deal. */
      price: told(Money),
      paymentDays: openOptional(termContent.paymentDays),
    },
  }),
  NegotiationTermAgreed: event('NegotiationTermAgreed', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'Both parties agreed on a term (L271).',
    fields: {
      negotiationId: open(Id),
      termId: open(Id),
      topic: open(termContent.topic),
      statement: told(termContent.statement),
      price: openOptional(Money),
      paymentDays: openOptional(termContent.paymentDays),
    },
  }),
  NegotiationTermWithdrawn: event('NegotiationTermWithdrawn', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'A term, proposed or agreed, holds no longer (L271).',
    fields: { negotiationId: open(Id), termId: open(Id), reason: told(Prose) },
  }),
  ContractRiskIdentified: event('ContractRiskIdentified', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'Something may keep us from fulfilling what is negotiated (L152).',
    fields: {
      negotiationId: open(Id),
      opportunityId: open(Id),
      riskId: open(Id),
      severity: open(OneOf('low', 'medium', 'high')),
      statement: told(Prose),
      /** How many are open with this one. */
      openRisks: open(Count),
    },
  }),
  ContractRiskMitigated: event('ContractRiskMitigated', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'A risk was settled, and how (L152).',
    fields: {
      negotiationId: open(Id),
      opportunityId: open(Id),
      riskId: open(Id),
      measure: told(Prose),
      documentId: openOptional(Id),
      /** How many are still open. */
      openRisks: open(Count),
    },
  }),
  NegotiationConcluded: event('NegotiationConcluded', {
    aggregate: 'negotiation',
    ...statementsSealed,
    description: 'The negotiation ended, with terms that both agreed on or without (L45, L150, L271).',
    fields: {
      negotiationId: open(Id),
      opportunityId: open(Id),
      outcome: open(OneOf('agreed', 'failed')),
      /** All that were agreed, by their ids in order. */
      terms: open(Type.Array(NegotiatedTerm)),
      /** What was agreed in words. */
      statements: told(Type.Array(TermStatement)),
      /** Of the RFC 8785 bytes of the terms: what the contract is held against. */
      termsSha256: open(Sha256),
      /** The approved strategy that it was measured by. */
      strategyVersion: openOptional(Version),
      rounds: open(Count),
      openRisks: open(Count),
      reason: told(Prose),
    },
  }),
  NegotiationReopened: event('NegotiationReopened', {
    aggregate: 'negotiation',
    ...wordsSealed,
    description: 'A negotiation that had ended goes on; what was agreed counts no longer until it is concluded again.',
    fields: { negotiationId: open(Id), opportunityId: open(Id), reason: told(Prose) },
  }),
};
