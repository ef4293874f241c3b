import { Type, type Static } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { CalendarDate, Id, Instant, Line, Money, OneOf, open, openOptional, personal, Prose, restricted, Sha256 } from '../../fields.ts';
import { CriterionId, GateRecord, Stage } from '../shared.ts';

export const forecastCategories = ['pipeline', 'bestCase', 'commit', 'omitted'] as const;
/** The policy gives no list of reasons: default, not policy. */
export const lossReasons = ['price', 'competitor', 'noDecision', 'noBudget', 'badTiming', 'poorFit', 'relationship', 'other'] as const;
/** Why a deal is let go that nobody else has won: default, not policy. */
export const abandonReasons = ['customerPostponed', 'customerCancelled', 'noFit', 'notWorthwhile', 'duplicate', 'other'] as const;
export const parties = ['customer', 'company'] as const;
/** How often what is expected of a deal is to be confirmed (L186). */
export const forecastPeriods = ['week', 'month'] as const;
/** What a proposal tells the customer: the first four are what L138 asks for; the rest is L41's and whatever else belongs into it. */
export const proposalSections = [
  'solution',
  'implementationPlan',
  'serviceSupport',
  'roi',
  'needs',
  'references',
  'terms',
  'other',
] as const;

/** Percent, 0 to 100. */
export const Probability = Type.Integer({ minimum: 0, maximum: 100 });

/** What a salesperson expects of a deal (L186). */
export const Forecast = Type.Object(
  { amount: Money, signingDate: CalendarDate, probability: Probability, category: OneOf(...forecastCategories) },
  { additionalProperties: false },
);
export type Forecast = Static<typeof Forecast>;

/** `2026-W05` by ISO 8601, or `2026-02`. */
export const ForecastPeriodName = Type.String({ pattern: '^[0-9]{4}-(W[0-5][0-9]|[01][0-9])$' });

/** For which week or month what is expected of a deal is to be confirmed next, and by when. */
export const ForecastDue = Type.Array(
  Type.Object({ period: OneOf(...forecastPeriods), of: ForecastPeriodName, dueAt: Instant }, { additionalProperties: false }),
);
export type ForecastDue = Static<typeof ForecastDue>;

/** One section of a proposal: its text, or the document that holds it. */
export const ProposalSection = Type.Object(
  { section: OneOf(...proposalSections), documentId: Type.Optional(Id), text: Type.Optional(Prose) },
  { additionalProperties: false },
);

/** By when the stage that is entered is to be left, and by when a deal in which nothing happens has stalled; absent where the process sets no time. */
const [stageDueAt, stallsAt] = [openOptional(Instant), openOptional(Instant)];

/** What the gate of the deal's stage still lacked when it ended there (K19); absent where it lacked nothing. */
const lacking = openOptional(Type.Array(CriterionId));

