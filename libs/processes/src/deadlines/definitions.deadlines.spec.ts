import { definitionCommands, definitionsRulebook, definitionStream, foundDefinitions } from '#definitions';
import type { LedgerEvent, PendingDeadline } from '#eventsourcing';
import { catalogue, definitionCategories, eventCodec, type AnyEvent } from '#event-contracts';
import { InMemoryEventStore } from '#in-memory';
import { builtInDefinitions, definitionVocabularies } from '#rules';
import { acting, byProgram, givingCommands, keysInMemory } from '../../../../test/support/commands.ts';
import { rowsOf, salesLedger } from '../../../../test/support/sales-ledger.ts';
import { deadlineDispatcher, deadlinesProjection, definitionHandlers } from '../index.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';
const on = { kind: 'policy', id: 'SALES-PROC-003' } as const;
const stream = definitionStream(on.kind, on.id);
const olga = acting('olga', ['SALES_OPS']);

/** The rules that come with the program, published on the first of June 2026, on a clock that tests set. */
const founded = async () => {
  const time = { now: '2026-06-01T08:00:00.000Z' };
  const store = new InMemoryEventStore();
  const codec = eventCodec<AnyEvent>(catalogue, keysInMemory());
  const rulebook = definitionsRulebook(store, codec);
  const heldRoles = () => Promise.resolve(new Set<string>());
  const handle = definitionCommands({
    store,
    codec,
    rulebook,
    directory: byProgram,
    heldRoles,
    vocabularies: definitionVocabularies,
    clock: () => time.now,
  });
  await foundDefinitions(builtInDefinitions, ledgerId, { handle, rulebook });

  const events = async (of = stream) => (await store.read(of)).map((stored) => codec.decode(stored)) as unknown as LedgerEvent<AnyEvent>[];
  const pending = async (of = stream) =>
    rowsOf(deadlinesProjection, await events(of)).flatMap(({ caseId, stream: kept, pending: all }) =>
      all.map((each): PendingDeadline => ({ caseId, stream: kept, ...each })),
    );
  const notAsked = () => Promise.reject(new Error('not asked'));
  const dispatch = deadlineDispatcher({
    ...{ lead: notAsked, opportunity: notAsked, approval: notAsked, contract: notAsked },
    ...definitionHandlers(handle),
  });
  return { time, events, pending, dispatch, give: givingCommands(handle) };
};

describe('the yearly review of definitions (L191, L321)', () => {
  it('is awaited of every kind of definition from its publication on', async () => {
    const { pending } = await founded();
    for (const { kind, contents } of builtInDefinitions) {
      const [review, ...more] = await pending(definitionStream(kind, contents.id));
      expect(more).toEqual([]);
      expect(review).toMatchObject({ name: `review-${definitionCategories[kind]}`, dueAt: '2027-06-01T08:00:00.000Z' });
    }
  });

  it('is awaited of processes, which are published later (L95, L205)', async () => {
    const ledger = salesLedger();
    const published = {
      kind: 'process',
      id: 'HOUSE',
      version: 1,
      sha256: 'a'.repeat(64),
      effectiveFrom: '2026-06-01T08:00:00.000Z',
    } as const;
    const data = { ...published, reviewDueAt: '2027-06-01T08:00:00.000Z' };
    await ledger.record(definitionStream('process', 'HOUSE'), { type: 'DefinitionPublished', data });
    const [row] = rowsOf(deadlinesProjection, ledger.events());
    expect(row?.pending).toMatchObject([{ name: 'review-process', subject: 'HOUSE', dueAt: data.reviewDueAt }]);
  });

  it('is called for once when the year is over', async () => {
    const { time, events, pending, dispatch } = await founded();
    const [review] = await pending();
    time.now = '2027-06-01T08:00:01.000Z';
    expect(await dispatch(review!)).toBe('accepted');
    expect((await events()).at(-1)).toMatchObject({
      type: 'DefinitionReviewDue',
      occurredAt: review!.dueAt,
      actor: { channel: 'process' },
    });
    expect(await pending()).toEqual([]);
    const before = (await events()).length;
    await dispatch(review!);
    expect(await events()).toHaveLength(before);
  });

  it('is awaited anew for a year once it was held', async () => {
    const { time, pending, dispatch, give } = await founded();
    const [first] = await pending();
    time.now = '2027-05-01T08:00:00.000Z';
    await give(olga, stream, { type: 'ReviewDefinition', data: { ...on, outcome: 'keep' } });
    expect(await pending()).toMatchObject([{ dueAt: '2028-04-30T08:00:00.000Z' }]);
    time.now = '2027-06-01T08:00:01.000Z';
    expect(await dispatch(first!)).toBe('noEffect');
  });
});
