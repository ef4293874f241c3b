import type { Decision, Instant } from '#eventsourcing';
import type { Money, OpportunityEvent } from '#event-contracts';
import type { DealFacts, NoReturn } from '#rules';

export type Data<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];

export type Party = Data<'ContractSignatureRecorded'>['party'];
export type Signature = Omit<Data<'ContractSignatureRecorded'>, 'signatoryName'>;

/** A contract with the signatures on file; it is signed when both parties' are. */
export type Contract = Readonly<Partial<Record<Party, Signature>>>;

/** A stay at a stage that is to be over in time. */
export interface Stay {
  readonly stage: string;
  readonly since: Instant;
  readonly dueAt: Instant;
}

/** The time in which something is to happen. */
export interface Silence {
  /** What it was reckoned from: the last activity that was known then. */
  readonly since: Instant;
  readonly dueAt: Instant;
  /** The last until it was due. */
  readonly lastActivityAt: Instant;
  /** Whether what has lasted since then was told. */
  readonly told: boolean;
  /** What happened after it was due, while nobody has looked yet. */
  readonly later: readonly Instant[];
}

/** A deal under the process, without what is sealed. */
export interface Deal {
  /** What is known of it: what gates and worklists see too. */
  readonly facts: DealFacts;
  /** Revised by hand, the probability follows the stage no longer. */
  readonly probabilityByHand: boolean;
  /** By contract id; the last one worked on is `contractId`. */
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly contractId: string | null;
  /** Those not left in time, as far as is known, and the one that it is at (L203). */
  readonly stays: readonly Stay[];
  /** Nothing where its process lets it rest (L203). */
  readonly silence: Silence | undefined;
  readonly signed: { readonly contractId: string; readonly amount: Money } | null;
}

export type OpenDeal = { readonly status: 'open' } & Deal;
export type WonDeal = { readonly status: 'won' } & Deal;
export type LostDeal = { readonly status: 'lost'; readonly loss: Data<'OpportunityLost'>; readonly endedAt: Instant } & Deal;
export type AbandonedDeal = {
  readonly status: 'abandoned';
  readonly abandonment: Data<'OpportunityAbandoned'>;
  readonly endedAt: Instant;
} & Deal;

/** What another system claims, and what it claims became of it. */
export interface ImportedDeal {
  readonly status: 'imported';
  readonly claims: Data<'OpportunityImported'>;
  readonly outcome: Data<'OutcomeImported'> | null;
}

export type Opportunity = { readonly status: 'unknown' } | OpenDeal | WonDeal | LostDeal | AbandonedDeal | ImportedDeal;

export type OpportunityRefusal =
  | 'OpportunityUnknown'
  | 'OpportunityAlreadyOpened'
  | 'OpportunityNotOpen'
  | 'OpportunityNotLost'
  | 'ImportedNotAdopted'
  | 'ImportedOtherwise'
  | 'AlreadyGoverned'
  | 'StageUnknown'
  | 'StageSkipped'
  | 'StageNotAhead'
  | 'StageNotEarlier'
  | 'StageBeforeOpening'
  | 'NotAtSigningStage'
  | 'GateNotPassed'
  | 'StageNotSkippable'
  | 'CriterionNotAsked'
  | 'CriterionNotOpen'
  | 'OverrideNotAllowed'
  | 'OwnDeal'
  | 'NotAllowedByProcess'
  | 'ProcessNotInForce'
  | 'ReopeningTooLate'
  | 'StatedOtherwise'
  | 'NotOnFile'
  | 'BytesNotReceived'
  | 'NotYetHeld'
  | 'NotAFormalMeeting'
  | 'FirstMeetingAlreadyHeld'
  | 'FormNotInForce'
  | 'QuestionUnknown'
  | 'CommitmentSettled'
  | 'DueAlready'
  | 'StakeholderAlreadyIdentified'
  | 'RoleNotHeld'
  | 'RequestAlreadyAccepted'
  | 'AssigneeNotActive'
  | 'DocumentOfOtherKind'
  | 'NothingNamed'
  | 'NotLatestVersion'
  | 'OwnWork'
  | 'NeedNotTechnical'
  | 'NoNeedConfirmed'
  | 'NeedsNotAssessed'
  | 'SolutionUnchanged'
  | 'PocEnded'
  | 'SuccessCriteriaOpen'
  | 'FeedbackNotAnswered'
  | NoReturn
  | 'ProposalAlreadySubmitted'
  | 'AmountMissing'
  | 'AmountsDiffer'
  | 'QuoteLinesUnsound'
  | 'QuoteCostsUnsound'
  | 'QuoteNotIssued'
  | 'QuoteSuperseded'
  | 'QuoteExpired'
  | 'NegotiationUnderWay'
  | 'PeriodNotSo'
  | 'OutcomeClaimed'
  | 'OwnStatement'
  | 'SignatureAlreadyRecorded'
  | 'ContractAmountsDiffer'
  | 'ContractAlreadySigned'
  | 'SignatureMissing'
  | 'MigrationNotInForce'
  | 'PinnedToAnotherProcess'
  | 'ForAnotherSegment'
  | 'DiscountNotAuthorised'
  | 'ResourceNotApproved'
  | 'TermsNotApproved'
  | 'PaymentTermsNotApproved'
  | 'ResourceInUse'
  | 'ResourceWithdrawn'
  | 'ReviewGoverned'
  | 'NoMatrixInForce'
  | 'NothingToApprove'
  | 'ApprovalPending'
  | 'ContractGoverned'
  | 'SignedInDeal'
  | 'ContractAlreadyCommissioned'
  | 'ContractNotSigned'
  | 'ConfirmedByOwner';

export type Outcome = Decision<OpportunityEvent, OpportunityRefusal>;
