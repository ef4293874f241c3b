import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '#eventsourcing';
import { decodePosition } from '#platform';

/** One command under its key, and every answer that anybody ever got to it. */
export interface Given {
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly answers: Set<string>;
}

interface Answered {
  readonly stream: string;
  readonly revision: number;
  readonly events?: readonly string[];
  readonly position?: string;
}

type LoggedEvent = Pick<StoredEvent, 'entry'>;

interface Recorded {
  readonly stream: string;
  readonly revision: number;
  readonly commandId: string;
  readonly type: string;
}

/** Accepted, without effect, or refused by a rule: then it left events. */
const decided = /^(200|201|409) /;

const positionFits = ({ stream, revision, position }: Answered): boolean => {
  if (position === undefined) return true;
  const place = decodePosition(position);
  return place?.stream === stream && place.revision === revision;
};

const recorded = (events: readonly LoggedEvent[]): readonly Recorded[] =>
  events.map(({ entry }) => JSON.parse(entry.toString('utf8')) as Recorded);

type Streams = ReadonlyMap<string, readonly Recorded[]>;

const byStream = (log: readonly Recorded[]): Streams => {
  const streams = new Map<string, Recorded[]>();
  for (const event of log) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
};

/** What commands were told, to be held against the log: nothing lost, nothing double, one answer each (I1, I2). */
export const commandHistory = () => {
  const all: Given[] = [];

  const given = (path: string, body: object): Given => {
    const command = { path, body, key: randomUUID(), answers: new Set<string>() };
    all.push(command);
    return command;
  };

  const faultOf = (streams: Streams, answer: string, taken: Set<string>): string | undefined => {
    const answered = JSON.parse(answer.slice(4)) as Answered;
    const { stream, revision, events = [] } = answered;
    if (!positionFits(answered)) return 'was given the position of another event';
    const last = streams.get(stream)?.[revision];
    if (!last) return 'was acknowledged and is not there';
    if (taken.has(last.commandId)) return 'shares its events with another command';
    taken.add(last.commandId);
    const own = streams.get(stream)!.filter(({ commandId }) => commandId === last.commandId);
    const first = revision + 1 - Math.max(1, events.length);
    const whole = own.length === revision + 1 - first && own.every((event, at) => event.revision === first + at);
    return whole ? undefined : `left ${own.map(({ type, revision: at }) => `${type}@${at}`).join()}`;
  };

  const faultsOf = (streams: Streams, { key, path, answers }: Given, taken: Set<string>): readonly string[] => {
    const [answer] = answers;
    if (answer === undefined) return [];
    if (answers.size > 1) return [`${path} ${key} was answered in ${answers.size} ways: ${[...answers].join(' | ')}`];
    const fault = decided.test(answer) ? faultOf(streams, answer, taken) : 'was not decided';
    return fault === undefined ? [] : [`${path} ${key} ${fault}: ${answer}`];
  };

  return {
    given,
    acknowledged: (): readonly Given[] => all.filter(({ answers }) => answers.size > 0),
    /** What is wrong between answers and log; nothing when all is well. */
    faults: (events: readonly LoggedEvent[]): readonly string[] => {
      const streams = byStream(recorded(events));
      const taken = new Set<string>();
      const gaps = [...streams].flatMap(([stream, log]) =>
        log.flatMap(({ revision }, at) => (revision === at ? [] : [`${stream} has ${revision} where ${at} should be`])),
      );
      return [...gaps, ...all.flatMap((command) => faultsOf(streams, command, taken))];
    },
  };
};

export type CommandHistory = ReturnType<typeof commandHistory>;
