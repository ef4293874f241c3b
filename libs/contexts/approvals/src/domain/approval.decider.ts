import { accept, refuse, type Decider } from '#eventsourcing';
import type { ApprovalEvent } from '#event-contracts';
import { distinct, present, routeOf, same, tierFor } from '#rules';
import type { InformedApprovalCommand, Known, OpenApproval, RecallApproval, VoidApproval } from './approval-command.ts';
import { evolve, isApproval, type Approval, type ApprovalRefusal, type ApprovalState, type Outcome } from './approval.state.ts';
import { personsOf } from './seats.ts';
import { addSigner, decideStep, endingOf, escalate, started } from './steps.ts';

/** L149, L154, L156, L188, L278: on the way that the matrix in force gives it; a later matrix does not change it. */
const open = ({ approvalId, ask, barred = [] }: OpenApproval['data'], known: Known): Outcome => {
  const { matrix } = known;
  if (!matrix) return refuse('NoMatrixInForce', {}, ['PublishDefinition']);
  const tier = tierFor(matrix.contents, ask.type, ask.measures);
  const route = tier ? routeOf(tier) : [];
  const [first] = route;
  if (!tier || !first) return refuse('NoRoute', { type: ask.type, matrix: matrix.name }, ['PublishDefinition']);
  const requested = {
    ...{ approvalId, ask, matrix: matrix.name, tier: tier.code, route: [...route] },
    barred: distinct([...barred, ask.ownerId, ask.requestedBy]),
    samePersonMay: matrix.contents.samePersonMay ?? false,
  };
  return accept<ApprovalEvent>({ type: 'ApprovalRequested', data: requested }, started(approvalId, first, known));
};

const openAgain = ({ approvalId, ask }: OpenApproval['data'], { requested }: Approval): Outcome =>
  same(ask, requested.ask) ? accept() : refuse('ApprovalOtherwise', { approvalId }, ['ask under an id of its own']);

const recall = ({ reason }: RecallApproval['data'], approval: Approval, known: Known): Outcome => {
  const { status, requested } = approval;
  if (status === 'recalled') return accept();
  if (status !== 'waiting') return refuse('ApprovalEnded', { as: status });
  const { requestedBy, ownerId } = requested.ask;
  if (!personsOf(known).some((userId) => userId === requestedBy || userId === ownerId))
    return refuse('NotTheRequester', { requestedBy, ownerId }, ['let whoever asked take it back']);
  return accept({ type: 'ApprovalRecalled', data: { ...endingOf(approval), ...present({ reason }) } });
};

/** One that is under way, and one that was granted; whatever else became of it stays so. */
const annul = ({ because, approvedSha256, currentSha256 }: VoidApproval['data'], approval: Approval): Outcome => {
  const { status } = approval;
  if (status !== 'waiting' && status !== 'granted') return accept();
  return accept({ type: 'ApprovalVoided', data: { ...endingOf(approval), because, from: status, approvedSha256, currentSha256 } });
};

const decide = (command: InformedApprovalCommand, state: ApprovalState): Outcome => {
  const { type, data, known } = command;
  if (type === 'OpenApproval') return isApproval(state) ? openAgain(data, state) : open(data, known);
  // What could not be opened needs no voiding.
  if (!isApproval(state)) return type === 'VoidApproval' ? accept() : refuse('ApprovalUnknown', {}, ['OpenApproval']);
  switch (type) {
    case 'DecideApprovalStep':
      return decideStep(data, state, known);
    case 'AddApprovalSigner':
      return addSigner(data, state, known);
    case 'RecallApproval':
      return recall(data, state, known);
    case 'EscalateApproval':
      return escalate(data, state, known);
    case 'VoidApproval':
      return annul(data, state);
  }
};

/** One approval, from being asked for to its end and beyond: step by step, on one content, under the matrix it began with. */
export const approval: Decider<ApprovalState, InformedApprovalCommand, ApprovalEvent, ApprovalRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
