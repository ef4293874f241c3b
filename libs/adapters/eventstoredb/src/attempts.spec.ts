import { persist } from './attempts.ts';

describe('attempts', () => {
  const counted = (yielding: (attempt: number) => string | undefined) => {
    const made = { attempts: 0 };
    return { made, attempt: async () => yielding((made.attempts += 1)) };
  };

  it('end with the first that yields something', async () => {
    const { made, attempt } = counted((number) => (number === 3 ? 'third' : undefined));
    expect(await persist({ attempts: 5, firstPause: 1, patience: 60_000 }, attempt)).toBe('third');
    expect(made.attempts).toBe(3);
  });

  it('end when there were enough', async () => {
    const { made, attempt } = counted(() => undefined);
    expect(await persist({ attempts: 4, firstPause: 1, patience: 60_000 }, attempt)).toBeUndefined();
    expect(made.attempts).toBe(4);
  });

  it('end when the next would begin too late', async () => {
    const { made, attempt } = counted(() => undefined);
    expect(await persist({ attempts: 4, firstPause: 50, patience: 20 }, attempt)).toBeUndefined();
    expect(made.attempts).toBe(1);
  });

  it('end with what one throws', async () => {
    const { made, attempt } = counted(() => {
      throw new Error('no use');
    });
    await expect(persist({ attempts: 4, firstPause: 1, patience: 60_000 }, attempt)).rejects.toThrow('no use');
    expect(made.attempts).toBe(1);
  });
});
