import { get, type IncomingMessage } from 'node:http';

/** What readers of the feed are to do. */
export interface ReadersOrder {
  readonly url: string;
  readonly token: string;
  readonly readers: number;
  /** Each leaves when it has so many events, or the time is over. */
  readonly events: number;
  readonly seconds: number;
}

export interface ReadersResult {
  /** Of all readers together. */
  readonly events: number;
  readonly seconds: number;
}

const NEWLINE = 10;
/** Before its first event each stream says when to come back, and where it is. */
const preamble = 2;

const streamOf = ({ url, token }: ReadersOrder): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    get(`${url}/v1/feed`, { headers, agent: false }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`the feed answered ${response.statusCode}`));
    }).once('error', reject);
  });

/** Counts frames, each of which ends with an empty line, and does nothing else with them: the readers share the machine with the server. */
const counted = (stream: IncomingMessage, { events, seconds }: ReadersOrder): Promise<number> =>
  new Promise((resolve, reject) => {
    let frames = -preamble;
    let endsWithNewline = false;
    const leave = (): void => {
      clearTimeout(timer);
      stream.removeAllListeners('error').on('error', () => undefined);
      stream.destroy();
      resolve(Math.min(frames, events));
    };
    const timer = setTimeout(leave, seconds * 1000);
    stream.once('error', reject);
    stream.once('end', () => reject(new Error('the feed has ended')));
    stream.on('data', (chunk: Buffer) => {
      if (endsWithNewline && chunk[0] === NEWLINE) frames += 1;
      for (let at = chunk.indexOf('\n\n'); at >= 0; at = chunk.indexOf('\n\n', at + 2)) frames += 1;
      endsWithNewline = chunk.at(-1) === NEWLINE && chunk.at(-2) !== NEWLINE;
      if (frames >= events) leave();
    });
  });

const run = async (order: ReadersOrder): Promise<ReadersResult> => {
  const started = performance.now();
  const counts = await Promise.all(Array.from({ length: order.readers }, async () => counted(await streamOf(order), order)));
  return { events: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - started) / 1000 };
};

process.on('message', (order: ReadersOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
