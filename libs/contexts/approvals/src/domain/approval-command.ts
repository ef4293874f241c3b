import type { Command, Instant } from '#eventsourcing';
import type { ApprovalAsk } from '#event-contracts';
import type { CalendarContents, Given, NamedMatrix, UserStanding } from '#rules';
import type { Data } from './approval.state.ts';

/** L149, L154, L156, L188: opened by the process that reads that an approval was asked for, in the case of the deal. */
export type OpenApproval = Command<
  'OpenApproval',
  { readonly approvalId: string; readonly ask: ApprovalAsk; readonly barred?: readonly string[] | undefined }
>;
/** L149, L154: whoever decides names the hash of what they decide on. */
export type DecideApprovalStep = Command<
  'DecideApprovalStep',
  Given<Pick<Data<'ApprovalStepDecided'>, 'approvalId' | 'step' | 'decision' | 'comment' | 'contentSha256'>>
>;
/** L154: one more person, whose approval the step needs from then on. */
export type AddApprovalSigner = Command<'AddApprovalSigner', Omit<Data<'ApprovalSignerAdded'>, 'addedBy'>>;
/** By whoever asked for it, or whose deal it was then. */
export type RecallApproval = Command<'RecallApproval', Given<Pick<Data<'ApprovalRecalled'>, 'approvalId' | 'reason'>>>;
/** L188: the time of a step is over. */
export type EscalateApproval = Command<'EscalateApproval', { readonly approvalId: string; readonly step: number; readonly dueAt: Instant }>;
/** What it was asked for is not so any more. */
export type VoidApproval = Command<
  'VoidApproval',
  Pick<Data<'ApprovalVoided'>, 'approvalId' | 'because' | 'approvedSha256' | 'currentSha256'>
>;

/** What may be asked of an approval. */
export type ApprovalCommand = OpenApproval | DecideApprovalStep | AddApprovalSigner | RecallApproval | EscalateApproval | VoidApproval;

/** What the application looks up for every command on an approval. */
export interface Known {
  /** Whose authority it is. */
  readonly userId: string;
  /** Who acts in their place, where somebody does. */
  readonly through?: string;
  readonly roles: readonly string[];
  /** Since when `userId` holds each of the roles that they hold now. */
  readonly heldSince: Readonly<Partial<Record<string, Instant>>>;
  /** Everyone who ever owned the deal, by the deal's own stream: it may have changed hands since the approval was asked for. */
  readonly dealOwners: readonly string[];
  /** When it happened: never later than now. */
  readonly at: Instant;
  readonly now: Instant;
  readonly calendar: CalendarContents;
  /** The matrix in force, for one that is to be opened. */
  readonly matrix?: NamedMatrix | undefined;
  /** Of the person whom the command names, if it names one. */
  readonly named?: UserStanding;
}

/** The same with what the decider is to know. */
export type InformedApprovalCommand = ApprovalCommand & { readonly known: Known };
