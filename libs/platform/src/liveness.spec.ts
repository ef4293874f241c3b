import { eventLoopWatch, progressWatch, punctuality } from './liveness.ts';

describe('watching loops', () => {
  it('finds the one that should turn and has not for too long', () => {
    let now = 0;
    let turnedAt = 0;
    let must = true;
    const loop = { name: 'relay', lastProgressAt: () => turnedAt, mustProgress: () => must, limitMs: 1000 };
    const live = progressWatch([loop], () => now);
    now = 1000;
    expect(live()).toEqual({ relay: { ok: true, idleSeconds: 1 } });
    now = 1001;
    expect(live()).toEqual({ relay: { ok: false, idleSeconds: 1.001 } });
    must = false;
    expect(live()).toEqual({ relay: { ok: true, idleSeconds: 1.001 } });
    must = true;
    turnedAt = now;
    expect(live()).toEqual({ relay: { ok: true, idleSeconds: 0 } });
  });
});

describe('watching the event loop', () => {
  it('takes every punctual tick for progress, and no late one', () => {
    let now = 0;
    const { tick, onTimeAt } = punctuality(1000, () => now);
    const tickedAfter = (ms: number): number => {
      now += ms;
      tick();
      return onTimeAt();
    };
    expect(tickedAfter(1000)).toBe(1000);
    expect(tickedAfter(2000)).toBe(3000);
    expect(tickedAfter(2001)).toBe(3000);
    expect(tickedAfter(5000)).toBe(3000);
    expect(tickedAfter(1000)).toBe(11_001);
  });

  it('finds one that serves others well', () => {
    const { loop, stop } = eventLoopWatch();
    expect(progressWatch([loop])()).toMatchObject({ eventLoop: { ok: true } });
    stop();
  });
});
