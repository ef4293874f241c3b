import { accept, refuse } from '#eventsourcing';
import type { ApprovalEvent } from '#event-contracts';
import { dueAt, isStepComplete, present, same, type RouteStep } from '#rules';
import type { AddApprovalSigner, DecideApprovalStep, EscalateApproval, Known } from './approval-command.ts';
import type { Approval, Data, Decided, Outcome, StartedStep } from './approval.state.ts';
import { personsOf, samePerson, seatOf, selfApproval, type Refused } from './seats.ts';

/** What every end of an approval tells those who asked for it. */
export const endingOf = ({ requested: { ask, matrix } }: Approval): Omit<Data<'ApprovalRejected'>, 'step'> => ({
  ...{ approvalId: ask.approvalId, opportunityId: ask.opportunityId, type: ask.type },
  ...{ subject: ask.subject, matrix },
});

/** A step begins when that is recorded, whatever time others have stated: nobody decides before it. */
export const started = (approvalId: string, { step, roles, within }: RouteStep, { now, calendar }: Known): ApprovalEvent => ({
  type: 'ApprovalStepStarted',
  data: { approvalId, step, roles, startedAt: now, dueAt: dueAt(calendar, now, within) },
});

/** What stands in the way of anything at a step: another one's turn, or none. */
const notTheTurn = (approval: Approval, step: number): { readonly current: StartedStep } | { readonly refusal: Refused } => {
  const { status, steps } = approval;
  if (status !== 'waiting') return { refusal: refuse('ApprovalEnded', { as: status }) };
  const current = steps.at(-1);
  return current?.step.step === step
    ? { current }
    : { refusal: refuse('StepNotCurrent', { step, current: current?.step.step ?? null }, ['decide at the step whose turn it is']) };
};

const isDecidedSo = (given: DecideApprovalStep['data'], { steps }: Approval, persons: readonly string[]): boolean =>
  steps
    .flatMap(({ decisions }) => decisions)
    .filter(({ step, decision, contentSha256 }) => same([step, decision, contentSha256], [given.step, given.decision, given.contentSha256]))
    .some(({ userId, onBehalfOf }) => persons.every((id) => [userId, onBehalfOf].includes(id)));

/** The very content, in the time that it is asked in (L188). */
const wrongContentOrTime = (
  { contentSha256 }: DecideApprovalStep['data'],
  { requested: { ask } }: Approval,
  { startedAt }: StartedStep,
  { at }: Known,
): Refused | undefined => {
  const askedSha256 = ask.subject.contentSha256;
  if (contentSha256 !== askedSha256)
    return refuse('ContentDiffers', { askedSha256, decidedSha256: contentSha256 }, ['look at what is asked for']);
  return at < startedAt ? refuse('DecidedBeforeStart', { at, startedAt }, ['decide now']) : undefined;
};

const signatures = (steps: readonly StartedStep[]): Data<'ApprovalGranted'>['signatures'] =>
  steps.flatMap(({ decisions }) =>
    decisions.map(({ step, role, userId, onBehalfOf, startedAt, decidedAt }) => ({
      ...{ step, userId, startedAt, decidedAt },
      ...present({ role, onBehalfOf }),
    })),
  );

/** What follows when a step has approved: the next one, or the grant. */
const onwards = (approval: Approval, current: StartedStep, known: Known): readonly ApprovalEvent[] => {
  if (!isStepComplete(current)) return [];
  const { approvalId, route } = approval.requested;
  const next = route.find(({ step }) => step === current.step.step + 1);
  if (next) return [started(approvalId, next, known)];
  const steps = [...approval.steps.slice(0, -1), current];
  return [{ type: 'ApprovalGranted', data: { ...endingOf(approval), signatures: signatures(steps) } }];
};

const following = (approval: Approval, current: StartedStep, decided: Decided, known: Known): readonly ApprovalEvent[] => {
  const { step } = decided;
  switch (decided.decision) {
    case 'rejected':
      return [{ type: 'ApprovalRejected', data: { ...endingOf(approval), step } }];
    case 'sentBack':
      return [{ type: 'ApprovalSentBack', data: { ...endingOf(approval), step } }];
    case 'approved':
      return onwards(approval, { ...current, decisions: [...current.decisions, decided] }, known);
  }
};

/** L149, L154, L188: on the very content, in time, by somebody who is asked and has no part in it. */
export const decideStep = (given: DecideApprovalStep['data'], approval: Approval, known: Known): Outcome => {
  const { approvalId, step, decision, comment, contentSha256 } = given;
  const persons = personsOf(known);
  if (isDecidedSo(given, approval, persons)) return accept();
  const turn = notTheTurn(approval, step);
  if ('refusal' in turn) return turn.refusal;
  const { current } = turn;
  const barred =
    selfApproval(approval, persons, known) ?? wrongContentOrTime(given, approval, current, known) ?? samePerson(approval, persons);
  if (barred) return barred;
  const found = seatOf(current, approval, known);
  if ('refusal' in found) return found.refusal;
  const who = known.through === undefined ? { userId: known.userId } : { userId: known.through, onBehalfOf: known.userId };
  const times = { startedAt: current.startedAt, decidedAt: known.at };
  const decided: Decided = { approvalId, step, decision, contentSha256, ...who, ...times, ...present({ comment }), ...found.seat };
  return accept<ApprovalEvent>({ type: 'ApprovalStepDecided', data: decided }, ...following(approval, current, decided, known));
};

/** L154: by somebody who is asked at the step; the signer has no part in the matter either, and no other word in it. */
export const addSigner = (given: AddApprovalSigner['data'], approval: Approval, known: Known): Outcome => {
  const { step, signerId } = given;
  const turn = notTheTurn(approval, step);
  if ('refusal' in turn) return turn.refusal;
  const { current } = turn;
  if (current.signers.some((signer) => signer.signerId === signerId)) return accept();
  const barred = selfApproval(approval, [...personsOf(known), signerId], known) ?? samePerson(approval, [signerId]);
  if (barred) return barred;
  const found = seatOf(current, approval, known);
  if ('refusal' in found) return found.refusal;
  if (known.named !== 'active') return refuse('SignerNotActive', { signerId, standing: known.named ?? 'unknown' }, ['add an active user']);
  return accept({ type: 'ApprovalSignerAdded', data: { ...given, addedBy: known.userId } });
};

/** L188: those above may decide from now on; nothing where the step was decided, or was escalated before. */
export const escalate = (
  { approvalId, step, dueAt: overdueSince }: EscalateApproval['data'],
  approval: Approval,
  known: Known,
): Outcome => {
  const turn = notTheTurn(approval, step);
  if ('refusal' in turn || turn.current.escalation || turn.current.dueAt !== overdueSince) return accept();
  const { escalatesTo: to, within } = turn.current.step;
  const data = { approvalId, step, to, overdueSince, dueAt: dueAt(known.calendar, known.now, within) };
  return accept({ type: 'ApprovalEscalated', data });
};
