import { sparingly } from './sparingly.ts';

describe('telling sparingly', () => {
  it('tells each thing when it comes up, and again after a minute', () => {
    let now = 0;
    const isDue = sparingly(() => now);
    expect([isDue('down'), isDue('down'), isDue('full')]).toEqual([true, false, true]);
    now = 59_999;
    expect([isDue('down'), isDue('slow')]).toEqual([false, true]);
    now = 60_000;
    expect([isDue('down'), isDue('down'), isDue('slow')]).toEqual([true, false, false]);
  });
});
