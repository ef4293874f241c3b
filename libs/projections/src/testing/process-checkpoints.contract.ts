import type { ProcessCheckpoints } from '../process-checkpoints.port.ts';
import { WHOLE } from '../slice.ts';

const ledgerId = 'a4d4a3cc-6a53-4d5b-8d0c-0f3a2f1f9c11';
const leaf = Buffer.alloc(32, 3);

/** What every keeper of process managers' checkpoints keeps. */
export const processCheckpointsContract = (
  make: () => Promise<{ readonly checkpoints: ProcessCheckpoints; readonly close: () => Promise<void> }>,
): void => {
  let checkpoints: ProcessCheckpoints;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ checkpoints, close } = await make());
  });

  afterEach(() => close());

  it('begins at the ledger’s beginning', async () => {
    expect(await checkpoints.read('p', ledgerId)).toEqual({ ledgerId, ...WHOLE, position: 0, leaf: undefined });
  });

  it('moves only from where it is', async () => {
    const start = await checkpoints.read('p', ledgerId);
    expect(await checkpoints.move('p', { ...start, position: 4 }, { position: 9, leaf })).toBe(false);
    expect(await checkpoints.move('p', start, { position: 5, leaf })).toBe(true);
    expect(await checkpoints.move('p', start, { position: 6, leaf })).toBe(false);
    expect(await checkpoints.move('p', { ...start, position: 5 }, { position: 7, leaf })).toBe(true);
    expect(await checkpoints.read('p', ledgerId)).toMatchObject({ position: 7, leaf });
    expect(await checkpoints.read('q', ledgerId)).toMatchObject({ position: 0 });
  });

  it('moves several at once, each only from where it is', async () => {
    const start = await checkpoints.read('p', ledgerId);
    await checkpoints.move('q', start, { position: 2, leaf });
    const asked = [
      checkpoints.move('p', start, { position: 5, leaf }),
      checkpoints.move('q', start, { position: 6, leaf }),
      checkpoints.move('r', { ...start, position: 1 }, { position: 7, leaf }),
      checkpoints.move('s', start, { position: 8, leaf }),
      checkpoints.move('p', start, { position: 9, leaf }),
    ];
    expect(await Promise.all(asked)).toEqual([true, false, false, true, false]);
    const found = await Promise.all(['p', 'q', 'r', 's'].map((process) => checkpoints.read(process, ledgerId)));
    expect(found.map(({ position }) => position)).toEqual([5, 2, 0, 8]);
  });

  it('shows the checkpoint of another ledger, so that its runner halts', async () => {
    await checkpoints.move('p', await checkpoints.read('p', ledgerId), { position: 5, leaf });
    expect(await checkpoints.read('p', 'another')).toMatchObject({ ledgerId, position: 5 });
  });
};
