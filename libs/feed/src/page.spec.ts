import fc from 'fast-check';
import { feedLedger } from '../../../test/support/feed-ledger.ts';
import { openFeed } from './feed.ts';
import { nextPage, type FeedPage } from './page.ts';

const never = new AbortController().signal;
const indexes = ({ events }: FeedPage): readonly number[] => events.map(({ index }) => index);

describe('a page of the feed', () => {
  it('has at most as many events as were asked for, and says where the next one goes on', async () => {
    const { reader } = await feedLedger(5);
    const feed = await openFeed(reader);
    const first = await nextPage(feed, { after: -1, filter: {}, limit: 3, waitMs: 0 }, never);
    expect([indexes(first), first.next, first.more]).toEqual([[0, 1, 2], 2, true]);
    const second = await nextPage(feed, { after: 2, filter: {}, limit: 3, waitMs: 0 }, never);
    expect([indexes(second), second.next, second.more]).toEqual([[3, 4], 4, false]);
  });

  it('goes on after what the filter did not let through, too', async () => {
    const { reader } = await feedLedger(6);
    const page = await nextPage(
      await openFeed(reader),
      { after: -1, filter: { types: new Set(['TeamLeft']) }, limit: 3, waitMs: 0 },
      never,
    );
    expect([indexes(page), page.next, page.more]).toEqual([[], 5, false]);
  });

  it('comes as soon as something does that the filter lets through', async () => {
    const { reader, grow } = await feedLedger(1);
    const feed = await openFeed(reader);
    let page: FeedPage | undefined;
    const coming = nextPage(feed, { after: 0, filter: { types: new Set(['CommandHadNoEffect']) }, limit: 9, waitMs: 1e6 }, never);
    void coming.then((got) => (page = got));
    await grow(1);
    await new Promise(setImmediate);
    expect(page).toBeUndefined();
    await grow(1);
    expect(indexes(await coming)).toEqual([2]);
    expect(feed.growth.waiting()).toBe(0);
  });

  it('comes empty when nothing does, and at once when its reader is gone', async () => {
    const { reader } = await feedLedger(1);
    const feed = await openFeed(reader);
    expect(await nextPage(feed, { after: 0, filter: {}, limit: 9, waitMs: 5 }, never)).toEqual({ events: [], next: 0, more: false });
    const gone = new AbortController();
    const coming = nextPage(feed, { after: 0, filter: {}, limit: 9, waitMs: 1e6 }, gone.signal);
    await new Promise(setImmediate);
    gone.abort();
    expect(await coming).toEqual({ events: [], next: 0, more: false });
    expect(feed.growth.waiting()).toBe(0);
  });

  it('does not look through the whole ledger for a filter that lets nothing through', async () => {
    const { reader } = await feedLedger(21_000);
    const page = await nextPage(
      await openFeed(reader),
      { after: -1, filter: { types: new Set(['TeamLeft']) }, limit: 3, waitMs: 0 },
      never,
    );
    expect([indexes(page), page.next, page.more]).toEqual([[], 19_999, true]);
  });

  it('after page gives what is wanted once and in order, whatever the limits, batches, filters, and what is kept', async () => {
    const { reader, ledger } = await feedLedger(120);
    const options = fc.record({ batch: fc.integer({ min: 1, max: 40 }), keep: fc.constantFrom(0, 5_000, 1e9) });
    const filter = fc.constantFrom(
      {},
      { caseId: 'case-1' },
      { types: new Set(['TeamFormed']) },
      { caseId: 'case-2', types: new Set(['TeamFormed']) },
    );
    const limits = fc.infiniteStream(fc.integer({ min: 1, max: 50 }));
    await fc.assert(
      fc.asyncProperty(options, filter, limits, fc.integer({ min: -1, max: 119 }), async (chosen, wanted, sizes, after) => {
        const feed = await openFeed(reader, chosen);
        await feed.read(60, {});
        const got: number[] = [];
        for (let at = after; ;) {
          const page = await nextPage(feed, { after: at, filter: wanted, limit: sizes.next().value!, waitMs: 0 }, never);
          got.push(...indexes(page));
          at = page.next;
          if (!page.more) break;
        }
        const isTeam = (index: number) => !('types' in wanted) || index % 2 === 1;
        const isCase = (index: number) => !('caseId' in wanted) || ledger.events[index]!.caseId === wanted.caseId;
        const expected = ledger.events.map(({ index }) => index).filter((index) => index > after && isTeam(index) && isCase(index));
        expect(got).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
