import { Type, type Static } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional, personal, Prose, restricted, Sha256 } from '../../fields.ts';
import { GateRecord, Stage } from '../shared.ts';

export const forecastCategories = ['pipeline', 'bestCase', 'commit', 'omitted'] as const;
export const lossReasons = ['price', 'competitor', 'noDecision', 'noBudget', 'badTiming', 'poorFit', 'relationship', 'other'] as const;
export const parties = ['customer', 'company'] as const;

/** Percent, 0 to 100. */
const Probability = Type.Integer({ minimum: 0, maximum: 100 });

/** What a salesperson expects of a deal (L186). */
export const Forecast = Type.Object(
  { amount: Money, signingDate: CalendarDate, probability: Probability, category: OneOf(...forecastCategories) },
  { additionalProperties: false },
);
export type Forecast = Static<typeof Forecast>;

/** From the opening of a deal to its end, what is expected of it, and what binds both sides. */
export const dealLifecycle = {
  OpportunityOpened: event('OpportunityOpened', {
    aggregate: 'opportunity',
    description: 'A deal was opened, with what is expected of it (L118).',
    fields: {
      opportunityId: open(Id),
      leadId: openOptional(Id),
      name: open(Line),
      company: open(Line),
      ownerId: open(Id),
      stage: open(Stage),
      forecast: open(Forecast),
    },
  }),
  OpportunityAdvanced: event('OpportunityAdvanced', {
    aggregate: 'opportunity',
    description:
      'A deal went on to the next stage, through the gate of the one it left; its probability follows the stage unless it was revised by hand.',
    version: 2,
    // Before gates asked for anything.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      from: open(Stage),
      to: open(Stage),
      probabilityFrom: open(Probability),
      probabilityTo: open(Probability),
      gate: openOptional(GateRecord),
      /** Stages passed over, where the process allows it, with the reason. */
      skipped: openOptional(Type.Object({ stages: Type.Array(Stage), reason: Prose, gate: GateRecord }, { additionalProperties: false })),
    },
  }),
  OpportunityRegressed: event('OpportunityRegressed', {
    aggregate: 'opportunity',
    description: 'A deal went back to an earlier stage, for a stated reason.',
    fields: {
      opportunityId: open(Id),
      from: open(Stage),
      to: open(Stage),
      probabilityFrom: open(Probability),
      probabilityTo: open(Probability),
      reason: open(Prose),
    },
  }),
  OpportunityReassigned: event('OpportunityReassigned', {
    aggregate: 'opportunity',
    description: 'A deal has another owner, from this event on.',
    fields: { opportunityId: open(Id), from: open(Id), to: open(Id), reason: openOptional(Prose) },
  }),
  ForecastRevised: event('ForecastRevised', {
    aggregate: 'opportunity',
    description: 'What is expected of a deal changed: amount, signing date, probability or category (L186).',
    fields: { opportunityId: open(Id), from: open(Forecast), to: open(Forecast), reason: openOptional(Prose) },
  }),
  ProposalSubmitted: event('ProposalSubmitted', {
    aggregate: 'opportunity',
    description: 'A proposal with a price was handed to the customer (L41, L138, L139).',
    fields: {
      opportunityId: open(Id),
      proposalId: open(Id),
      /** 1 for the first, counted over the deal. */
      version: open(Type.Integer({ minimum: 1 })),
      amount: open(Money),
      validUntil: openOptional(CalendarDate),
      /** SHA-256 of a document that the server has not received: claimed, not proved. */
      claimedDocumentHash: openOptional(Sha256),
      priceFloor: restricted('negotiation', Money),
    },
  }),
  ContractSignatureRecorded: event('ContractSignatureRecorded', {
    aggregate: 'opportunity',
    description: 'One party signed the contract (L162, L163).',
    fields: {
      opportunityId: open(Id),
      contractId: open(Id),
      party: open(OneOf(...parties)),
      signedOn: open(CalendarDate),
      amount: open(Money),
      claimedDocumentHash: openOptional(Sha256),
      signatoryId: open(Id),
      signatoryName: personal('signatoryId', Line),
    },
  }),
  ContractSigned: event('ContractSigned', {
    aggregate: 'opportunity',
    description: 'Both parties’ signatures are on file (L160, L163).',
    fields: { opportunityId: open(Id), contractId: open(Id), amount: open(Money), signedOn: open(CalendarDate) },
  }),
  OpportunityWon: event('OpportunityWon', {
    aggregate: 'opportunity',
    description: 'A deal was won: the contract is signed by both (L165).',
    fields: { opportunityId: open(Id), stage: open(Stage), contractId: open(Id), amount: open(Money), probabilityFrom: open(Probability) },
  }),
  OpportunityLost: event('OpportunityLost', {
    aggregate: 'opportunity',
    description: 'A deal was lost, at a stage and for a stated reason.',
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      reason: open(OneOf(...lossReasons)),
      competitor: openOptional(Line),
      note: openOptional(Prose),
      forecast: open(Forecast),
    },
  }),
  OpportunityReopened: event('OpportunityReopened', {
    aggregate: 'opportunity',
    description: 'A lost deal is pursued again, at the stage where it was lost.',
    fields: { opportunityId: open(Id), stage: open(Stage), forecast: open(Forecast), reason: open(Prose) },
  }),
};
