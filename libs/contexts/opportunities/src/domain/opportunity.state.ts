import type { Decision } from '#eventsourcing';
import type { Forecast, Money, OpportunityEvent } from '#event-contracts';
import type { InformedOpportunityCommand, Party } from './opportunity-command.ts';

export type Data<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];
export type DataFor<T extends InformedOpportunityCommand['type']> = Extract<InformedOpportunityCommand, { type: T }>['data'];

export type Signature = Omit<Data<'ContractSignatureRecorded'>, 'signatoryName'>;
export type Proposal = Omit<Data<'ProposalSubmitted'>, 'priceFloor'>;

/** A contract with the signatures on file; it is signed when both parties' are. */
export type Contract = Readonly<Partial<Record<Party, Signature>>>;

/** A deal under the process, without what is sealed. */
export interface Deal {
  readonly opened: Data<'OpportunityOpened'>;
  readonly ownerId: string;
  readonly stage: string;
  /** While it is open; after a loss, what was expected before. */
  readonly forecast: Forecast;
  /** Revised by hand, the probability follows the stage no longer. */
  readonly probabilityByHand: boolean;
  readonly proposals: readonly Proposal[];
  /** By contract id; the last one worked on is `contractId`. */
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly contractId: string | null;
  readonly signed: { readonly contractId: string; readonly amount: Money } | null;
}

export type OpenDeal = { readonly status: 'open' } & Deal;
export type WonDeal = { readonly status: 'won' } & Deal;
export type LostDeal = { readonly status: 'lost'; readonly loss: Data<'OpportunityLost'> } & Deal;

/** What another system claims, and what it claims became of it. */
export interface ImportedDeal {
  readonly status: 'imported';
  readonly claims: Data<'OpportunityImported'>;
  readonly outcome: Data<'OutcomeImported'> | null;
}

export type Opportunity = { readonly status: 'unknown' } | OpenDeal | WonDeal | LostDeal | ImportedDeal;

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
  | 'AssigneeNotActive'
  | 'ProposalAlreadySubmitted'
  | 'SignatureAlreadyRecorded'
  | 'ContractAmountsDiffer'
  | 'ContractAlreadySigned'
  | 'SignatureMissing';

export type Outcome = Decision<OpportunityEvent, OpportunityRefusal>;
