import type { Actor, Command, CommandHandler, CommandRequest, CommandResult, PendingDeadline } from '#eventsourcing';
import { canonicalBytes, definitionCategories, sha256Hex, type DefinitionCategory } from '#event-contracts';
import type { DefinitionCommand } from '#definitions';
import type { Category, DeadlineCommands } from './deadline.ts';

/** Acts for nobody: time has passed. What it may do is granted to its channel. */
const clockwork: Actor = { userId: 'dealtrail-process', rolesAtThatTime: ['PROCESS'], userRevision: -1, channel: 'process' };

/**
 * A deadline as the request that carries its command. It happened when it was due; when it was noticed, the time of recording tells. It stands
 * under the policy and process under which the deadline was set.
 */
export const requestForDeadline = <C extends Command>({
  stream,
  caseId,
  command,
  commandId,
  dueAt,
  source,
}: PendingDeadline<C>): CommandRequest<C> => ({
  ...{ stream, caseId, command, commandId },
  bodyDigest: sha256Hex(canonicalBytes(command)),
  actor: clockwork,
  correlationId: source.correlationId,
  causationId: source.eventId,
  policyVersion: source.policyVersion,
  processVersion: source.processVersion,
  occurredAt: dueAt,
});

/** What a deadline asked for and was not granted a decision on; it is asked again. */
export class DeadlineUnanswered extends Error {
  override readonly name = 'DeadlineUnanswered';
  constructor(
    readonly deadline: PendingDeadline,
    readonly result: Exclude<CommandResult, { kind: 'answered' }>,
  ) {
    super(`${deadline.command.type}, due in ${deadline.stream} since ${deadline.dueAt}, was not decided: ${result.kind}`);
  }
}

/** Who decides on the streams of each category. */
export type DeadlineHandlers = { readonly [A in Category]: CommandHandler<DeadlineCommands[A]> };

/** One handler decides on definitions of every kind. */
export const definitionHandlers = (handle: CommandHandler<DefinitionCommand>) =>
  Object.fromEntries(Object.values(definitionCategories).map((category) => [category, handle])) as unknown as {
    readonly [A in DefinitionCategory]: CommandHandler<DefinitionCommand>;
  };

/** Hands a deadline's command to the aggregate in whose stream it stands, and tells how it was answered. Throws when it was not. */
export const deadlineDispatcher =
  (handlers: DeadlineHandlers) =>
  async (deadline: PendingDeadline): Promise<'accepted' | 'noEffect' | 'refused'> => {
    const category = deadline.stream.split('-', 1)[0] ?? '';
    const handle = (handlers as Readonly<Record<string, CommandHandler<Command>>>)[category];
    if (!handle) throw new Error(`nobody decides on ${deadline.stream}`);
    const result = await handle(requestForDeadline(deadline));
    if (result.kind !== 'answered') throw new DeadlineUnanswered(deadline, result);
    return result.answer.kind;
  };
