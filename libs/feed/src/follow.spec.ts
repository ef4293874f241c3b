import { until } from '../../../test/support/until.ts';
import { feedLedger } from '../../../test/support/feed-ledger.ts';
import { openFeed, type Feed } from './feed.ts';
import { follow, type Following } from './follow.ts';

/** A connection that takes what it is given, or so many bytes and then nothing until it is let flow. */
const connection = (room = Infinity) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let left = room;
  let flow: (() => void) | undefined;
  return {
    write: (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      left -= chunk.length;
      return left > 0;
    },
    drained: (ms: number) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        flow = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
    flow: () => {
      left = Infinity;
      flow?.();
    },
    bytes: () => bytes,
    text: () => Buffer.concat(chunks).toString(),
    ids: () =>
      [
        ...Buffer.concat(chunks)
          .toString()
          .matchAll(/^id: [^:]+:(-?\d+)\nevent: (?!position)/gm),
      ].map(([, index]) => Number(index)),
  };
};

const upTo = (size: number, from = 0): readonly number[] => Array.from({ length: size - from }, (_, at) => from + at);

const started: AbortController[] = [];
afterEach(() => started.splice(0).forEach((each) => each.abort()));

const following = (feed: Feed, sink: Following['sink'], given: Partial<Following> = {}) => {
  const stop = new AbortController();
  started.push(stop);
  const admit = async () => undefined;
  const ended = follow(feed, { after: -1, filter: {}, sink, signal: stop.signal, heartbeatMs: 1e6, stalledMs: 1e6, admit, ...given });
  return { stop, ended };
};

describe('a stream of the feed', () => {
  it('begins with when to come back and where, then has what is there, then what comes', async () => {
    const { reader, grow } = await feedLedger(3);
    const { ledgerId } = await reader.head();
    const sink = connection();
    const { stop, ended } = following(await openFeed(reader), sink, { after: 0 });
    expect(await until(() => sink.ids().length === 2)).toBe(true);
    await grow(2);
    expect(await until(() => sink.ids().length === 4)).toBe(true);
    expect(sink.text()).toMatch(
      `retry: 2000\n\nid: ${ledgerId}:0\nevent: position\ndata: {"position":"${ledgerId}:0"}\n\nid: ${ledgerId}:1\n`,
    );
    expect(sink.ids()).toEqual([1, 2, 3, 4]);
    stop.abort();
    expect(await ended).toBe('stopped');
  });

  it('is written no further than its reader takes it, however much there is, and loses nothing by it', async () => {
    const { reader, grow } = await feedLedger(3_000);
    const feed = await openFeed(reader, { keep: 100_000 });
    const [slow, fast] = [connection(10_000), connection()];
    following(feed, slow);
    following(feed, fast);
    expect(await until(() => fast.ids().length === 3_000)).toBe(true);
    await grow(3_000);
    expect(await until(() => fast.ids().length === 6_000)).toBe(true);
    // Its room, and the one piece that filled it; for everybody together, what is kept.
    expect(slow.bytes()).toBeLessThan(10_000 + 2 * 32 * 1024);
    expect(feed.kept()).toBeLessThanOrEqual(100_000);
    slow.flow();
    expect(await until(() => slow.ids().length === 6_000)).toBe(true);
    expect(slow.ids()).toEqual(upTo(6_000));
  });

  it('is cut off when its reader takes nothing for long', async () => {
    const { reader } = await feedLedger(50);
    const { ended } = following(await openFeed(reader), connection(100), { stalledMs: 5 });
    expect(await ended).toBe('stalled');
  });

  it('says something when it is silent', async () => {
    const { reader } = await feedLedger(1);
    const sink = connection();
    following(await openFeed(reader), sink, { heartbeatMs: 5 });
    expect(await until(() => (sink.text().match(/^: heartbeat\n\n/gm) ?? []).length >= 3)).toBe(true);
  });

  it('tells where it is when nothing of what comes is wanted, so that a resumption need not look again', async () => {
    const { reader, grow } = await feedLedger(2_500);
    const { ledgerId } = await reader.head();
    const sink = connection();
    following(await openFeed(reader), sink, { filter: { types: new Set(['TeamLeft']) }, heartbeatMs: 20 });
    expect(await until(() => sink.text().includes(`data: {"position":"${ledgerId}:2499"}`))).toBe(true);
    expect(sink.text()).toMatch(new RegExp(`id: ${ledgerId}:\\d+\nevent: position\n(.|\n)*id: ${ledgerId}:2499\n`));
    await grow(1);
    expect(await until(() => sink.text().includes(`id: ${ledgerId}:2500\nevent: position\n`))).toBe(true);
    expect(sink.ids()).toEqual([]);
  });

  it('ends once its reader may not read any more', async () => {
    const { reader } = await feedLedger(1);
    let asked = 0;
    const admit = async () => {
      asked += 1;
      if (asked > 1) throw new Error('not allowed any more');
    };
    const { ended } = following(await openFeed(reader), connection(), { heartbeatMs: 5, admit });
    await expect(ended).rejects.toThrow('not allowed any more');
  });

  it('leaves nothing behind', async () => {
    const { reader } = await feedLedger(1);
    const feed = await openFeed(reader);
    const all = upTo(20).map(() => following(feed, connection()));
    expect(await until(() => feed.growth.waiting() === 20)).toBe(true);
    for (const { stop } of all) stop.abort();
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual(all.map(() => 'stopped'));
    expect(feed.growth.waiting()).toBe(0);
  });
});
