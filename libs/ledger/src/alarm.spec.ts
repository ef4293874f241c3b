import { alarm } from './alarm.ts';

const forever = 3_600_000;

describe('a rest that can be ended', () => {
  it('lasts as long as nobody rings', async () => {
    expect(await alarm().rest(1)).toBe(false);
  });

  it('ends when somebody rings', async () => {
    const bell = alarm();
    const resting = bell.rest(forever);
    bell.ring();
    expect(await resting).toBe(true);
  });

  it('does not begin when somebody has rung since the last one', async () => {
    const bell = alarm();
    bell.ring();
    bell.ring();
    expect(await bell.rest(forever)).toBe(true);
    expect(await bell.rest(1)).toBe(false);
  });

  it('may be deaf, and still remembers that somebody rang', async () => {
    const bell = alarm();
    let over = false;
    const pausing = bell.pause(20).then(() => (over = true));
    bell.ring();
    await Promise.resolve();
    expect(over).toBe(false);
    await pausing;
    expect(await bell.rest(forever)).toBe(true);
  });

  it('ends for good when it is dismissed', async () => {
    const bell = alarm();
    const pausing = bell.pause(forever);
    bell.dismiss();
    await pausing;
    await bell.pause(forever);
    expect(await bell.rest(forever)).toBe(false);
  });
});
