import type { EventStore, StreamId } from '#eventsourcing';
import type { Answer, Client } from './running-app.ts';

interface Place {
  readonly stream: StreamId;
  readonly revision: number;
}

const isPlace = (value: unknown): value is Place => {
  const { stream, revision } = (value ?? {}) as Partial<Place>;
  return typeof stream === 'string' && typeof revision === 'number';
};

/** Where the events of an answer stand, be it to one command or to a batch: refusals tell it too. */
const placesIn = ({ body }: Answer): readonly Place[] => {
  const { answers = [body] } = (body ?? {}) as { answers?: readonly { problem?: unknown }[] };
  return answers.map((answer: { problem?: unknown } | undefined) => answer?.problem ?? answer).filter(isPlace);
};

/** A client whose commands are the same in every run. */
export interface CountedClient extends Client {
  /** Events in the streams that were written to, as far as answers tell. */
  events(): number;
}

/**
 * Gives each command the next key, and all the same correlation id, unless the caller names some. Counts the events of each stream, beginning
 * with what `founded` holds already.
 */
export const countedClient = async (
  client: Client,
  store: Pick<EventStore, 'read'>,
  founded: readonly StreamId[],
): Promise<CountedClient> => {
  const last = new Map<StreamId, number>();
  let [events, requests] = [0, 0];
  const reached = ({ stream, revision }: Place): void => {
    const before = last.get(stream) ?? -1;
    if (revision <= before) return;
    last.set(stream, revision);
    events += revision - before;
  };
  for (const stream of founded) reached({ stream, revision: (await store.read(stream)).length - 1 });
  return {
    ...client,
    post: async (path, body, request = {}) => {
      const headers = { 'x-correlation-id': 'compared', ...request.headers };
      const answer = await client.post(path, body, { key: `request-${(requests += 1)}`, ...request, headers });
      placesIn(answer).forEach(reached);
      return answer;
    },
    events: () => events,
  };
};
