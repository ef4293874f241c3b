import { batched } from './batched.ts';

describe('a batched look-up', () => {
  it('asks at once, then together for what came in the meantime', async () => {
    const asked: string[][] = [];
    const lookUp = batched(async (keys: readonly string[]) => {
      asked.push([...keys]);
      await new Promise(setImmediate);
      return new Map(keys.map((key) => [key, key.toUpperCase()]));
    });
    const first = lookUp('a');
    await Promise.resolve();
    expect(await Promise.all([first, lookUp('b'), lookUp('c'), lookUp('b')])).toEqual(['A', 'B', 'C', 'B']);
    expect(asked).toEqual([['a'], ['b', 'c']]);
  });

  it('fails those it was for, and no others', async () => {
    const lookUp = batched(async (keys: readonly string[]) => {
      if (keys.includes('bad')) throw new Error('no');
      return new Map(keys.map((key) => [key, 1]));
    });
    await expect(lookUp('bad')).rejects.toThrow('no');
    await expect(lookUp('good')).resolves.toBe(1);
  });

  it('tells what is not there', async () => expect(await batched(async () => new Map())('a')).toBeUndefined());
});