/** From the opening of a deal to its end, what is expected of it, and what binds both sides. */
export const dealLifecycle = {
  OpportunityOpened: event('OpportunityOpened', {
    aggregate: 'opportunity',
    description: 'A deal was opened, with what is expected of it (L118).',
    version: 3,
    // Before version 2 no accounts were kept, and forecasts were not to be confirmed; before version 3 no times were set.
    upcasters: { 1: (data) => data, 2: (data) => data },
    fields: {
      opportunityId: open(Id),
      leadId: openOptional(Id),
      accountId: openOptional(Id),
      name: open(Line),
      company: open(Line),
      ownerId: open(Id),
      stage: open(Stage),
      forecast: open(Forecast),
      /** Where its process asks for confirmation (L186). */
      forecastDue: openOptional(ForecastDue),
      stageDueAt,
      stallsAt,
    },
  }),
  OpportunityAdopted: event('OpportunityAdopted', {
    aggregate: 'opportunity',
    description:
      'A deal that another system claims was put under a process, at the stage where deals begin. What was claimed of it stays claimed; facts begin here.',
    version: 2,
    // Before times were set.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      name: open(Line),
      company: open(Line),
      ownerId: open(Id),
      stage: open(Stage),
      forecast: open(Forecast),
      /** What it was adopted on the strength of. */
      claimed: open(Type.Object({ source: Id, externalId: Line, stage: Line }, { additionalProperties: false })),
      forecastDue: openOptional(ForecastDue),
      stageDueAt,
      stallsAt,
    },
  }),
  OpportunityAdvanced: event('OpportunityAdvanced', {
    aggregate: 'opportunity',
    description:
      'A deal went on to the next stage, through the gate of the one it left; its probability follows the stage unless it was revised by hand.',
    version: 3,
    // Before version 2 gates asked for nothing; before version 3 no times were set.
    upcasters: { 1: (data) => data, 2: (data) => data },
    fields: {
      opportunityId: open(Id),
      from: open(Stage),
      to: open(Stage),
      probabilityFrom: open(Probability),
      probabilityTo: open(Probability),
      gate: openOptional(GateRecord),
      /** Stages passed over, where the process allows it, with the reason. */
      skipped: openOptional(Type.Object({ stages: Type.Array(Stage), reason: Prose, gate: GateRecord }, { additionalProperties: false })),
      stageDueAt,
    },
  }),
  OpportunityRegressed: event('OpportunityRegressed', {
    aggregate: 'opportunity',
    description: 'A deal went back to an earlier stage, for a stated reason.',
    version: 2,
    // Before times were set.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      from: open(Stage),
      to: open(Stage),
      probabilityFrom: open(Probability),
      probabilityTo: open(Probability),
      reason: open(Prose),
      stageDueAt,
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
    description: 'A proposal with a price was handed to the customer (L41, L138, L139, L258).',
    version: 2,
    // Before proposals were drafted, made of sections and bound to a quote.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      proposalId: open(Id),
      /** 1 for the first, counted over the deal. */
      version: open(Type.Integer({ minimum: 1 })),
      amount: open(Money),
      validUntil: openOptional(CalendarDate),
      /** SHA-256 of a document that the server has not received: claimed, not proved. */
      claimedDocumentHash: openOptional(Sha256),
      /** Whose bytes the server has. */
      documentId: openOptional(Id),
      /** As they were drafted. */
      sections: openOptional(Type.Array(ProposalSection)),
      /** The quote that the amount is of: its net amount, to the cent. */
      quote: openOptional(
        Type.Object({ quoteId: Id, version: Type.Integer({ minimum: 1 }), contentSha256: Sha256 }, { additionalProperties: false }),
      ),
      /** The one that the customer is to confirm (L138, L144). */
      final: openOptional(Type.Boolean()),
      /** By when it was to be submitted, and whether it was (K31). */
      dueOn: openOptional(CalendarDate),
      inTime: openOptional(Type.Boolean()),
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
    version: 2,
    // Before lessons were drawn, and before it was told what the gate lacked.
    upcasters: { 1: (data) => data },
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      reason: open(OneOf(...lossReasons)),
      competitor: openOptional(Line),
      note: openOptional(Prose),
      /** What to do otherwise next time. */
      lessons: openOptional(Prose),
      lacking,
      forecast: open(Forecast),
    },
  }),
  OpportunityAbandoned: event('OpportunityAbandoned', {
    aggregate: 'opportunity',
    description: 'A deal is pursued no longer, though nobody else won it: the customer put its decision off, or the company withdrew.',
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      reason: open(OneOf(...abandonReasons)),
      note: openOptional(Prose),
      /** When to ask again. */
      resumeOn: openOptional(CalendarDate),
      lacking,
      forecast: open(Forecast),
    },
  }),
  OpportunityReopened: event('OpportunityReopened', {
    aggregate: 'opportunity',
    description: 'A deal that was lost or abandoned is pursued again, at the stage where it ended.',
    version: 3,
    // Before version 2 deals could not be abandoned; before version 3 no times were set.
    upcasters: { 1: (data) => ({ ...data, from: 'lost' }), 2: (data) => data },
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      from: open(OneOf('lost', 'abandoned')),
      forecast: open(Forecast),
      reason: open(Prose),
      forecastDue: openOptional(ForecastDue),
      stageDueAt,
      stallsAt,
    },
  }),
};
