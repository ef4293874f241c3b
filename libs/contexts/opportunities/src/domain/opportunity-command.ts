import type { CalendarDate, Command } from '#eventsourcing';
import type { Money } from '#event-contracts';
import type { Given, Segment } from '#rules';
import type { ActivityCommand } from './activities.ts';
import type { ApprovalCommand } from './approvals.ts';
import type { AdoptImportedOpportunity } from './adoption.ts';
import type { Known } from './chapter.ts';
import type { CommitmentCommand } from './commitments.ts';
import type { CompetitionCommand } from './competition.ts';
import type { RecordContractSignature } from './contract.ts';
import type { ContractingCommand } from './contracting.ts';
import type { DealTeamCommand } from './deal-team.ts';
import type { DiscoveryCommand } from './discovery.ts';
import type { DocumentCommand } from './documents.ts';
import type { EndingCommand } from './ending.ts';
import type { ForecastCommand } from './forecast.ts';
import type { MigrateOpportunity } from './migration.ts';
import type { DealNegotiationCommand } from './negotiation.ts';
import type { Data } from './opportunity.state.ts';
import type { AnswerQualification } from './qualification.ts';
import type { PersuasionCommand } from './persuasion.ts';
import type { ProposalCommand } from './proposals.ts';
import type { QuoteCommand } from './quotes.ts';
import type { StageCommand } from './stages.ts';
import type { StakeholderCommand } from './stakeholders.ts';
import type { DemonstrationCommand } from './demonstration.ts';
import type { NeedsCommand } from './needs.ts';
import type { ResourceCommand } from './resources.ts';
import type { SolutionCommand } from './solution.ts';
import type { TimeLimitCommand } from './time-limits.ts';
import type { ValueCommand } from './value.ts';

export type * from './activities.ts';
export type * from './approvals.ts';
export type * from './commitments.ts';
export type * from './competition.ts';
export type * from './deal-team.ts';
export type * from './qualification.ts';
export type * from './stakeholders.ts';
export type { AdoptImportedOpportunity } from './adoption.ts';
export type { RecordContractSignature } from './contract.ts';
export type * from './contracting.ts';
export type * from './discovery.ts';
export type * from './documents.ts';
export type * from './ending.ts';
export type { ConfirmForecast, ForecastCommand, NoteForecastMissed, ReviseForecast } from './forecast.ts';
export type * from './migration.ts';
export type { DealNegotiationCommand, EnterNegotiation, NoteNegotiation, RecordProcurementStep } from './negotiation.ts';
export type * from './persuasion.ts';
export type * from './proposals.ts';
export type { DraftQuote, IssueQuote, QuoteCommand, ReviseQuote, WithdrawQuote } from './quotes.ts';
export type * from './stages.ts';
export type * from './needs.ts';
export type * from './solution.ts';
export type * from './solution-judgement.ts';
export type * from './demonstration.ts';
export type { EngageResource, ReleaseResource, RequestResource, ResourceCommand, WithdrawResourceRequest } from './resources.ts';
export type { NoteDealStalled, NoteStageLimitExceeded, TimeLimitCommand } from './time-limits.ts';
export type * from './value.ts';

export type LossReason = Data<'OpportunityLost'>['reason'];

/** L118. Opens at the first stage of a deal, S2, at that stage’s default probability. */
export type OpenOpportunity = Command<
  'OpenOpportunity',
  {
    readonly opportunityId: string;
    readonly leadId?: string | undefined;
    readonly accountId?: string | undefined;
    readonly name: string;
    readonly company: string;
    readonly ownerId: string;
    /** L97; everyone else's when absent. */
    readonly segment?: Segment | undefined;
    /** The id of a process in force; the company’s standard one when absent. Of no matter for a deal that comes from a lead. */
    readonly process?: string | undefined;
    readonly expectedAmount: Money;
    readonly expectedSigningDate: CalendarDate;
  }
>;
/** With `from`, only while it is theirs and open: for whoever hands over the work of another one. */
export type ReassignOpportunity = Command<
  'ReassignOpportunity',
  { readonly opportunityId: string; readonly to: string; readonly from?: string | undefined; readonly reason?: string | undefined }
>;
/** What another system claims; absent where it is silent. */
export type ImportOpportunity = Command<'ImportOpportunity', Given<Data<'OpportunityImported'>>>;
export type ImportOutcome = Command<'ImportOutcome', Given<Data<'OutcomeImported'>>>;

/** What may be asked of an opportunity. */
export type OpportunityCommand =
  | OpenOpportunity
  | StageCommand
  | MigrateOpportunity
  | DiscoveryCommand
  | DocumentCommand
  | ActivityCommand
  | AnswerQualification
  | CompetitionCommand
  | CommitmentCommand
  | StakeholderCommand
  | DealTeamCommand
  | NeedsCommand
  | SolutionCommand
  | DemonstrationCommand
  | ResourceCommand
  | ValueCommand
  | ReassignOpportunity
  | RecordContractSignature
  | EndingCommand
  | ForecastCommand
  | TimeLimitCommand
  | ProposalCommand
  | QuoteCommand
  | PersuasionCommand
  | ApprovalCommand
  | ContractingCommand
  | DealNegotiationCommand
  | AdoptImportedOpportunity
  | ImportOpportunity
  | ImportOutcome;

/** The same with what the decider is to know. */
export type InformedOpportunityCommand = OpportunityCommand & { readonly known: Known };

export type DataFor<T extends OpportunityCommand['type']> = Extract<OpportunityCommand, { type: T }>['data'];
