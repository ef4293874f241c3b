import type { RunningApp } from './running-app.ts';

/** One event of a stream, as a browser would hand it over. */
export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** A stream that is read as it comes. */
export interface EventStreamReader {
  readonly status: number;
  readonly headers: Headers;
  /** What came, without those that tell of the position only. */
  readonly events: readonly StreamedEvent[];
  /** The whole text so far. */
  text(): string;
  /** The `id` that a browser would send when it comes back. */
  lastId(): string | undefined;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  /** Breaks the connection off. */
  close(): void;
}

const fieldsOf = (block: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    block.split('\n').flatMap((line) => {
      const at = line.indexOf(': ');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)]] : [];
    }),
  );

/** Opens a stream as a user. */
export const readEventStream = async (
  running: RunningApp,
  path: string,
  { as, headers = {} }: { readonly as: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<EventStreamReader> => {
  const broken = new AbortController();
  const authorization = `Bearer ${await running.token(as)}`;
  const response = await fetch(`${running.url}${path}`, {
    headers: { accept: 'text/event-stream', authorization, ...headers },
    signal: broken.signal,
  });
  const events: StreamedEvent[] = [];
  let [text, unread, last]: [string, string, string | undefined] = ['', '', undefined];

  const take = (block: string): void => {
    const { id, event, data } = fieldsOf(block);
    if (id !== undefined) last = id;
    if (id !== undefined && event !== undefined && event !== 'position' && data !== undefined)
      events.push({ id, type: event, data: JSON.parse(data) });
  };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const more = decoder.decode(chunk, { stream: true });
      text += more;
      const blocks = (unread + more).split('\n\n');
      unread = blocks.pop() ?? '';
      blocks.forEach(take);
    }
  };
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    headers: response.headers,
    events,
    text: () => text,
    lastId: () => last,
    ended,
    close: () => broken.abort(),
  };
};
