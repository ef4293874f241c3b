import { keepHeads } from './head-keeper.ts';
import { until } from './testing/index.ts';
import { WitnessUnavailable, type HeadWitness, type WitnessedHead } from './witness.ts';

describe('the keeper of heads', () => {
  const root = 'ab'.repeat(32);
  let size = 0;
  let written: WitnessedHead[];
  let looks: number;
  const ledger = {
    head: async () => {
      looks += 1;
      return { ledgerId: 'a-ledger', size, root };
    },
  };
  const witness: HeadWitness = {
    record: async (head) => void written.push(head),
    heads: async function* () {
      yield* written;
    },
  };
  const clock = (): string => '2026-02-01T00:00:00.000Z';
  const looked = (times: number): Promise<void> => {
    const goal = looks + times;
    return until(() => looks >= goal);
  };

  beforeEach(() => {
    size = 0;
    looks = 0;
    written = [];
  });

  it('writes a head when it has changed, and once', async () => {
    const keeper = keepHeads({ ledger, witness, clock, every: 1 });
    await looked(3);
    size = 7;
    await looked(3);
    await keeper.stop();
    expect(written).toEqual([0, 7].map((at) => ({ ledgerId: 'a-ledger', size: at, root, time: clock() })));
  });

  it('writes the last head when it is stopped, at once', async () => {
    const keeper = keepHeads({ ledger, witness, clock, every: 3_600_000 });
    await until(() => written.length === 1);
    size = 9;
    await keeper.stop();
    expect(written.map((head) => head.size)).toEqual([0, 9]);
  });

  it('tells of a disk that takes nothing, and goes on when it does', async () => {
    const errors: Error[] = [];
    let full = true;
    const record = async (head: WitnessedHead): Promise<void> => {
      if (full) throw new WitnessUnavailable('the disk is full');
      written.push(head);
    };
    const keeper = keepHeads({ ledger, witness: { ...witness, record }, clock, every: 1, onError: (error) => errors.push(error) });
    await until(() => errors.length > 1);
    full = false;
    await until(() => written.length === 1);
    await keeper.stop();
    expect(errors[0]).toBeInstanceOf(WitnessUnavailable);
  });
});
