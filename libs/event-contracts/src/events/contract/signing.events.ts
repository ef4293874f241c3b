import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Instant, Line, Money, OneOf, open, openOptional, personal, Prose, Sha256 } from '../../fields.ts';
import { FactSource } from '../approval.shared.ts';
import { parties } from '../opportunity/lifecycle.events.ts';
import { ContractQuote, filedForms, filingDepartments, signatureSteps, voidingReasons } from './contract.shared.ts';

/** What the deal is told of names the deal. */
const named = { contractId: open(Id), opportunityId: open(Id) };
const ofContent = { ...named, contentSha256: open(Sha256) };
const party = open(OneOf(...parties));

/** From the house to the customer and back, with both signatures, to the archive; or to another end. */
export const contractSigning = {
  ContractSentToCustomer: event('ContractSentToCustomer', {
    aggregate: 'contract',
    description: 'The approved contract was sent to the customer to be signed (L155).',
    fields: {
      ...ofContent,
      /** By when the customer is expected to have signed. */
      signDueAt: open(Instant),
      /** A person at the customer's. */
      recipientId: openOptional(Id),
    },
  }),
  ContractRecalled: event('ContractRecalled', {
    aggregate: 'contract',
    description: 'What was sent is taken back before the customer signed: it may be changed again.',
    fields: { ...ofContent, reason: open(Prose) },
  }),
  CustomerSignatureTracked: event('CustomerSignatureTracked', {
    aggregate: 'contract',
    description: 'How far the contract has come inside the customer’s house is known (L162, L274).',
    fields: {
      contractId: open(Id),
      trackingId: open(Id),
      step: open(OneOf(...signatureSteps)),
      expectedOn: openOptional(CalendarDate),
      note: openOptional(Prose),
    },
  }),
  ContractSignatureOverdue: event('ContractSignatureOverdue', {
    aggregate: 'contract',
    description: 'The customer had not signed when it was expected to have (L162).',
    fields: { ...ofContent, signDueAt: open(Instant) },
  }),
  ContractSignatureReceived: event('ContractSignatureReceived', {
    aggregate: 'contract',
    description: 'A party signed; the server has the bytes of what it signed (L160, L163, L274).',
    fields: {
      ...ofContent,
      party,
      documentId: open(Id),
      /** Of the signed document: bytes that the server received. */
      documentSha256: open(Sha256),
      signedOn: open(CalendarDate),
      signatoryId: open(Id),
      signatoryName: personal('signatoryId', Line),
    },
  }),
  ContractSignatureRejected: event('ContractSignatureRejected', {
    aggregate: 'contract',
    description: 'What was handed in is no signature of this contract: the party’s signature is still to come.',
    fields: { contractId: open(Id), party, documentSha256: open(Sha256), reason: open(Prose) },
  }),
  ContractSignatureConfirmed: event('ContractSignatureConfirmed', {
    aggregate: 'contract',
    description: 'Someone who never owned the deal holds the signature for good (L160, L163).',
    fields: { ...ofContent, party, documentSha256: open(Sha256) },
  }),
  ContractFullySigned: event('ContractFullySigned', {
    aggregate: 'contract',
    version: 2,
    upcasters: { 1: (data) => data },
    description: 'Both parties’ signatures of the same content are on file and confirmed: the contract is concluded (L160, L163, L279).',
    fields: {
      ...ofContent,
      amount: open(Money),
      /** The day of the later signature. */
      signedOn: open(CalendarDate),
      /** Everyone who had a part in confirming the two. Who confirmed before this was told is in the events of that alone. */
      confirmedBy: openOptional(Type.Array(Id)),
    },
  }),
  SignedContractFiled: event('SignedContractFiled', {
    aggregate: 'contract',
    description: 'The signed contract was handed in at a department, as original or as scan (L164).',
    fields: {
      ...named,
      department: open(OneOf(...filingDepartments)),
      form: open(OneOf(...filedForms)),
      documentId: open(Id),
      documentSha256: open(Sha256),
    },
  }),
  ContractArchived: event('ContractArchived', {
    aggregate: 'contract',
    description: 'The final contract is in the archive (L276).',
    fields: { ...named, documentSha256: open(Sha256), shelf: openOptional(Line) },
  }),
  ContractCancelled: event('ContractCancelled', {
    aggregate: 'contract',
    description: 'The contract will not be concluded.',
    fields: { ...named, reason: open(Prose) },
  }),
  ContractVoided: event('ContractVoided', {
    aggregate: 'contract',
    description: 'The quote that the contract was made of is another one or none: it can be neither sent nor signed.',
    fields: {
      ...named,
      quote: open(ContractQuote),
      because: open(OneOf(...voidingReasons)),
      /** Whether it was with the customer, and is taken back with this. */
      wasSent: open(Type.Boolean()),
      source: open(FactSource),
    },
  }),
  ContractUpheld: event('ContractUpheld', {
    aggregate: 'contract',
    description: 'The quote was changed or withdrawn after the customer had signed what was sent to it: what the customer accepted stands.',
    fields: { ...ofContent, because: open(OneOf(...voidingReasons)), source: open(FactSource) },
  }),
};
