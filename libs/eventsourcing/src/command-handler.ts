import { aggregateRepository, type Aggregate, type AggregateRepository, type AnsweredCommand } from './aggregate.ts';
import { systemClock, type Clock } from './clock.port.ts';
import type { Codec, Proposed } from './codec.port.ts';
import { eventIdOf } from './command-identity.ts';
import type { Decider, Decision } from './decider.ts';
import type { EventStore } from './event-store.port.ts';
import { keyedQueue } from './keyed-queue.ts';
import type { Actor, AnswerEvent, CaseId, Command, DomainEvent, Instant, StreamId } from './message.ts';

/** A command on its way to one stream, with all that its events will state about it. */
export interface CommandRequest<C extends Command> {
  readonly stream: StreamId;
  /** The case that a new stream joins; an existing stream keeps its own. */
  readonly caseId: CaseId;
  readonly command: C;
  readonly commandId: string;
  /** Keyed digest of the request's body: another body under the same command id is told from a repetition by it. */
  readonly bodyDigest: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  /** Business time; the time of recording when absent. */
  readonly occurredAt?: Instant;
  /** The state-changing revision that the caller saw (`If-Match`). */
  readonly expectedStateRevision?: number;
  readonly policyVersion: string;
  readonly processVersion: string;
}

/** What the caller learns. Only `answered` has left an event in the stream. */
export type CommandResult =
  | (AnsweredCommand & { readonly kind: 'answered'; readonly stream: StreamId; readonly caseId: CaseId; readonly repeated: boolean })
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'preconditionFailed'; readonly stateRevision: number }
  | { readonly kind: 'keyReused' };

/** Others kept winning the race for the stream; the caller may retry with the same key. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}

/** The commit's fate is not known; the caller retries with the same key and gets the one answer. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** `A` is what is asked, `C` the same with what the decider is to know beside. */
export interface HandlerOptions<S, C extends Command, E extends DomainEvent, A extends Command = C> {
  readonly store: EventStore;
  readonly codec: Codec<E>;
  readonly decider: Decider<S, C, E>;
  /** Whether the state is of something that exists; a command other than `creates` on what does not exist is `notFound`. */
  readonly exists: (state: S) => boolean;
  readonly creates: readonly A['type'][];
  /** A reason to deny, or nothing. Asked anew for each command, on the state it is decided on. */
  readonly authorize?: (request: CommandRequest<A>, state: S) => string | undefined | Promise<string | undefined>;
  /**
   * Looks up what the decider is to know, for the state it decides on: rules that its case is pinned to, who someone is, the time. `now` is when the
   * events will have been recorded. Asked anew after a lost race.
   */
  readonly inform?: (request: CommandRequest<A>, state: S, now: Instant) => CommandRequest<C> | Promise<CommandRequest<C>>;
  readonly clock?: Clock;
  readonly repository?: AggregateRepository<S, E>;
}

const attempts = 5;

/** Load, decide, append; a lost race is decided again on the newer state. Refusals and no-effects are appended too, so that an answer is given once and for ever. */
export const commandHandler = <S, C extends Command, E extends DomainEvent, A extends Command = C>(options: HandlerOptions<S, C, E, A>) => {
  const { store, codec, decider, exists, creates, authorize, clock = systemClock } = options;
  const inform = options.inform ?? ((request) => request as unknown as CommandRequest<C>);
  const repository = options.repository ?? aggregateRepository(store, codec, decider);
  const inTurn = keyedQueue();

  /** An answer that leaves no event is given on fresh state only: no append would find out that it was stale. */
  const unrecorded = async (request: CommandRequest<A>, { state, stateRevision }: Aggregate<S>): Promise<CommandResult | undefined> => {
    if (!exists(state) && !creates.includes(request.command.type)) return { kind: 'notFound' };
    const denied = await authorize?.(request, state);
    if (denied !== undefined) return { kind: 'denied', reason: denied };
    const expected = request.expectedStateRevision;
    if (expected !== undefined && expected !== stateRevision) return { kind: 'preconditionFailed', stateRevision };
    return undefined;
  };

  const repetition = (request: CommandRequest<A>, { answered, caseId }: Aggregate<S>): CommandResult | undefined => {
    const earlier = answered.get(request.commandId);
    if (!earlier) return undefined;
    if (earlier.firstEventId !== eventIdOf(request.commandId, request.bodyDigest, 0)) return { kind: 'keyReused' };
    return { kind: 'answered', ...earlier, stream: request.stream, caseId: caseId ?? request.caseId, repeated: true };
  };

  const attempt = async (request: CommandRequest<A>, aggregate: Aggregate<S>): Promise<CommandResult | undefined> => {
    const now = clock();
    const informed = await inform(request, aggregate.state, now);
    const decision = decider.decide(informed.command, aggregate.state);
    const proposed = propose(informed, aggregate, decision, now);
    const stored = await Promise.all(proposed.map((event) => codec.encode(event)));
    const result = await store.append(stored);
    if (result.outcome === 'conflict') return undefined;
    if (result.outcome === 'unknown') {
      repository.forget(request.stream);
      throw new OutcomeUnknown(`the outcome of the command on ${request.stream} is not known`, { cause: result.cause });
    }
    repository.keep(
      request.stream,
      aggregate,
      stored.map((event) => codec.decode(event)),
    );
    const answered = aggregate.answered.get(request.commandId);
    if (!answered) throw new Error(`the answer to ${request.commandId} was lost from memory`);
    return { kind: 'answered', ...answered, stream: request.stream, caseId: aggregate.caseId ?? request.caseId, repeated: false };
  };

  const handle = async (request: CommandRequest<A>): Promise<CommandResult> => {
    let aggregate = await repository.recall(request.stream);
    for (let tries = 0; tries < attempts; tries += 1) {
      const early = repetition(request, aggregate) ?? (await unrecorded(request, aggregate));
      if (early && (early.kind === 'answered' || early.kind === 'keyReused' || tries > 0)) return early;
      const result = early ? undefined : await attempt(request, aggregate);
      if (result) return result;
      aggregate = await repository.refresh(request.stream);
    }
    throw new LostRace(`others kept changing ${request.stream}`);
  };

  return (request: CommandRequest<A>): Promise<CommandResult> => inTurn(request.stream, () => handle(request));
};

/** A decision as the events that record it, at the revisions after the state it was decided on. */
const propose = <S, C extends Command, E extends DomainEvent>(
  request: CommandRequest<C>,
  { revision, caseId }: Aggregate<S>,
  decision: Decision<E>,
  recordedAt: Instant,
): Proposed<E>[] =>
  answering(request.command.type, decision).map((event, ordinal) => ({
    event,
    eventId: eventIdOf(request.commandId, request.bodyDigest, ordinal),
    stream: request.stream,
    revision: revision + 1 + ordinal,
    caseId: caseId ?? request.caseId,
    occurredAt: request.occurredAt ?? recordedAt,
    recordedAt,
    actor: request.actor,
    correlationId: request.correlationId,
    causationId: request.causationId,
    commandId: request.commandId,
    policyVersion: request.policyVersion,
    processVersion: request.processVersion,
  }));

const answering = <E extends DomainEvent>(command: string, decision: Decision<E>): readonly (E | AnswerEvent)[] => {
  if (decision.kind === 'refused') {
    const { reason, detail, liftedBy } = decision;
    return [{ type: 'CommandRefused', data: { command, reason, detail, liftedBy } }];
  }
  return decision.events.length > 0 ? decision.events : [{ type: 'CommandHadNoEffect', data: { command } }];
};

export type CommandHandler<C extends Command> = (request: CommandRequest<C>) => Promise<CommandResult>;
