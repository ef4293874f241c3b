import type { Decider } from '../decider.ts';
import type { Command, DomainEvent, Envelope, Instant, RecordedEvent } from '../message.ts';

const day = 86_400_000;
const start = Date.parse('2026-01-05T08:00:00.000Z');

/** When the event of that revision happens in {@link recordedAs}: one a day, from Monday, 5 January 2026, 08:00 UTC. */
export const dayOf = (revision: number): Instant => new Date(start + revision * day).toISOString();

/** An event of a test, with as much of its envelope as matters to it. */
export type Happened<E extends DomainEvent> = E & Partial<Envelope>;

/** An event as a stream of a test has it at that revision: its id is `e` and the revision, `rep1` caused it. What the event states itself stands. */
export const recordedAs = <E extends DomainEvent>(event: Happened<E>, revision: number): RecordedEvent<E> => ({
  eventId: `e${revision}`,
  schemaVersion: 1,
  stream: 'test-1',
  revision,
  caseId: 'case-1',
  occurredAt: dayOf(revision),
  recordedAt: dayOf(revision),
  actor: { userId: 'rep1', rolesAtThatTime: [], userRevision: 0, channel: 'api' },
  correlationId: 'test',
  causationId: `c${revision}`,
  commandId: `c${revision}`,
  policyVersion: 'test@1',
  processVersion: 'test@1',
  ...event,
});

/** The state after a history, beginning at `state` and `revision`. */
export const foldAll = <S, E extends DomainEvent>(
  decider: Pick<Decider<S, Command, E>, 'evolve' | 'initialState'>,
  history: readonly Happened<E>[],
  state: S = decider.initialState,
  revision = 0,
): S => history.reduce((folded, event, at) => decider.evolve(folded, recordedAs(event, revision + at)), state);
