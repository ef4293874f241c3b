import { readYourWrites } from './waiting.ts';

const ledgerId = 'ledger-1';
const token = { ledgerId, stream: 'counter-c1-a', revision: 0 };

const signs = () => {
  const listeners = new Set<() => void>();
  return {
    give: () => listeners.forEach((listener) => listener()),
    listeners,
    on: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** An event that is sequenced and becomes visible in the very moment in which somebody looks for it, too late to be seen. */
const busyWorld = () => {
  const [growth, moves] = [signs(), signs()];
  let [sequenced, visible] = [false, false];
  const ledger = {
    indexOf: async () => {
      const found = sequenced ? 0 : undefined;
      sequenced = true;
      growth.give();
      return found;
    },
    read: async () => [],
    onGrowth: (listener: (size: number) => void) => growth.on(() => listener(1)),
  };
  const progress = {
    ledgerId,
    liveSeat: async () => {
      const position = visible ? 1 : 0;
      visible = true;
      moves.give();
      return { position, parkedFrom: new Map<string, number>() };
    },
    onMove: moves.on,
  };
  return { waitFor: readYourWrites(ledger, progress), listening: () => growth.listeners.size + moves.listeners.size };
};

it('a sign that comes while one looks is not lost', async () => {
  const { waitFor, listening } = busyWorld();
  let turned = false;
  setImmediate(() => (turned = true));
  expect(await waitFor(token, ['counter-totals'], 1000)).toEqual({ kind: 'visible' });
  // By signs alone: not even one turn of the event loop has passed, let alone the time after which it looks again by itself.
  expect(turned).toBe(false);
  expect(listening()).toBe(0);
});
