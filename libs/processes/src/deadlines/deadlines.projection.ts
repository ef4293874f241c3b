import { nameBasedUuid, type Instant, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { deadlinesTable, type DeadlinesRow, type KeptDeadline } from '#projections';
import { addHours } from '#rules';
import type { AnyDeadline, Due } from './deadline.ts';
import { deadlines, retired } from './declared.ts';

/** Raised when the fold below changes its meaning. */
const foldVersion = 1;

/** Names no thing but these ids, for ever. */
const commandIds = '5b0c6d7e-2f0a-4c57-9a53-6f0f5f0a3c1d';

/** One event gives one deadline about one subject one command, whoever issues it and however often. */
const commandIdOf = (name: string, subject: string, { eventId }: LedgerEvent): string =>
  nameBasedUuid(JSON.stringify(['deadline', eventId, name, subject]), commandIds);

/** What was recorded when it was due already was recorded late: the rest of the story may still be on its way. A default, not policy. */
const graceHours = 24;

/** A deadline that follows from another one, by which the program acts for nobody: no story is on its way. */
const isClockwork = ({ actor }: LedgerEvent): boolean => actor.channel === 'process' && actor.onBehalfOf === undefined;

/** From when on nobody waits any longer. */
const firesAt = (dueAt: Instant, event: LedgerEvent): Instant =>
  event.recordedAt < dueAt || isClockwork(event) ? dueAt : addHours(event.recordedAt, graceHours);

type AnyDue = Due<KeptDeadline['command']>;

const startedBy = ({ starts }: AnyDeadline, event: LedgerEvent): readonly AnyDue[] => {
  const start = starts[event.type] as ((event: LedgerEvent) => AnyDue | readonly AnyDue[] | undefined) | undefined;
  return [start?.(event) ?? []].flat();
};

const kept = ({ name }: AnyDeadline, { subject, dueAt, command }: AnyDue, event: LedgerEvent): KeptDeadline => {
  const { eventId, commandId, correlationId, index, policyVersion, processVersion } = event;
  return {
    name,
    subject,
    dueAt,
    command,
    firesAt: firesAt(dueAt, event),
    commandId: commandIdOf(name, subject, event),
    source: { eventId, commandId, correlationId, index, policyVersion, processVersion },
  };
};

/** Whether an event is what a deadline waited for, be it in time or late. */
const isAwaited = ({ ends, endsOne }: AnyDeadline, subject: string, starts: readonly AnyDue[], event: LedgerEvent): boolean => {
  const one = endsOne?.[event.type] as ((event: LedgerEvent) => string | undefined) | undefined;
  return ends?.includes(event.type) === true || one?.(event) === subject || starts.some((start) => start.subject === subject);
};

const earliest = (pending: readonly KeptDeadline[]): Instant => pending.map((each) => each.firesAt).sort()[0]!;

const rowOf = ({ caseId, stream }: LedgerEvent, pending: readonly KeptDeadline[]): DeadlinesRow | undefined =>
  pending.length === 0 ? undefined : { caseId, stream, firesAt: earliest(pending), count: pending.length, pending };

const isOf = ({ of }: AnyDeadline, { stream }: LedgerEvent): boolean => stream.startsWith(`${of}-`);

/** Those that an event may set: most events set none, and every event passes here. */
const settableBy = (declared: readonly AnyDeadline[]): ((event: LedgerEvent) => readonly AnyDeadline[]) => {
  const byType = new Map<string, AnyDeadline[]>();
  for (const each of declared) for (const type of Object.keys(each.starts)) byType.set(type, [...(byType.get(type) ?? []), each]);
  return (event) => byType.get(event.type)?.filter((each) => isOf(each, event)) ?? [];
};

/** The answer to a deadline's command ends it, whatever it is: what was asked and what came of it is on record, and is not asked again. */
const evolve = (declared: readonly AnyDeadline[]) => {
  const settable = settableBy(declared);
  return (row: DeadlinesRow | undefined, event: LedgerEvent): DeadlinesRow | undefined => {
    const starting = settable(event).map((each) => [each, startedBy(each, event)] as const);
    const starts = new Map(starting.map(([{ name }, dues]) => [name, dues]));
    const isOver = ({ name, subject, dueAt, commandId }: KeptDeadline): boolean => {
      if (event.commandId === commandId) return true;
      const one = declared.find((each) => each.name === name);
      return one !== undefined && event.occurredAt <= dueAt && isAwaited(one, subject, starts.get(name) ?? [], event);
    };
    const before = row?.pending ?? [];
    const left = before.filter((each) => !isOver(each));
    const started = starting.flatMap(([each, dues]) => dues.map((due) => kept(each, due, event)));
    return left.length === before.length && started.length === 0 ? row : rowOf(event, [...left, ...started]);
  };
};

const typesOf = ({ starts, ends = [], endsOne = {}, effects }: AnyDeadline): readonly string[] => [
  ...Object.keys(starts),
  ...ends,
  ...Object.keys(endsOne),
  ...effects,
];

/**
 * Which deadlines are pending, folded from the events that set and end them. Its version is the sum of theirs: of two people who each add
 * one, neither needs to know of the other.
 */
export const deadlinesProjectionOf = (declared: readonly AnyDeadline[]): ProjectionTable<AnyEvent, DeadlinesRow> => ({
  projection: {
    name: 'deadlines',
    version: declared.reduce((sum, { version }) => sum + version, foldVersion + retired),
    handles: [...new Set(['CommandRefused', 'CommandHadNoEffect', ...declared.flatMap(typesOf)])] as AnyEvent['type'][],
    key: ({ caseId, stream }) => [caseId, stream],
    perStream: true,
    evolve: evolve(declared),
  },
  table: deadlinesTable,
});

export const deadlinesProjection = deadlinesProjectionOf(deadlines);
