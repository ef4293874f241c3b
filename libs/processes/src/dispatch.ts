import {
  nameBasedUuid,
  type Actor,
  type Command,
  type CommandHandler,
  type CommandRequest,
  type CommandResult,
  type LedgerEvent,
  type Reaction,
} from '#eventsourcing';
import { canonicalBytes, sha256Hex } from '#event-contracts';

/** Acts for whoever caused the event; what it may do is granted to its channel. */
const actingFor = ({ userId, onBehalfOf }: Actor): Actor => ({
  userId: 'dealtrail-process',
  rolesAtThatTime: ['PROCESS'],
  onBehalfOf: onBehalfOf ?? userId,
  userRevision: -1,
  channel: 'process',
});

/** One event gives one stream a command of one type (and key, where there is one) at most once, for ever. */
const commandIdFrom = ({ eventId }: LedgerEvent, { stream, command, key }: Reaction): string =>
  nameBasedUuid(key === undefined ? `${stream}:${command.type}` : `${stream}:${command.type}:${key}`, eventId);

/** A reaction as the request that carries it: in the cause's case, under the policy and process that the cause stood under. */
export const requestFor = <C extends Command>(cause: LedgerEvent, reaction: Reaction<C>): CommandRequest<C> => ({
  stream: reaction.stream,
  caseId: cause.caseId,
  command: reaction.command,
  commandId: commandIdFrom(cause, reaction),
  bodyDigest: sha256Hex(canonicalBytes(reaction.command)),
  actor: actingFor(cause.actor),
  correlationId: cause.correlationId,
  causationId: cause.eventId,
  policyVersion: cause.policyVersion,
  processVersion: cause.processVersion,
  ...(reaction.occurredAt !== undefined && { occurredAt: reaction.occurredAt }),
});

/** What a process manager asked for and was not granted a decision on; its runner must not pass the event. */
export class ReactionUnanswered extends Error {
  override readonly name = 'ReactionUnanswered';
  constructor(
    readonly causedBy: LedgerEvent,
    readonly result: Exclude<CommandResult, { kind: 'answered' }>,
    command: string,
  ) {
    super(`${command}, which follows from ${causedBy.type} at ${causedBy.index}, was not decided: ${result.kind}`);
  }
}

export type Dispatch<C extends Command> = (cause: LedgerEvent, reaction: Reaction<C>) => Promise<CommandResult & { kind: 'answered' }>;

/** Hands reactions to the handler of their aggregate. A refusal is an answer; anything that left no event is thrown. */
export const dispatcher =
  <C extends Command>(handle: CommandHandler<C>): Dispatch<C> =>
  async (cause, reaction) => {
    const result = await handle(requestFor(cause, reaction));
    if (result.kind !== 'answered') throw new ReactionUnanswered(cause, result, reaction.command.type);
    return result;
  };
