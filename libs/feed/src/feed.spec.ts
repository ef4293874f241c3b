import { createHash } from 'node:crypto';
import { catalogue, parseEntry, entryFor } from '#event-contracts';
import { inMemoryLedger } from '#projections/testing';
import { feedLedger } from '../../../test/support/feed-ledger.ts';
import { salesLedger } from '../../../test/support/sales-ledger.ts';
import { openFeed, type Feed } from './feed.ts';
import type { FeedEvent } from './feed-event.ts';

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** All there is after an index, as one reader gets it. */
const rest = async (feed: Feed, after = -1, filter = {}): Promise<readonly FeedEvent[]> => {
  const got: FeedEvent[] = [];
  for (let at = after; ;) {
    const { events, upTo, more } = await feed.read(at, filter);
    got.push(...events);
    at = upTo;
    if (!more) return got;
  }
};
const indexes = (events: readonly FeedEvent[]): readonly number[] => events.map(({ index }) => index);
const upTo = (size: number, from = 0): readonly number[] => Array.from({ length: size - from }, (_, at) => from + at);

describe('an event of the feed', () => {
  it('is a CloudEvent that can be held against the ledger', async () => {
    const { reader, ledger } = await feedLedger(2);
    const [, formed] = await rest(await openFeed(reader));
    const text = formed!.json().toString();
    const event = JSON.parse(text);
    const { ledgerId } = await reader.head();
    expect(event).toMatchObject({
      specversion: '1.0',
      id: 'event-1',
      type: 'TeamFormed',
      source: `/dealtrail/ledgers/${ledgerId}`,
      subject: 'team-1',
      time: '2026-01-05T09:00:00.000Z',
      datacontenttype: 'application/json',
      caseid: 'case-1',
      revision: 0,
      index: 1,
      ledgerid: ledgerId,
      schemaversion: 1,
      data: { teamId: '1', name: '团队 1' },
    });
    expect(entryFor(catalogue, event.type).validator.Check(event.data)).toBe(true);
    expect(event.entry).toBe(ledger.events[1]!.entry.toString());
    const data = text.slice(text.indexOf(',"data":') + 8, -1);
    expect(sha256(data).toString('hex')).toBe(parseEntry(Buffer.from(event.entry)).dataHash);
  });

  it('has names of attributes as CloudEvents allow them', async () => {
    const [event] = await rest(await openFeed((await feedLedger(1)).reader));
    for (const name of Object.keys(JSON.parse(event!.json().toString()))) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it('is one frame of an event stream: its position, its type, one line of data', async () => {
    const { reader } = await feedLedger(2);
    const { ledgerId } = await reader.head();
    const [, event] = await rest(await openFeed(reader));
    expect(event!.frame().toString()).toBe(`id: ${ledgerId}:1\nevent: TeamFormed\ndata: ${event!.json().toString()}\n\n`);
  });

  it('shows nothing of what is sealed but its key and hash', async () => {
    const sales = salesLedger();
    const data = {
      leadId: 'a',
      source: 'web',
      company: 'Acme',
      contactId: 'contact-a',
      contactName: 'Li Lei',
      phone: '+86 10 1234',
    } as const;
    await sales.record('lead-a', { type: 'LeadCaptured', data });
    const [event] = await rest(await openFeed(inMemoryLedger(sales.sequenced)));
    const text = event!.frame().toString();
    expect(text).not.toMatch(/Li Lei|10 1234/);
    expect(parseEntry(Buffer.from(JSON.parse(event!.json().toString()).entry)).sealed).toMatchObject([{ key: 'person-contact-a' }]);
  });
});

describe('reading the feed', () => {
  it.each([-1, 0, 7, 198, 199, 200, 498])('gives everything after index %i once, in order', async (after) => {
    const { reader } = await feedLedger(500);
    expect(indexes(await rest(await openFeed(reader), after))).toEqual(upTo(500, after + 1));
  });

  it.each([
    ['keeps nothing', 0],
    ['keeps a little', 20_000],
  ])('does so where it %s for several readers', async (_, keep) => {
    const { reader } = await feedLedger(100);
    const feed = await openFeed(reader, { keep, batch: 7 });
    for (const after of [-1, 50, 10, 98, -1]) expect(indexes(await rest(feed, after))).toEqual(upTo(100, after + 1));
    expect(feed.kept()).toBeLessThanOrEqual(keep);
  });

  it('asks the ledger once for all who are at one place, and writes an event out once', async () => {
    const { reader, reads, grow } = await feedLedger(5);
    const feed = await openFeed(reader);
    await Promise.all(upTo(20).map(() => rest(feed)));
    const before = reads.length;
    await grow(3);
    const got = await Promise.all(upTo(50).map(() => rest(feed, 4)));
    expect(reads.slice(before)).toEqual([5]);
    for (const events of got) {
      expect(indexes(events)).toEqual([5, 6, 7]);
      expect(events[0]!.frame()).toBe(got[0]![0]!.frame());
    }
  });

  it('misses nothing that comes while a read is under way', async () => {
    const { reader, ledger, grow } = await feedLedger(3);
    const held: (() => void)[] = [];
    const slow = {
      ...reader,
      read: async (from: number, limit: number) => {
        const seen = await ledger.read(from, limit);
        await new Promise<void>((resolve) => held.push(resolve));
        return seen;
      },
    };
    const feed = await openFeed(slow);
    const early = feed.read(2, {});
    await grow(2);
    const late = feed.read(2, {});
    await new Promise(setImmediate);
    for (const release of held.reverse()) release();
    expect(indexes((await late).events)).toEqual([3, 4]);
    expect((await early).more || (await early).events.length > 0).toBe(true);
  });

  it('goes on after a read that failed', async () => {
    const { reader } = await feedLedger(3);
    let down = true;
    const feed = await openFeed({
      ...reader,
      read: async (...wanted) => (down ? Promise.reject(new Error('down')) : reader.read(...wanted)),
    });
    await expect(feed.read(-1, {})).rejects.toThrow('down');
    down = false;
    expect(indexes(await rest(feed))).toEqual([0, 1, 2]);
  });

  it('knows that there is nothing more, and when there is again', async () => {
    const { reader, grow } = await feedLedger(3);
    const feed = await openFeed(reader);
    expect(await feed.read(2, {})).toMatchObject({ events: [], upTo: 2, more: false });
    await grow(1);
    expect(indexes(await rest(feed, 2))).toEqual([3]);
  });

  it('looks up a case far behind by itself', async () => {
    const { reader, reads } = await feedLedger(300, 10);
    const feed = await openFeed(reader, { batch: 5 });
    await rest(feed, 298);
    const before = reads.length;
    const got = await rest(feed, -1, { caseId: 'case-4' });
    expect(indexes(got)).toEqual(upTo(30).map((round) => round * 10 + 4));
    expect(reads.slice(before).every((from) => from === 300)).toBe(true);
  });
});
