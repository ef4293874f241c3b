import type { Decision, Instant, RecordedEvent } from '#eventsourcing';
import type { ApprovalEvent } from '#event-contracts';
import type { RouteStep } from '#rules';

export type Data<T extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: T }>['data'];

export type Decided = Data<'ApprovalStepDecided'>;

/** A step whose turn has come. */
export interface StartedStep {
  readonly step: RouteStep;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly decisions: readonly Decided[];
  readonly signers: readonly Data<'ApprovalSignerAdded'>[];
  readonly escalation?: Data<'ApprovalEscalated'>;
}

export type ApprovalStatus = 'waiting' | 'granted' | 'rejected' | 'sentBack' | 'recalled' | 'voided';

/** An approval with all that happened on its way. */
export interface Approval {
  readonly status: ApprovalStatus;
  readonly requested: Data<'ApprovalRequested'>;
  /** When it was asked for: what roles were held before, counts. */
  readonly requestedAt: Instant;
  /** Those whose turn has come, in order; the last one is the current. */
  readonly steps: readonly StartedStep[];
  /** When it ended, and for what was voided or recalled, why. */
  readonly ended?: { readonly at: Instant; readonly because?: string; readonly currentSha256?: string };
}

export type ApprovalState = { readonly status: 'unknown' } | Approval;

export type ApprovalRefusal =
  | 'ApprovalUnknown'
  | 'ApprovalOtherwise'
  | 'NoMatrixInForce'
  | 'NoRoute'
  | 'ApprovalEnded'
  | 'StepNotCurrent'
  | 'ContentDiffers'
  | 'DecidedBeforeStart'
  | 'SelfApproval'
  | 'SamePerson'
  | 'NotAsked'
  | 'RoleHeldTooLate'
  | 'SignerNotActive'
  | 'NotTheRequester';

export type Outcome = Decision<ApprovalEvent, ApprovalRefusal>;

export const isApproval = (state: ApprovalState): state is Approval => state.status !== 'unknown';

type Recorded<T extends ApprovalEvent['type']> = RecordedEvent<Extract<ApprovalEvent, { type: T }>>;

const inCurrent = (approval: Approval, change: (step: StartedStep) => StartedStep): Approval => ({
  ...approval,
  steps: approval.steps.map((step, place) => (place === approval.steps.length - 1 ? change(step) : step)),
});

const endedAs =
  (status: ApprovalStatus) =>
  (approval: Approval, { occurredAt: at }: RecordedEvent<ApprovalEvent>): Approval => ({ ...approval, status, ended: { at } });

/** What each event after the first means. */
const meaning: {
  readonly [T in Exclude<ApprovalEvent['type'], 'ApprovalRequested'>]: (approval: Approval, event: Recorded<T>) => Approval;
} = {
  ApprovalStepStarted: (approval, { data: { step: number, startedAt, dueAt } }) => {
    const step = approval.requested.route.find((each) => each.step === number);
    return step ? { ...approval, steps: [...approval.steps, { step, startedAt, dueAt, decisions: [], signers: [] }] } : approval;
  },
  ApprovalStepDecided: (approval, { data }) => inCurrent(approval, (step) => ({ ...step, decisions: [...step.decisions, data] })),
  ApprovalSignerAdded: (approval, { data }) => inCurrent(approval, (step) => ({ ...step, signers: [...step.signers, data] })),
  ApprovalEscalated: (approval, { data }) => inCurrent(approval, (step) => ({ ...step, escalation: data })),
  ApprovalGranted: endedAs('granted'),
  ApprovalRejected: endedAs('rejected'),
  ApprovalSentBack: endedAs('sentBack'),
  ApprovalRecalled: (approval, event) => {
    const { reason } = event.data;
    return { ...approval, status: 'recalled', ended: { at: event.occurredAt, ...(reason !== undefined && { because: reason }) } };
  },
  ApprovalVoided: (approval, { occurredAt: at, data: { because, currentSha256 } }) => ({
    ...approval,
    status: 'voided',
    ended: { at, because, currentSha256 },
  }),
};

export const evolve = (state: ApprovalState, event: RecordedEvent<ApprovalEvent>): ApprovalState => {
  if (event.type === 'ApprovalRequested') return { status: 'waiting', requested: event.data, requestedAt: event.occurredAt, steps: [] };
  if (!isApproval(state)) return state;
  return (meaning[event.type] as (approval: Approval, event: RecordedEvent<ApprovalEvent>) => Approval)(state, event);
};
