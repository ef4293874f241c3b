import {
  commandHandler,
  type Actor,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type EventStore,
  type Instant,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type ApprovalEvent } from '#event-contracts';
import {
  calendarAt,
  denialFor,
  isDelegate,
  matrixInForce,
  ownersOfDeal,
  present,
  principalOf,
  type Directory,
  type OwnersOfDeal,
  type Rulebook,
} from '#rules';
import type { ApprovalCommand, InformedApprovalCommand, Known } from '../domain/approval-command.ts';
import { approval } from '../domain/approval.decider.ts';
import { isApproval, type ApprovalState } from '../domain/approval.state.ts';

export const approvalStream = (approvalId: string): StreamId => `approval-${approvalId}`;

/** Of one that nobody asked for: an approval that was joins the case of its deal. */
export const caseOfApproval = (approvalId: string): CaseId => `case-${approvalStream(approvalId)}`;

export interface ApprovalPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly rulebook: Rulebook;
  readonly clock?: Clock;
}

type Asked = CommandRequest<ApprovalCommand>;
type Lookups = Pick<ApprovalPorts, 'directory' | 'rulebook'> & { readonly owners: OwnersOfDeal };

/** Whose authority is used, and through whom; the program itself acts for whoever caused it. */
const personOf = (actor: Actor): Pick<Known, 'userId' | 'through'> => ({
  userId: principalOf(actor),
  ...(isDelegate(actor) && { through: actor.userId }),
});

/** Adds what the decider is to know: who asks in whose place, since when they are what they are, of whose deal, when, under which matrix and calendar. */
const informing =
  (ports: Lookups) =>
  async (request: Asked, state: ApprovalState, now: Instant): Promise<CommandRequest<InformedApprovalCommand>> => {
    const { command, actor, occurredAt: at = now } = request;
    const { directory, rulebook, owners } = ports;
    const person = personOf(actor);
    const [calendar, matrix, user, named, dealOwners] = await Promise.all([
      calendarAt(rulebook, now),
      // As it was in force when the approval was asked for, however late that is read.
      command.type === 'OpenApproval' ? matrixInForce(rulebook, at) : undefined,
      directory.user(person.userId),
      command.type === 'AddApprovalSigner' ? directory.standing(command.data.signerId) : undefined,
      isApproval(state) ? owners(state.requested.ask.opportunityId) : [],
    ]);
    const known: Known = {
      ...{ ...person, roles: actor.rolesAtThatTime, heldSince: user?.heldSince ?? {}, dealOwners, at, now, calendar },
      ...present({ matrix, named }),
    };
    return { ...request, command: { ...command, known } };
  };

/** Decides commands on approvals, with authority checked over the owner of the deal; a delegate acts under the authority of whom they stand for. */
export const approvalCommands = (ports: ApprovalPorts): CommandHandler<ApprovalCommand> => {
  const { store, codec, directory, clock } = ports;
  return commandHandler<ApprovalState, InformedApprovalCommand, ApprovalEvent, ApprovalCommand>({
    store,
    codec: codecOf<ApprovalEvent>(codec),
    decider: approval,
    exists: isApproval,
    creates: ['OpenApproval', 'VoidApproval'],
    authorize: ({ command, actor }, state) =>
      denialFor(directory, command.type, actor, isApproval(state) ? state.requested.ask.ownerId : null),
    inform: informing({ ...ports, owners: ownersOfDeal(store, codec) }),
    ...(clock && { clock }),
  });
};
