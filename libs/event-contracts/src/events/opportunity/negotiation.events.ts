import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, OneOf, open, openOptional, Prose, restricted, Sha256 } from '../../fields.ts';
import { FactSource } from '../approval.shared.ts';
import { NegotiatedQuote, NegotiatedTerm, statementsSealed, TermStatement } from '../negotiation.shared.ts';

/** How a step of the customer's purchase stands (L46). */
export const procurementStatuses = ['expected', 'inProgress', 'done', 'blocked'] as const;
/** What the deal is told of a negotiation. */
export const negotiationProgress = ['strategySet', 'concluded', 'failed', 'reopened', 'risksChanged'] as const;

/** The deal's side of its negotiations, which are streams of their own. */
export const dealNegotiation = {
  NegotiationEntered: event('NegotiationEntered', {
    aggregate: 'opportunity',
    description: 'The deal came to be negotiated (L45, L149).',
    fields: {
      opportunityId: open(Id),
      negotiationId: open(Id),
      ownerId: open(Id),
      /** Of every price in it. */
      currency: open(Type.String({ pattern: '^[A-Z]{3}$' })),
      /** The issued quote that is negotiated about. */
      quote: openOptional(NegotiatedQuote),
    },
  }),
  NegotiationReassigned: event('NegotiationReassigned', {
    aggregate: 'opportunity',
    description: 'A negotiation goes to the deal’s new owner with the deal.',
    fields: { opportunityId: open(Id), negotiationId: open(Id), from: open(Id), to: open(Id) },
  }),
  NegotiationNoted: event('NegotiationNoted', {
    aggregate: 'opportunity',
    ...statementsSealed,
    description: 'What came of a negotiation, as its own stream says (L149, L150, L152).',
    fields: {
      opportunityId: open(Id),
      negotiationId: open(Id),
      /** The negotiation and what of it this is about; a later note of the same takes this one’s place. */
      noteId: open(Id),
      progress: open(OneOf(...negotiationProgress)),
      /** Of the strategy. */
      version: openOptional(Type.Integer({ minimum: 1 })),
      /** Of the RFC 8785 bytes of the terms. */
      termsSha256: openOptional(Sha256),
      terms: openOptional(Type.Array(NegotiatedTerm)),
      /** What was agreed in words, of negotiations that told it in the open; of others the negotiation itself keeps it. */
      statements: restricted('negotiation', Type.Array(TermStatement)),
      openRisks: openOptional(Type.Integer({ minimum: 0, maximum: 100_000 })),
      source: open(FactSource),
    },
  }),
  ProcurementStepRecorded: event('ProcurementStepRecorded', {
    aggregate: 'opportunity',
    description: 'How a step of the customer’s own purchase stands, and how we help with it (L46).',
    fields: {
      opportunityId: open(Id),
      stepId: open(Id),
      step: open(Line),
      status: open(OneOf(...procurementStatuses)),
      onDay: open(CalendarDate),
      support: openOptional(Prose),
    },
  }),
};
