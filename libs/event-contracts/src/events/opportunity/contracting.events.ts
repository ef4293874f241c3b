import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional, restricted, Sha256 } from '../../fields.ts';
import { FactSource } from '../approval.shared.ts';
import { ContractQuote, contractProgress, filingDepartments, voidingReasons } from '../contract/contract.shared.ts';
import { NegotiatedTerm, statementsSealed, TermStatement } from '../negotiation.shared.ts';

const named = { opportunityId: open(Id), contractId: open(Id) };

/** What the deal asks of its contract and knows of it; the contract itself is a stream of its own. */
export const contracting = {
  ContractCommissioned: event('ContractCommissioned', {
    aggregate: 'opportunity',
    description: 'A contract is to be made of a quote that binds (L155, L273).',
    fields: {
      ...named,
      ownerId: open(Id),
      /** Everyone who ever owned the deal. */
      owners: open(Type.Array(Id)),
      company: open(Line),
      quote: open(ContractQuote),
      /** The quote's net amount. */
      amount: open(Money),
    },
  }),
  ContractOwnerChanged: event('ContractOwnerChanged', {
    aggregate: 'opportunity',
    description: 'The deal has another owner while its contract is being made: the contract is to know.',
    fields: { ...named, from: open(Id), to: open(Id) },
  }),
  ContractCommissionVoided: event('ContractCommissionVoided', {
    aggregate: 'opportunity',
    description: 'The quote that a contract was to be made of was revised or withdrawn: that contract is not what is meant any more.',
    fields: { ...named, quote: open(ContractQuote), because: open(OneOf(...voidingReasons)) },
  }),
  NegotiatedTermsPassedOn: event('NegotiatedTermsPassedOn', {
    aggregate: 'opportunity',
    ...statementsSealed,
    description: 'What was agreed on at the table is told to the contract that is made of it (L153).',
    fields: {
      ...named,
      negotiationId: open(Id),
      terms: open(Type.Array(NegotiatedTerm)),
      /** As the deal has it noted. */
      statements: restricted('negotiation', Type.Array(TermStatement)),
      termsSha256: open(Sha256),
    },
  }),
  ContractNoted: event('ContractNoted', {
    aggregate: 'opportunity',
    version: 2,
    upcasters: { 1: (data) => data },
    description: 'What became of the contract is known to the deal, with where it was read (L157, L163–L165, L276).',
    fields: {
      ...named,
      /** The event of the contract that says so: one note each. */
      noteId: open(Id),
      progress: open(OneOf(...contractProgress)),
      contentSha256: openOptional(Sha256),
      amount: openOptional(Money),
      signedOn: openOptional(CalendarDate),
      department: openOptional(OneOf(...filingDepartments)),
      /** Who confirmed the signatures: none of them had ever owned the deal when this was noted. */
      confirmedBy: openOptional(Type.Array(Id)),
      source: open(FactSource),
    },
  }),
};
