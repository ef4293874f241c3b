import type { CalendarDate, Command } from '#eventsourcing';
import type { Forecast, Money, OpportunityEvent } from '#event-contracts';
import type { Given, ProcessDefinition, UserStanding } from '#rules';

type Data<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];
type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

export type LossReason = Data<'OpportunityLost'>['reason'];
export type Party = Data<'ContractSignatureRecorded'>['party'];

/** L118. Opens at the first stage of a deal, S2, at that stage’s default probability. */
export type OpenOpportunity = Command<
  'OpenOpportunity',
  {
    readonly opportunityId: string;
    readonly leadId?: string | undefined;
    readonly name: string;
    readonly company: string;
    readonly ownerId: string;
    readonly expectedAmount: Money;
    readonly expectedSigningDate: CalendarDate;
  }
>;
/** One stage forward (L97). */
export type AdvanceOpportunity = Command<'AdvanceOpportunity', { readonly opportunityId: string; readonly to: string }>;
export type RegressOpportunity = Command<
  'RegressOpportunity',
  { readonly opportunityId: string; readonly to: string; readonly reason: string }
>;
export type ReassignOpportunity = Command<
  'ReassignOpportunity',
  { readonly opportunityId: string; readonly to: string; readonly reason?: string | undefined }
>;
/** L186. What is left out stays as it is; `probability` is percent, 0 to 100. */
export type ReviseForecast = Command<
  'ReviseForecast',
  { readonly opportunityId: string; readonly reason?: string | undefined } & Maybe<Forecast>
>;
/** L138, L139. */
export type SubmitProposal = Command<
  'SubmitProposal',
  Pick<Data<'ProposalSubmitted'>, 'opportunityId' | 'proposalId' | 'amount'> &
    Maybe<Pick<Data<'ProposalSubmitted'>, 'validUntil' | 'claimedDocumentHash' | 'priceFloor'>>
>;
/** L162, L163. */
export type RecordContractSignature = Command<
  'RecordContractSignature',
  Pick<Data<'ContractSignatureRecorded'>, 'opportunityId' | 'contractId' | 'party' | 'signedOn' | 'amount' | 'signatoryId'> &
    Maybe<Pick<Data<'ContractSignatureRecorded'>, 'claimedDocumentHash' | 'signatoryName'>>
>;
/** L165. */
export type WinOpportunity = Command<'WinOpportunity', { readonly opportunityId: string }>;
export type LoseOpportunity = Command<
  'LoseOpportunity',
  Pick<Data<'OpportunityLost'>, 'opportunityId' | 'reason'> & Maybe<Pick<Data<'OpportunityLost'>, 'competitor' | 'note'>>
>;
export type ReopenOpportunity = Command<'ReopenOpportunity', { readonly opportunityId: string; readonly reason: string }>;
/** What another system claims; absent where it is silent. */
export type ImportOpportunity = Command<'ImportOpportunity', Given<Data<'OpportunityImported'>>>;
export type ImportOutcome = Command<'ImportOutcome', Given<Data<'OutcomeImported'>>>;

/** What may be asked of an opportunity. */
export type OpportunityCommand =
  | OpenOpportunity
  | AdvanceOpportunity
  | RegressOpportunity
  | ReassignOpportunity
  | ReviseForecast
  | SubmitProposal
  | RecordContractSignature
  | WinOpportunity
  | LoseOpportunity
  | ReopenOpportunity
  | ImportOpportunity
  | ImportOutcome;

type With<C extends Command, Facts> = Command<C['type'], C['data'] & Facts>;
type ByTheBook = { readonly definition: ProcessDefinition };

/** The same with the facts that the decider needs and the application looks up: the process definition, whether a user is active. */
export type InformedOpportunityCommand =
  | With<OpenOpportunity, ByTheBook>
  | With<AdvanceOpportunity, ByTheBook>
  | With<RegressOpportunity, ByTheBook>
  | With<WinOpportunity, ByTheBook>
  | With<ReassignOpportunity, { readonly assignee: UserStanding }>
  | ReviseForecast
  | SubmitProposal
  | RecordContractSignature
  | LoseOpportunity
  | ReopenOpportunity
  | ImportOpportunity
  | ImportOutcome;
