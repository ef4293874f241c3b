import { LRUCache } from 'lru-cache';
import type { Codec } from './codec.port.ts';
import type { Decider } from './decider.ts';
import type { EventStore } from './event-store.port.ts';
import type { AnswerEvent, CaseId, Command, DomainEvent, RecordedEvent, StreamId } from './message.ts';

/** What a command was answered, as its stream tells it. */
export type Answer =
  | { readonly kind: 'accepted'; readonly events: readonly string[] }
  | { readonly kind: 'noEffect' }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly detail: Readonly<Record<string, unknown>>;
      readonly liftedBy: readonly string[];
    };

export interface AnsweredCommand {
  readonly answer: Answer;
  /** The answer's last event. */
  readonly revision: number;
  /** The last state-changing revision right after the answer (-1: none): what an ETag names. */
  readonly stateRevision: number;
  readonly firstEventId: string;
}

/** A stream folded up to `revision` (-1: it has no event yet). */
export interface Aggregate<S> {
  readonly state: S;
  readonly revision: number;
  readonly stateRevision: number;
  readonly caseId: CaseId | undefined;
  readonly answered: Map<string, AnsweredCommand>;
}

const isAnswer = (event: DomainEvent): event is AnswerEvent => event.type === 'CommandRefused' || event.type === 'CommandHadNoEffect';

const answerOf = (event: RecordedEvent, earlier: AnsweredCommand | undefined): Answer => {
  if (event.type === 'CommandHadNoEffect') return { kind: 'noEffect' };
  if (event.type === 'CommandRefused') {
    const { reason, detail, liftedBy } = (event as RecordedEvent<Extract<AnswerEvent, { type: 'CommandRefused' }>>).data;
    return { kind: 'refused', reason, detail, liftedBy };
  }
  const before = earlier?.answer.kind === 'accepted' ? earlier.answer.events : [];
  return { kind: 'accepted', events: [...before, event.type] };
};

/** Folds one more event: the decider's state, and the memory of answered commands. */
export const advance = <S, E extends DomainEvent>(
  decider: Pick<Decider<S, Command, E>, 'evolve'>,
  aggregate: Aggregate<S>,
  event: RecordedEvent<E | AnswerEvent>,
): Aggregate<S> => {
  const changes = !isAnswer(event);
  const stateRevision = changes ? event.revision : aggregate.stateRevision;
  const earlier = aggregate.answered.get(event.commandId);
  aggregate.answered.set(event.commandId, {
    answer: answerOf(event, earlier),
    revision: event.revision,
    stateRevision,
    firstEventId: earlier?.firstEventId ?? event.eventId,
  });
  return {
    state: changes ? decider.evolve(aggregate.state, event) : aggregate.state,
    revision: event.revision,
    stateRevision,
    caseId: event.caseId,
    answered: aggregate.answered,
  };
};

/** Loads aggregates; hot ones stay folded in memory, by revision, so that a long stream is read once and then only its news. */
export interface AggregateRepository<S, E extends DomainEvent> {
  /** As last known here: possibly behind, which the append's expected revision finds out. */
  recall(stream: StreamId): Promise<Aggregate<S>>;
  /** Up to date with the store as of this call. */
  refresh(stream: StreamId): Promise<Aggregate<S>>;
  keep(stream: StreamId, aggregate: Aggregate<S>, events: readonly RecordedEvent<E | AnswerEvent>[]): void;
  forget(stream: StreamId): void;
}

export interface RepositoryOptions {
  /** Memory bound, counted in aggregates plus answered commands remembered, some 400 bytes each. What is not there is read again in one round trip. */
  readonly capacity?: number;
}

export const aggregateRepository = <S, E extends DomainEvent>(
  store: Pick<EventStore, 'read'>,
  codec: Pick<Codec<E>, 'decode'>,
  decider: Pick<Decider<S, Command, E>, 'evolve' | 'initialState'>,
  { capacity = 20_000 }: RepositoryOptions = {},
): AggregateRepository<S, E> => {
  const hot = new LRUCache<StreamId, Aggregate<S>>({ maxSize: capacity, sizeCalculation: ({ answered }) => 1 + answered.size });

  const initial = (): Aggregate<S> => ({
    state: decider.initialState,
    revision: -1,
    stateRevision: -1,
    caseId: undefined,
    answered: new Map(),
  });

  const fold = (aggregate: Aggregate<S>, events: readonly RecordedEvent<E | AnswerEvent>[]): Aggregate<S> =>
    events.reduce((folded, event) => advance(decider, folded, event), aggregate);

  const remember = (stream: StreamId, aggregate: Aggregate<S>): Aggregate<S> => {
    if (aggregate.revision >= 0) hot.set(stream, aggregate);
    return aggregate;
  };

  const refresh = async (stream: StreamId): Promise<Aggregate<S>> => {
    const known = hot.get(stream) ?? initial();
    const news = await store.read(stream, known.revision + 1);
    return remember(
      stream,
      fold(
        known,
        news.map((stored) => codec.decode(stored)),
      ),
    );
  };

  return {
    recall: async (stream) => hot.get(stream) ?? refresh(stream),
    refresh,
    keep: (stream, aggregate, events) => void remember(stream, fold(aggregate, events)),
    forget: (stream) => void hot.delete(stream),
  };
};
