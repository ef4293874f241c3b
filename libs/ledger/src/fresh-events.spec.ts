import type { EventStore, SequencedEvent, SourcedEvent, StoredEvent } from '#eventsourcing';
import { drain, eventStoreContract, storedEvent, storedEvents } from '#eventsourcing/testing';
import { InMemoryEventStore } from '#in-memory';
import { freshEvents } from './fresh-events.ts';
import { emptyFrontier, emptyRoot } from './merkle.ts';

const collected = (inner: EventStore = new InMemoryEventStore()) => {
  const handed: (readonly SequencedEvent[])[] = [];
  const fresh = freshEvents((events) => void handed.push(events));
  const store = fresh.keptFrom(inner);
  const sequenced = (events: readonly SourcedEvent[], size = 0): void =>
    fresh.sequenced({
      from: { ledgerId: 'ledger-1', prefix: '', frontier: { ...emptyFrontier, size }, root: emptyRoot, cursor: undefined },
      events,
    });
  return { handed, store, sequenced };
};

const underway = () => {
  const inner = new InMemoryEventStore();
  return { ...collected(inner), inner, waiting: () => drain(inner.source()) };
};

describe('a store whose events are handed on', () => {
  describe('is the store that it keeps events from', () =>
    eventStoreContract(async () => {
      const inner = new InMemoryEventStore();
      const { store } = collected(inner);
      return { store, source: inner.source(), sourceOf: (prefix) => inner.source(prefix), close: async () => undefined };
    }));

  it('hands them on once they are sequenced, byte for byte, with index and leaf', async () => {
    const { handed, store, sequenced, waiting } = underway();
    const events = [storedEvent('lead-1', 0, { sealed: [Buffer.from('secret')] }), storedEvent('lead-1', 1), storedEvent('lead-2', 0)];
    await store.append(events.slice(0, 2));
    await store.append(events.slice(2));
    const sourced = await waiting();
    sequenced(sourced, 7);
    expect(handed).toEqual([events.map((event, at) => ({ ...event, index: 7 + at, leaf: sourced[at]!.leaf }))]);
  });

  it('hands nothing of a step that has an event of somebody else', async () => {
    const { handed, store, inner, sequenced, waiting } = underway();
    await store.append([storedEvent('lead-1', 0)]);
    await inner.append([storedEvent('lead-2', 0)]);
    sequenced(await waiting());
    expect(handed).toEqual([]);
    await store.append([storedEvent('lead-3', 0)]);
    sequenced((await waiting()).slice(2), 2);
    expect(handed).toMatchObject([[{ stream: 'lead-3', index: 2 }]]);
  });

  it('hands no other bytes than those in the ledger', async () => {
    const { handed, store, inner, sequenced, waiting } = underway();
    await inner.append([storedEvent('lead-1', 0)]);
    expect(await store.append([storedEvent('lead-1', 0)])).toEqual({ outcome: 'conflict' });
    sequenced(await waiting());

    const forgetful = collected({ append: async () => ({ outcome: 'committed' }), read: async () => [] });
    await forgetful.store.append([storedEvent('lead-1', 0)]);
    forgetful.sequenced(await waiting());
    expect([handed, forgetful.handed]).toEqual([[], []]);
  });

  it('keeps those that nobody sequences only until there are many', async () => {
    const { handed, store, sequenced, waiting } = underway();
    const append = (events: readonly StoredEvent[]) => store.append(events);
    await append([storedEvent('lead-1', 0)]);
    await append(storedEvents('lead-2', 0, 2_000));
    const [oldest, ...others] = await waiting();
    sequenced([oldest!]);
    sequenced(others, 1);
    expect(handed.map(({ length }) => length)).toEqual([2_000]);
  });
});
