import type { Publications } from '../publications.port.ts';

const leaf = Buffer.alloc(32, 5);

/** What every keeper of publications keeps. */
export const publicationsContract = (
  make: () => Promise<{ readonly publications: Publications; readonly close: () => Promise<void> }>,
): void => {
  const ledgerId = 'a4d4a3cc-6a53-4d5b-8d0c-0f3a2f1f9c11';
  let publications: Publications;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ publications, close } = await make());
    await publications.begin({ ledgerId, topic: 'events', partitions: 3 });
  });
  afterEach(() => close());

  const current = async () => (await publications.generations(ledgerId)).at(-1)!;
  const mark = { position: 7, leaf, heads: [4, -1, 6] };

  it('begin each ledger once, at its beginning', async () => {
    await publications.begin({ ledgerId, topic: 'others', partitions: 5 });
    const first = { ledgerId, generation: 1, topic: 'events', partitions: 3, from: 0, until: undefined, position: 0, leaf: undefined };
    expect(await publications.generations(ledgerId)).toEqual([{ ...first, heads: [-1, -1, -1] }]);
    expect(await publications.generations('00000000-0000-4000-8000-000000000000')).toEqual([]);
  });

  it('move only from where they are', async () => {
    const from = await current();
    expect(await publications.move(from, mark)).toBe(true);
    expect(await publications.move(from, { ...mark, position: 9 })).toBe(false);
    expect(await current()).toMatchObject(mark);
  });

  it('go on in another generation where the last one stood', async () => {
    const before = await current();
    await publications.move(before, mark);
    expect(await publications.succeed(before, { topic: 'events.g2', partitions: 6, heads: [0, 1, 2, 3, 4, 5] })).toBe(false);
    const ended = await current();
    expect(await publications.succeed(ended, { topic: 'events.g2', partitions: 6, heads: [0, 1, 2, 3, 4, 5] })).toBe(true);
    expect(await publications.move(ended, { ...mark, position: 8 })).toBe(false);
    expect(await publications.generations(ledgerId)).toMatchObject([
      { generation: 1, until: 7, position: 7 },
      { generation: 2, topic: 'events.g2', partitions: 6, from: 7, until: undefined, position: 7, leaf, heads: [0, 1, 2, 3, 4, 5] },
    ]);
    expect(await publications.move(await current(), { position: 8, leaf, heads: [0, 1, 2, 3, 4, 7] })).toBe(true);
  });
};
